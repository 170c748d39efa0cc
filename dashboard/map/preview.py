"""What a ledger's coordinates may be, shown on the map as switchable sets of points."""

from __future__ import annotations

from dataclasses import dataclass

Json = dict[str, object]
Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class PointSet:
    """One reading of the coordinates.

    Parameters
    ----------
    name
        Of the CRS, in the language of the page.
    why
        Lines that say what speaks for it.
    points
        Longitude and latitude of the first rows, WGS84 degrees.
    """

    name: str
    why: tuple[str, ...]
    points: Points


@dataclass(frozen=True)
class MapPreview:
    """Readings to choose from.

    Parameters
    ----------
    id
        Tells this preview from others: what was clicked in another counts no more.
    sets
        The likeliest first.
    chosen
        Place of the one that is taken; None for none yet.
    placing
        Whether a click on the map is a place.
    """

    id: int
    sets: tuple[PointSet, ...]
    chosen: int | None = None
    placing: bool = False

    def to_json(self) -> Json:
        """Return it as the browser takes it."""
        return {
            "id": self.id,
            "chosen": -1 if self.chosen is None else self.chosen,
            "placing": self.placing,
            "sets": [
                {"name": one.name, "why": list(one.why), "points": [list(at) for at in one.points]}
                for one in self.sets
            ],
        }
