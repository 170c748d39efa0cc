"""Geometries of map files: read, checked, mended where that is safe, turned into WGS84."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from etl.sheets import BAD_SHAPE, NO_SHAPES, Cell
from etl.troubles import Trouble, trouble
from geodata.catalogue import Layer
from geodata.coordinates.crs import to_wgs84
from geodata.coordinates.crs_names import Crs

WANTED = {"area": "polygon", "ground": "polygon", "street": "line"}
"""Kinds of record that can have one kind of geometry only."""

OUTLINE_STEPS = 400
"""So many steps are walked along all outlines of a file together."""

NEEDED = frozenset({"ground", "street"})
"""Kinds of record that are nothing without one."""

KINDS = {0: "point", 1: "line", 2: "line", 3: "polygon", 4: "point", 5: "line", 6: "polygon"}
"""Of shapely's type ids."""

Geometries = NDArray[np.object_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Geometries of consecutive rows.

    Parameters
    ----------
    geometries
        Two-dimensional shapely geometries in one CRS; None where a row has none.
    x, y
        In it, a point that represents each (inside a polygon, on a line); NaN for none.
    troubles
        Of the rows that have some, by place.
    """

    geometries: Geometries
    x: Floats
    y: Floats
    troubles: dict[int, Trouble]

    def in_wgs84(self, crs: Crs) -> "Shapes":
        """Give the same in degrees; a geometry that leaves the globe anywhere is None."""
        return _represented(_moved(self.geometries, crs), self.troubles)


def fits(kind: str | None, layer: Layer) -> bool:
    """Tell whether a sheet of that kind of geometry can hold records of a layer."""
    wanted = WANTED.get(layer.record)
    if kind == NO_SHAPES:
        return False
    return kind is None or wanted is None or kind in {wanted, "mixed"}


def read_shapes(cells: list[Cell], layer: Layer) -> Shapes:
    """Read the geometries of a block, in the CRS they are written in.

    Parameters
    ----------
    cells
        WKB as hex, `BAD_SHAPE`, or None.
    """
    usable = [None if cell == BAD_SHAPE else cell for cell in cells]
    with np.errstate(invalid="ignore"):  # coordinates that are no number are sorted out below
        geometries: Geometries = np.asarray(shapely.from_wkb(np.array(usable, dtype=object)))
    geometries[shapely.is_empty(geometries)] = None
    troubles = {i: trouble("bad_shape") for i, cell in enumerate(cells) if cell == BAD_SHAPE}
    for i in np.flatnonzero(~_is_finite(geometries)):
        geometries[i], troubles[int(i)] = None, trouble("bad_shape")
    if layer.record in NEEDED:
        missing = shapely.is_missing(geometries)
        for i in np.flatnonzero(missing):
            troubles.setdefault(int(i), trouble("bad_shape"))
    _require_kind(geometries, layer, troubles)
    _mend(geometries, troubles)
    return _represented(shapely.force_2d(geometries), troubles)


def along_outlines(geometries: Geometries) -> tuple[Floats, Floats]:
    """Give points along the outlines of polygons, their corners among them, in their own CRS."""
    outlines = shapely.boundary(geometries)
    step = float(shapely.length(outlines).sum()) / OUTLINE_STEPS
    return tuple(shapely.get_coordinates(shapely.segmentize(outlines, step)).T)


def _represented(geometries: Geometries, troubles: dict[int, Trouble]) -> Shapes:
    points = shapely.point_on_surface(geometries)
    return Shapes(geometries, shapely.get_x(points), shapely.get_y(points), troubles)


def _is_finite(geometries: Geometries) -> NDArray[np.bool_]:
    """Tell which geometries have no coordinate that is infinite or no number; None has none."""
    coordinates, owners = shapely.get_coordinates(geometries, return_index=True)
    finite = np.ones(len(geometries), dtype=bool)
    finite[owners[~np.isfinite(coordinates).all(axis=1)]] = False
    return finite


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
    """Turn geometries into WGS84; those with a coordinate off the globe become None."""
    xy, owners = shapely.get_coordinates(geometries, return_index=True)
    there = np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], crs))
    lost = np.zeros(len(geometries), dtype=bool)
    lost[owners[~np.isfinite(there).all(axis=1)]] = True
    moved = geometries.copy()
    moved[lost] = None
    return np.asarray(shapely.set_coordinates(moved, there[~lost[owners]]))
