"""What is known of a sub-district already: what the positions of a ledger are held against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from etl.words import plain
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import from_wgs84, local_metric_crs
from geodata.coordinates.crs_names import Crs

Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]
SAME_PLACE_M = 100.0
"""A word that stands at places farther apart names none of them."""

SHORTEST_STREET = 2
BROAD = ("居民委员会", "居委会", "村民委员会", "村委会", "社区", "村")


class RowWords(NamedTuple):
    """What a row says of where it is, besides its numbers.

    Parameters
    ----------
    names
        Its key, name and address: what may be known from elsewhere.
    community, address
        As written.
    row
        Where it stands in its sheet, counted as a clerk does; 0 where that is not known.
    is_corner
        Whether it is no row but a point of an outline.
    """

    names: tuple[str, ...] = ()
    community: str | None = None
    address: str | None = None
    row: int = 0
    is_corner: bool = False


CORNER = RowWords(is_corner=True)


@dataclass(frozen=True)
class Surroundings:
    """The known geometry around, all WGS84 longitude and latitude; anything may be missing.

    Parameters
    ----------
    bounds
        Of the sub-district; None where it is not drawn: then nothing can be compared.
    district
        Its outline.
    communities
        Outlines by name.
    footprints
        Outlines of buildings.
    streets
        Centre lines, each with its name; None for one without.
    places
        Names, keys and addresses of known places, each with longitude and latitude.
    """

    bounds: Bounds | None = None
    district: shapely.Geometry | None = None
    communities: Mapping[str, shapely.Geometry] = field(default_factory=dict)
    footprints: Sequence[shapely.Geometry] = ()
    streets: Sequence[tuple[shapely.Geometry, str | None]] = ()
    places: Sequence[tuple[str, float, float]] = ()

    @cached_property
    def crs(self) -> Crs:
        """The CRS everything is compared in; `bounds` must be known."""
        return local_metric_crs(self.bounds or Bounds(0.0, 0.0, 0.0, 0.0))

    @cached_property
    def outline_m(self) -> shapely.Geometry | None:
        """The sub-district in metres."""
        return None if self.district is None else self._in_metres([self.district])[0]

    @cached_property
    def edge_tree(self) -> shapely.STRtree:
        """Borders of the sub-district and its communities in metres."""
        drawn = [one for one in (self.district, *self.communities.values()) if one is not None]
        return shapely.STRtree(shapely.boundary(self._in_metres(drawn)))

    @cached_property
    def community_m(self) -> dict[str, shapely.Geometry]:
        """Outlines in metres by name without the word for what it is."""
        shapes = self._in_metres(list(self.communities.values()))
        return {bare(name): shape for name, shape in zip(self.communities, shapes, strict=True)}

    @cached_property
    def footprint_tree(self) -> shapely.STRtree:
        """Outlines of buildings in metres."""
        return shapely.STRtree(self._in_metres(list(self.footprints)))

    @cached_property
    def street_tree(self) -> shapely.STRtree:
        """Centre lines of streets in metres."""
        return shapely.STRtree(self._in_metres([line for line, _ in self.streets]))

    @cached_property
    def named_street_m(self) -> dict[str, shapely.Geometry]:
        """All lines of a street as one, by its name."""
        lines: dict[str, list[shapely.Geometry]] = {}
        for (_, name), line in zip(self.streets, self.street_tree.geometries, strict=True):
            if name and len(name) >= SHORTEST_STREET:
                lines.setdefault(plain(name), []).append(line)
        return {name: shapely.union_all(parts) for name, parts in lines.items()}

    @cached_property
    def place_m(self) -> dict[str, tuple[float, float]]:
        """Metres of each place known by one word; words of several places are left out."""
        lng, lat = (np.array([at[i] for at in self.places], dtype=np.float64) for i in (1, 2))
        found: dict[str, tuple[float, float]] = {}
        doubtful = set()
        for (word, _, _), x, y in zip(self.places, *from_wgs84(lng, lat, self.crs), strict=True):
            before = found.setdefault(plain(word), (float(x), float(y)))
            if np.hypot(before[0] - x, before[1] - y) > SAME_PLACE_M:
                doubtful.add(plain(word))
        return {word: at for word, at in found.items() if word not in doubtful}

    def _in_metres(self, shapes: list[shapely.Geometry]) -> Geometries:
        def move(lng_lat: Floats) -> Floats:
            return np.stack(from_wgs84(lng_lat[:, 0], lng_lat[:, 1], self.crs), axis=1)

        changed: Geometries = shapely.transform(np.array(shapes, dtype=object), move)
        return changed


def bare(name: str) -> str:
    """Return the name of a community without the word for what it is."""
    even = plain(name)
    for word in BROAD:
        even = even.removesuffix(word) or even
    return even
