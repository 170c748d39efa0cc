"""Where the rows of a ledger are: numbers or geometries in some CRS → positions in WGS84.

Numbers that cannot be a position leave the row without one, with a warning and the numbers kept;
only a broken geometry refuses a row. What is decided once for a file (a CRS nobody said, columns
read as swapped) is noted, never silent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray

from etl.coordinates import parse_coordinate, parse_pair
from etl.datum.candidates import MARGIN_M, are_degrees
from etl.datum.file_crs import FileCrs, WordsAt
from etl.datum.surroundings import CORNER, RowWords
from etl.reasons import refusal
from etl.shapes import NEEDED, WANTED, Shapes, along_outlines, read_shapes
from etl.sheets import CONTROLS, Cell
from etl.troubles import Trouble, trouble
from geodata.catalogue import Layer
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import area_of_use, from_wgs84, to_wgs84
from geodata.coordinates.crs_names import WGS84, Crs
from geodata.coordinates.gcj02 import RECTANGLE
from geodata.records import Position

FEWEST_ROUNDED = 10
"""So many positions on hundredths of a degree are there by rounding, not by chance."""

LEAST_OF_HUNDREDTHS = 1e-6
HALF_CIRCLE = 180
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


def _say_nothing(_: int) -> RowWords:
    return RowWords()


class Locator:
    """Finds the positions of one file, block by block.

    Parameters
    ----------
    layer
        Whose records are placed.
    source
        The CRS of the file: said, or settled on the first rows.
    bounds
        Of the sub-district in degrees; None where it is not known, and nothing lies outside.
    """

    def __init__(self, layer: Layer, source: FileCrs, *, bounds: Bounds | None) -> None:
        self.layer, self.source = layer, source
        checked = bounds is not None and layer.record not in WANTED
        self.bounds = bounds.padded(MARGIN_M) if bounds is not None and checked else None
        self.swapped: bool | None = None
        self.coarse: bool | None = None
        self.notes: list[str] = []

    def place_shapes(self, cells: list[Cell], words: WordsAt = _say_nothing) -> Placed:
        """Place rows by their geometries; `words` are those of a row, by its place."""
        read = read_shapes(cells, self.layer)
        given = np.isfinite(read.x)
        crs = self.source.crs or WGS84
        told = given & ~_is_zero(read.x, read.y)
        if told.any():
            crs = self._settled_shapes(read, told, words)
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

    def place_numbers(
        self, xs: list[Cell], ys: list[Cell], words: WordsAt = _say_nothing
    ) -> Placed:
        """Place rows by two columns of coordinates."""
        numbers = [(_number(x), _number(y)) for x, y in zip(xs, ys, strict=True)]
        return self._place(numbers, list(zip(xs, ys, strict=True)), words)

    def place_pairs(self, cells: list[Cell], words: WordsAt = _say_nothing) -> Placed:
        """Place rows by one column that holds both coordinates."""
        pairs = [parse_pair(cell) if cell else (None, None) for cell in cells]
        numbers: list[Numbers] = [pair or (np.nan, np.nan) for pair in pairs]
        return self._place(numbers, [(cell,) for cell in cells], words)

    def _place(
        self, numbers: list[Numbers], cells: Sequence[tuple[Cell, ...]], words: WordsAt
    ) -> Placed:
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
        crs = self.source.settle(x, y, np.flatnonzero(usable), words)
        if crs.degrees:
            self._note_coarse(x[usable], y[usable])
        x, y = self._ordered(x, y, usable, crs)
        lng, lat = to_wgs84(np.where(usable, x, np.nan), np.where(usable, y, np.nan), crs)
        landed = usable & np.isfinite(lng)
        rows = zip(*(side[landed].tolist() for side in (lng, lat, x, y)), strict=True)
        for i, (lng_i, lat_i, x_i, y_i) in zip(np.flatnonzero(landed).tolist(), rows, strict=True):
            placed.positions[i] = Position(lng_i, lat_i, None, x_i, y_i, crs.code)
        for i in np.flatnonzero(usable & ~landed).tolist():
            self._leave_off_the_globe(placed, i, (float(x[i]), float(y[i])), crs)
        self._leave_outside(placed, lng, lat)
        return placed

    def _leave(
        self, placed: Placed, i: int, x: float | None, y: float | None, *, told: str = ""
    ) -> None:
        """Leave a row without position: say why, unless it says nothing about one."""
        if x is None and y is None:
            return
        code = self.source.crs.code if self.source.crs else ""
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

    def _settled_shapes(self, read: Shapes, given: NDArray[np.bool_], words: WordsAt) -> Crs:
        """Return the CRS of geometries.

        Areas, ground and streets are what others are held against: a CRS their file declares is
        taken, one it does not declare is asked for. Degrees of WGS84 in China are no more than a
        claim, of whatever: there is no code for GCJ-02, so files of it say WGS84 as well.
        """
        declared = self.source.declared
        if declared is not None:
            self._require_degrees(read.x[given], read.y[given], declared)
            if declared == WGS84 and RECTANGLE.contains(read.x[given], read.y[given]).any():
                self.source.doubt()
            elif self.layer.record in WANTED:
                self.source.crs = declared
        if self.layer.record != "area":
            return self.source.settle(read.x, read.y, np.flatnonzero(given), words)
        x, y = along_outlines(read.geometries[given])
        return self.source.settle(x, y, np.arange(len(x)), lambda _: CORNER)

    def _require_degrees(self, x: Floats, y: Floats, crs: Crs) -> None:
        """Refuse a file that declares degrees and whose numbers are plainly none, save a few."""
        if crs.degrees and not are_degrees(x, y):
            first = int(np.argmax(np.maximum(np.abs(x), np.abs(y))))
            raise refusal("crs_needed", name=self.source.name, x=x[first], y=y[first])

    def _note_coarse(self, x: Floats, y: Floats) -> None:
        """Tell of degrees that were all rounded to a kilometre, as a csv keeps what Excel showed.

        Decided once, on the first rows that have coordinates, where there are some.
        """
        if self.coarse is None:
            numbers = np.concatenate([x, y])
            hundredths = numbers[np.abs(numbers) <= HALF_CIRCLE] * 100
            rounded = bool(np.all(np.abs(hundredths - np.round(hundredths)) < LEAST_OF_HUNDREDTHS))
            self.coarse = rounded and len(hundredths) >= 2 * FEWEST_ROUNDED
            if self.coarse:
                self.notes.append("coarse")

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
                self.notes.append("swapped")
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
    number = parse_coordinate(cell) if cell else None
    if number is None and cell and cell.strip():
        return np.nan
    return number


def _reach(crs: Crs) -> Bounds:
    """Give the extent a CRS is made for."""
    return area_of_use(crs).padded(MARGIN_M)
