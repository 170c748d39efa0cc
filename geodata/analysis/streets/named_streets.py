"""Which named street each point of the map lies on."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.analysis.streets.network import SNAP_M
from geodata.analysis.unit_changes import NOWHERE
from geodata.coordinates.mercator import metres_per_unit
from geodata.shapes import Shapes

_HALF, _LOW = np.uint64(32), np.uint64(2**32 - 1)

Places = NDArray[np.int64]
World = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class NamedStreets:
    """The streets of a network by name; one name is one street, however many lines it has.

    Parameters
    ----------
    names
        Of the streets that have one, ascending.
    sides
        Every side of every line, in world coordinates.
    street
        Of each side the place of its name in `names`, `NOWHERE` for none.
    """

    names: tuple[str, ...]
    sides: shapely.STRtree
    street: Places

    def at(self, x: World, y: World, placed: NDArray[np.uint8]) -> Places:
        """Find the street of each point (world coordinates), `NOWHERE` for none.

        It is the nearest within `SNAP_M`; where that has no name the point is on none. At a
        junction the point belongs to one of them, so that nothing is counted twice.
        """
        found = np.full(len(x), NOWHERE)
        rows = np.flatnonzero(placed)
        if not len(rows) or not len(self.street):
            return found
        both = x[rows].astype(np.uint64) << _HALF | y[rows]  # addresses repeat: each is asked once
        spots, spot = np.unique(both, return_inverse=True)
        corners = np.stack([spots >> _HALF, spots & _LOW], axis=1).astype(np.float64)
        reach = SNAP_M / metres_per_unit(float(np.median(corners[:, 1])))
        points = np.asarray(shapely.points(corners))
        near, side = self.sides.query_nearest(points, max_distance=reach, all_matches=False)
        of_spot = np.full(len(points), NOWHERE)
        of_spot[near] = self.street[side]
        found[rows] = of_spot[spot]
        return found


def named_streets(shapes: Shapes) -> NamedStreets:
    """Read the names of a read model's streets, ready to be asked."""
    names = tuple(sorted({name for name in shapes.names if name}))
    place = {name: n for n, name in enumerate(names)}
    feature = np.array([place.get(name, NOWHERE) for name in shapes.names], dtype=np.int64)
    of_ring = np.repeat(feature, np.diff(shapes.part_offsets))
    ring = np.repeat(np.arange(len(of_ring)), np.diff(shapes.ring_offsets))
    xy = np.stack([shapes.x, shapes.y], axis=1).astype(np.float64)
    joined = ring[1:] == ring[:-1]
    sides = shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1)[joined])
    return NamedStreets(names, shapely.STRtree(sides), of_ring[ring[1:][joined]])
