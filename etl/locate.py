"""Where the rows of a ledger are: numbers or geometries in some CRS → positions in WGS84.

Numbers that cannot be a position leave the row without one, with a warning and the numbers kept;
only a broken geometry refuses a row. What is decided once for a file (an assumed CRS, columns read
as swapped) is noted, never silent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray

from etl.cells import CONTROLS
from etl.coordinates import parse_coordinate, parse_pair
from etl.reasons import refusal
from etl.shapes import NEEDED, WANTED, Shapes, read_shapes
from etl.sheets import Cell
from etl.troubles import Trouble, trouble
from geodata.bounds import Bounds
from geodata.catalogue import Layer
from geodata.crs import area_of_use, from_wgs84, parse_crs, to_wgs84
from geodata.crs_names import WGS84, Crs
from geodata.records import Position

MARGIN_M = 2_000.0
"""How far outside the sub-district a record may stand."""

DEGREES_AT_MOST = 360.0
Numbers = tuple[float | None, float | None]
Floats = NDArray[np.float64]
Unplaced = tuple[float | None, float | None, str]


@dataclass(slots=True)
class Placed:
    """Positions of the rows of a block.

    Parameters
    ----------
    positions, unplaced
        One a row: a position, or the numbers of one that cannot be used, or neither.
    written
        What the file says of it, whatever CRS that is read in: two numbers, or the WKB of a line
        or polygon; None for nothing.
    troubles
        By place of the row.
    """

    positions: list[Position | None]
    unplaced: list[Unplaced | None]
    written: Sequence[object]
    troubles: dict[int, Trouble] = field(default_factory=dict)

    @classmethod
    def nowhere(cls, written: Sequence[object]) -> Self:
        """Make the beginning: rows of which none is placed yet."""
        return cls([None] * len(written), [None] * len(written), written)


class Locator:
    """Finds the positions of one file, block by block.

    Parameters
    ----------
    file_name, layer
        Named where the file is refused; whose records are placed.
    crs
        As the caller says, None to go by the file.
    bounds
        Of the sub-district in degrees; None where it is not known, and nothing lies outside.
    """

    def __init__(
        self, file_name: str, layer: Layer, *, crs: str | None, bounds: Bounds | None
    ) -> None:
        self.file_name, self.layer = file_name, layer
        self.crs: Crs | None = parse_crs(crs) if crs else None
        self.said = self.crs is not None
        checked = bounds is not None and layer.record not in WANTED
        self.bounds = bounds.padded(MARGIN_M) if bounds is not None and checked else None
        self.swapped: bool | None = None
        self.notes: list[str] = []

    def begin_sheet(self, declared: str | None) -> None:
        """Take the CRS a map file declares, unless the caller said another."""
        if not self.said:
            self.crs = parse_crs(declared) if declared else None

    def place_shapes(self, cells: list[Cell]) -> Placed:
        """Place rows by their geometries."""
        read = read_shapes(cells, self.layer)
        given = np.isfinite(read.x)
        crs = self.crs or WGS84
        if not self.said and given.any():
            self._require_degrees(read.x[given], read.y[given], crs)
        shapes = read.in_wgs84(crs)
        points = shapely.get_type_id(shapes.geometries) == shapely.GeometryType.POINT
        blobs = shapely.to_wkb(shapes.geometries, output_dimension=2, flavor="iso")
        placed = Placed.nowhere(_written(read))
        placed.troubles |= shapes.troubles
        usable = given & ~(points & _is_zero(read.x, read.y))
        for i in np.flatnonzero(given & ~usable):
            self._leave(placed, int(i), 0.0, 0.0)
        x, y = from_wgs84(shapes.x, shapes.y, crs)
        for i in np.flatnonzero(usable):
            if np.isfinite(shapes.x[i]):
                at, blob = (float(shapes.x[i]), float(shapes.y[i])), None if points[i] else blobs[i]
                placed.positions[i] = Position(
                    *at, blob, float(x[i]), float(y[i]), crs.code, "geometry"
                )
            else:
                self._leave_off_the_globe(placed, int(i), (float(read.x[i]), float(read.y[i])), crs)
        self._leave_outside(placed, shapes.x, shapes.y)
        return placed

    def place_numbers(self, xs: list[Cell], ys: list[Cell]) -> Placed:
        """Place rows by two columns of coordinates."""
        numbers = [(_number(x), _number(y)) for x, y in zip(xs, ys, strict=True)]
        return self._place(numbers, list(zip(xs, ys, strict=True)))

    def place_pairs(self, cells: list[Cell]) -> Placed:
        """Place rows by one column that holds both coordinates."""
        pairs = [parse_pair(cell) if cell else (None, None) for cell in cells]
        numbers: list[Numbers] = [pair or (np.nan, np.nan) for pair in pairs]
        return self._place(numbers, [(cell,) for cell in cells])

    def _place(self, numbers: list[Numbers], cells: Sequence[tuple[Cell, ...]]) -> Placed:
        """Place rows by numbers: None for an empty cell, NaN for one that is no coordinate.

        `cells` are what the numbers were read from, to be told where they are none.
        """
        placed = Placed.nowhere([None if pair == (None, None) else pair for pair in numbers])
        x, y = np.array(numbers, dtype=np.float64).reshape(-1, 2).T
        usable = np.isfinite(x) & np.isfinite(y) & ~_is_zero(x, y)
        for gap in np.flatnonzero(~usable).tolist():
            self._leave(placed, gap, *numbers[gap], told=", ".join(filter(None, cells[gap])))
        if not usable.any():
            return placed
        crs = self._require_crs(x[usable], y[usable])
        x, y = self._ordered(x, y, usable, crs)
        lng, lat = to_wgs84(np.where(usable, x, np.nan), np.where(usable, y, np.nan), crs)
        for i in np.flatnonzero(usable):
            given = float(x[i]), float(y[i])
            if np.isfinite(lng[i]):
                at = float(lng[i]), float(lat[i])
                placed.positions[i] = Position(*at, None, *given, crs.code)
            else:
                self._leave_off_the_globe(placed, int(i), given, crs)
        self._leave_outside(placed, lng, lat)
        return placed

    def _leave(
        self, placed: Placed, i: int, x: float | None, y: float | None, *, told: str = ""
    ) -> None:
        """Leave a row without position: say why, unless it says nothing about one."""
        if x is None and y is None:
            return
        code = self.crs.code if self.crs else ""
        known = tuple(None if v is None or np.isnan(v) else v for v in (x, y))
        placed.unplaced[i] = (known[0], known[1], code)
        if x == 0 and y == 0:
            rule = "zero_coordinates"
        else:
            rule = "half_coordinates" if None in (x, y) else "not_coordinates"
        placed.troubles[i] = trouble(rule, rejects=False, found=CONTROLS.sub("", told))

    def _leave_off_the_globe(
        self, placed: Placed, i: int, given: tuple[float, float], crs: Crs
    ) -> None:
        """Leave a row whose numbers are no place in its CRS; what is nothing without is refused."""
        placed.unplaced[i] = (*given, crs.code)
        rejects = self.layer.record in NEEDED
        placed.troubles[i] = trouble(
            "off_the_globe", rejects=rejects, x=given[0], y=given[1], crs=crs.code
        )

    def _require_crs(self, x: Floats, y: Floats) -> Crs:
        """Return the CRS of the numbers; degrees nobody explained are taken as WGS84, and noted."""
        if self.crs is None:
            self._require_degrees(x, y, WGS84)
            self.crs = WGS84
            self.notes.append("note_crs_assumed")
        return self.crs

    def _require_degrees(self, x: Floats, y: Floats, crs: Crs) -> None:
        """Refuse a file whose numbers nobody explained are plainly no degrees, save a few."""
        beyond = np.maximum(np.abs(x), np.abs(y)) > DEGREES_AT_MOST
        if crs.degrees and 2 * int(beyond.sum()) > len(beyond):
            first = int(np.argmax(beyond))
            raise refusal("crs_needed", name=self.file_name, x=x[first], y=y[first])

    def _ordered(
        self, x: Floats, y: Floats, usable: NDArray[np.bool_], crs: Crs
    ) -> tuple[Floats, Floats]:
        """Swap the columns where only that makes sense: in surveying X is the northing.

        Decided once, on the first rows that have coordinates, by how many of them land in the
        sub-district (where it is known) or on land our CRS is made for.
        """
        if self.swapped is None:
            as_given = self._landing(x[usable], y[usable], crs)
            self.swapped = as_given == 0 and self._landing(y[usable], x[usable], crs) > 0
            if self.swapped:
                self.notes.append("note_swapped")
        return (y, x) if self.swapped else (x, y)

    def _landing(self, x: Floats, y: Floats, crs: Crs) -> int:
        lng, lat = to_wgs84(x, y, crs)
        target = self.bounds or _reach(crs)
        return int(target.contains(lng, lat).sum())

    def _leave_outside(self, placed: Placed, lng: Floats, lat: Floats) -> None:
        if self.bounds is None:
            return
        for i in np.flatnonzero(np.isfinite(lng) & ~self.bounds.contains(lng, lat)):
            position = placed.positions[i]
            if position is not None:
                placed.positions[i] = None
                placed.unplaced[i] = (position.x, position.y, position.crs)
                placed.troubles[int(i)] = trouble(
                    "outside_district", rejects=False, x=position.x, y=position.y
                )


def _written(shapes: Shapes) -> list[object]:
    points = shapely.get_type_id(shapes.geometries) == shapely.GeometryType.POINT
    blobs = shapely.to_wkb(shapes.geometries, output_dimension=2, flavor="iso")
    pairs = zip(shapes.x.tolist(), shapes.y.tolist(), strict=True)
    return [
        pair if is_point else blob
        for pair, blob, is_point in zip(pairs, blobs, points, strict=True)
    ]


def _is_zero(x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Tell which coordinates are both 0: how forms write 'none', and no place of ours."""
    return np.asarray((x == 0) & (y == 0))


def _number(cell: Cell) -> float | None:
    if cell is None or not cell.strip():
        return None
    number = parse_coordinate(cell)
    return np.nan if number is None else number


def _reach(crs: Crs) -> Bounds:
    """Give the extent a CRS is made for."""
    return area_of_use(crs).padded(MARGIN_M)
