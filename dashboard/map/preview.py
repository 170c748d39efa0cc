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
    asked
        Where this reading puts the row a click is awaited for; None for none.
    refused
        Whether the anchors are against it: then it cannot be chosen.
    """

    name: str
    why: tuple[str, ...]
    points: Points
    asked: tuple[float, float] | None = None
    refused: bool = False

    def to_json(self) -> Json:
        """Return it as the browser takes it."""
        return {
            "name": self.name,
            "why": list(self.why),
            "points": [list(at) for at in self.points],
            "asked": None if self.asked is None else list(self.asked),
            "refused": self.refused,
        }


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
    anchors
        Where rows truly are, as a person clicked them.
    """

    id: int
    sets: tuple[PointSet, ...]
    chosen: int | None = None
    placing: bool = False
    anchors: Points = ()

    def to_json(self) -> Json:
        """Return it as the browser takes it."""
        return {
            "id": self.id,
            "chosen": -1 if self.chosen is None else self.chosen,
            "placing": self.placing,
            "anchors": [list(at) for at in self.anchors],
            "sets": [one.to_json() for one in self.sets],
        }
