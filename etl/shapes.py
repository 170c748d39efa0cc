"""Geometries of map files: read, checked, mended where that is safe, turned into WGS84."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from etl.sheets import BAD_SHAPE, Cell
from etl.troubles import Trouble, trouble
from geodata.catalogue import Layer
from geodata.crs import to_wgs84
from geodata.crs_names import Crs

WANTED = {"area": "polygon", "ground": "polygon", "street": "line"}
"""Kinds of record that can have one kind of geometry only."""

NEEDED = frozenset({"ground", "street"})
"""Kinds of record that are nothing without one."""

KINDS = {0: "point", 1: "line", 2: "line", 3: "polygon", 4: "point", 5: "line", 6: "polygon"}
"""Of shapely's type ids."""

Geometries = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Geometries of consecutive rows in WGS84.

    Parameters
    ----------
    geometries
        Two-dimensional shapely geometries; None where a row has none.
    lng, lat
        Degrees of a point that represents each (inside a polygon, on a line); NaN for none.
    troubles
        Of the rows that have some, by place.
    """

    geometries: Geometries
    lng: NDArray[np.float64]
    lat: NDArray[np.float64]
    troubles: dict[int, Trouble]


def fits(kind: str | None, layer: Layer) -> bool:
    """Tell whether a sheet of that kind of geometry can hold records of a layer."""
    wanted = WANTED.get(layer.record)
    return kind is None or wanted is None or kind in {wanted, "mixed"}


def read_shapes(cells: list[Cell], layer: Layer, crs: Crs) -> Shapes:
    """Read the geometries of a block.

    Parameters
    ----------
    cells
        WKB as hex, `BAD_SHAPE`, or None.
    crs
        What their coordinates are in.
    """
    usable = [None if cell == BAD_SHAPE else cell for cell in cells]
    geometries: Geometries = np.asarray(shapely.from_wkb(np.array(usable, dtype=object)))
    geometries[shapely.is_empty(geometries)] = None
    troubles = {i: trouble("bad_shape") for i, cell in enumerate(cells) if cell == BAD_SHAPE}
    if layer.record in NEEDED:
        missing = shapely.is_missing(geometries)
        for i in np.flatnonzero(missing):
            troubles.setdefault(int(i), trouble("bad_shape"))
    _require_kind(geometries, layer, troubles)
    _mend(geometries, troubles)
    moved = _moved(geometries, crs)
    points = shapely.point_on_surface(moved)
    return Shapes(moved, shapely.get_x(points), shapely.get_y(points), troubles)


def _require_kind(geometries: Geometries, layer: Layer, troubles: dict[int, Trouble]) -> None:
    wanted = WANTED.get(layer.record)
    if wanted is None:
        return
    for i, kind in enumerate(shapely.get_type_id(geometries)):
        found = KINDS.get(int(kind), "mixed")
        if kind >= 0 and found != wanted:
            troubles[i] = trouble("wrong_shape", found=found, expected=wanted)
            geometries[i] = None


def _mend(geometries: Geometries, troubles: dict[int, Trouble]) -> None:
    """Make outlines that cross themselves valid, keeping what is polygon of the result."""
    for i in np.flatnonzero(~shapely.is_valid(geometries) & ~shapely.is_missing(geometries)):
        mended = shapely.make_valid(geometries[i], method="structure", keep_collapsed=False)
        geometries[i] = None if mended.is_empty else mended
        rejects = bool(mended.is_empty)
        rule = "bad_shape" if rejects else "mended_shape"
        troubles[int(i)] = trouble(rule, rejects=rejects)


def _moved(geometries: Geometries, crs: Crs) -> Geometries:
    def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], crs))

    return np.asarray(shapely.transform(shapely.force_2d(geometries), move))
