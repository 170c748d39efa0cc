"""A layer cut into tiles: the records of a piece of the map, or what is painted of too many.

Tiles are those of OGC 17-083r2's WebMercatorQuad: tile (0, 0) of a zoom is the north-western one,
and there are 2^z each way. Placed records stand in the order of their Morton code (Morton 1966, IBM
Ottawa), x and y interleaved bit by bit, so that the records of a tile are one slice of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.columns import NO_VALUE, Bools, Columns
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.mercator import metres_per_unit, to_world

DEEPEST: Final = 19
"""The nearest zoom of a tile."""

MOST_RECORDS: Final = 3_000
"""Records that travel one by one in a tile; of more it tells where there are any."""

MOST_SQUARES: Final = 110
"""Squares each way that one tile may be counted by."""

GRID: Final = 256
"""Cells each way of a tile that tells where records are: two pixels each, drawn at 512."""

_BITS: Final = 16  # of x and of y in a code: one cell of zoom 16
_WORLD_BITS: Final = 32
_SPREAD: Final = ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555))

Arrays = dict[str, NDArray[Any]]
Rows = NDArray[np.intp]


class Tile(NamedTuple):
    """A piece of the map: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int

    @property
    def side(self) -> int:
        """World units each way."""
        return 1 << (_WORLD_BITS - self.z)

    def exists(self) -> bool:
        """Say whether there is such a tile."""
        ends = 1 << max(self.z, 0)
        return 0 <= self.z <= DEEPEST and 0 <= self.x < ends and 0 <= self.y < ends


@dataclass(frozen=True, slots=True)
class Ordered:
    """The placed records of a layer in the order of their Morton codes; arrays of one length.

    Parameters
    ----------
    columns
        All records, as they were.
    order
        intp, rows of `columns`.
    codes
        uint32, ascending.
    x, y
        uint32 world coordinates.
    looks
        uint16: grade times two, and one more where the status is closed.
    closed
        A closed status, `NO_VALUE` where the layer has none.
    """

    columns: Columns
    order: Rows
    codes: NDArray[np.uint32]
    x: NDArray[np.uint32]
    y: NDArray[np.uint32]
    looks: NDArray[np.uint16]
    closed: int


def in_order(columns: Columns, closed: Collection[int]) -> Ordered:
    """Put the placed records in order; `closed` are the indices of closed statuses."""
    rows = np.flatnonzero(columns.placed)
    codes = morton(columns.x[rows], columns.y[rows])
    by_code = np.argsort(codes, kind="stable")
    rows = rows[by_code]
    is_closed = np.zeros(NO_VALUE + 1, dtype=np.uint16)
    is_closed[list(closed)] = 1
    looks = columns.grades[rows].astype(np.uint16) * 2 + is_closed[columns.statuses[rows]]
    x, y = columns.x[rows], columns.y[rows]
    return Ordered(columns, rows, codes[by_code], x, y, looks, min(closed, default=NO_VALUE))


def morton(x: NDArray[np.uint32], y: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Interleave the upper 16 bits of world coordinates, those of y first."""
    return _spread(x >> np.uint32(_BITS)) | _spread(y >> np.uint32(_BITS)) << np.uint32(1)


def rows_in(ordered: Ordered, tile: Tile, chosen: Bools) -> Rows:
    """Return the places of a tile's chosen records in the order.

    Parameters
    ----------
    chosen
        For each record in the order whether it is chosen.
    """
    first, last = _codes_of(tile)
    start = int(np.searchsorted(ordered.codes, np.uint32(first)))
    stop = int(np.searchsorted(ordered.codes, np.uint32(last), side="right"))
    rows = np.flatnonzero(chosen[start:stop]) + start
    if tile.z <= _BITS:
        return rows
    shift = np.uint32(_WORLD_BITS - tile.z)
    here = (ordered.x[rows] >> shift == tile.x) & (ordered.y[rows] >> shift == tile.y)
    return np.asarray(rows[here])


def cut(
    ordered: Ordered,
    tile: Tile,
    chosen: Bools,
    *,
    side: float | None = None,
    apart: Collection[int] | None = None,
    most: int = MOST_RECORDS,
) -> tuple[dict[str, object], Arrays]:
    """Cut a tile out of a layer.

    Parameters
    ----------
    chosen
        For each record in the order whether it is chosen.
    side
        World units of a square all chosen records are counted by; None for no counts. Squares are
        fixed to the map's north-western corner and go on beyond the tile, which has only its own.
    apart
        Grades of the records that are told one by one; None for all.
    most
        Records beyond which only those cells are told that hold any.

    Returns
    -------
    header
        ``count``, and where there are too many records ``looks``: (grade, status) of each bitmap.
    arrays
        Of squares ``square_column``, ``square_row`` and ``square_count``. Of records ``number``,
        ``x``, ``y``, ``classes``, ``grades``, ``statuses``; else ``bits``: a bitmap of `GRID` by
        `GRID` cells for each look, row by row from the north, the lowest bit first.
    """
    rows = rows_in(ordered, tile, chosen)
    header: dict[str, object] = {"count": len(rows)}
    arrays = {} if side is None else _squares(ordered, rows, side)
    if apart is not None:
        kept = np.zeros(NO_VALUE + 1, dtype=np.bool_)
        kept[list(apart)] = True
        rows = rows[kept[ordered.looks[rows] >> 1]]
    if len(rows) <= most:
        return header, arrays | _records(ordered, rows)
    looks, bits = _bitmaps(ordered, rows, tile)
    return header | {"looks": looks}, arrays | {"bits": bits}


def square_side(side_m: float, extent: Bounds) -> float:
    """Return the world units of a square as the map counts by: a metre is that of the middle."""
    _, middle = to_world((extent.west + extent.east) / 2, (extent.south + extent.north) / 2)
    return side_m / metres_per_unit(float(middle))


def _spread(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    for step, kept in _SPREAD:
        values = (values | values << np.uint32(step)) & np.uint32(kept)
    return values


def _codes_of(tile: Tile) -> tuple[int, int]:
    """Return the first and last code of the cells a tile is made of, or of the one it lies in."""
    z = min(tile.z, _BITS)
    corner = np.array([[tile.x], [tile.y]], dtype=np.uint32) >> np.uint32(tile.z - z)
    west, north = corner << np.uint32(_WORLD_BITS - z) if z else corner
    first = int(morton(west, north)[0])
    return first, first + (1 << 2 * (_BITS - z)) - 1


def _squares(ordered: Ordered, rows: Rows, side: float) -> Arrays:
    column = np.floor_divide(ordered.x[rows], side).astype(np.int64)
    row = np.floor_divide(ordered.y[rows], side).astype(np.int64)
    west, north = column.min(initial=2**32), row.min(initial=2**32)
    wide = int(column.max(initial=west) - west) + 1
    counts = np.bincount((row - north) * wide + column - west)
    held = np.flatnonzero(counts)
    return {
        "square_column": (west + held % wide).astype(np.uint32),
        "square_row": (north + held // wide).astype(np.uint32),
        "square_count": counts[held].astype(np.uint32),
    }


def _records(ordered: Ordered, rows: Rows) -> Arrays:
    columns, at = ordered.columns, ordered.order[rows]
    return {
        "number": columns.number[at],
        "x": ordered.x[rows],
        "y": ordered.y[rows],
        "classes": columns.classes[at],
        "grades": columns.grades[at],
        "statuses": columns.statuses[at],
    }


def _bitmaps(ordered: Ordered, rows: Rows, tile: Tile) -> tuple[list[list[int]], NDArray[np.uint8]]:
    together = rows[-1] - rows[0] == len(rows) - 1  # all of a far tile: nothing need be gathered
    at: slice | Rows = slice(rows[0], rows[-1] + 1) if together else rows
    looks = ordered.looks[at]
    found = np.flatnonzero(np.bincount(looks))
    bits = np.uint32((GRID - 1).bit_length())
    first_cell = np.zeros(found[-1] + 1, dtype=np.uint32)
    first_cell[found] = np.arange(len(found), dtype=np.uint32) << 2 * bits
    shift, inside = np.uint32(_WORLD_BITS - tile.z) - bits, np.uint32(GRID - 1)
    cell = first_cell[looks]
    cell |= (ordered.y[at] >> shift & inside) << bits
    cell |= ordered.x[at] >> shift & inside
    held = np.zeros(len(found) * GRID * GRID, dtype=np.bool_)
    held[cell] = True
    told = [[int(look) >> 1, ordered.closed if look & 1 else NO_VALUE] for look in found]
    return told, np.packbits(held, bitorder="little")
