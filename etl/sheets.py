"""What a reader hands over: sheets of numbered rows, every cell a text; and its form on the pipe.

A number is written without needless digits (``13812345678``, ``113.57``), one that has lost digits
in scientific notation, a date as ``2024-03-05``, a time of day after a blank. So a cell means the
same from every format, and a row has one content.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

Cell = str | None
Row = list[Cell]

ROWS_PER_BLOCK = 5_000
CELLS_PER_BLOCK = 200_000
CHARACTERS_PER_BLOCK = 1 << 22
"""A small file may hold one long text and name it in every cell; whoever reads a block holds it."""

MIDNIGHT = datetime(2000, 1, 1)  # noqa: DTZ001 - of any day: only the time of day is used
HALF_SECOND_US = 500_000
EXACT_BELOW = 1e15
"""A spreadsheet keeps fifteen digits: a longer number is another one than was typed."""
BAD_SHAPE = "!"
"""Stands for a geometry that is there and cannot be used (an open ring, too few points)."""

NO_SHAPES = "none"
"""Stands for the kind of geometry of a mere table in a map file, such as stored drawing styles."""

CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Characters nobody sees or no file of ours may hold."""

PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""Characters without a meaning of their own: only the font of the office that wrote them has it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The beginning of a sheet or of a map layer.

    Parameters
    ----------
    name
        As the file calls it; empty for formats without sheets.
    geometry
        ``point``, ``line``, ``polygon`` or ``mixed`` for map files, None for tables; `NO_SHAPES`
        for a table that stands beside maps and was not asked for.
    crs
        The CRS the file declares, as it spells it.
    encoding
        Of its text, for formats that leave it open.
    from_1904
        Whether a bare number of days counts from 1904, as in workbooks of older Macs.
    """

    name: str
    geometry: str | None = None
    crs: str | None = None
    encoding: str | None = None
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive rows of the sheet last begun.

    Parameters
    ----------
    first
        Number of the first row, from 1; the property names of a map file are row 0.
    rows
        Cells from the left; rows may differ in length.
    shapes
        For map files one a row: WKB as hex, None for no geometry, `BAD_SHAPE` for a bad one.
    repeated
        Row numbers and columns (from 0) of cells that only continue a merged one above.
    """

    first: int
    rows: list[Row]
    shapes: list[Cell] | None = None
    repeated: list[list[int]] = field(default_factory=list)


def to_text(cell: object) -> Cell:
    """Write a cell as text; None for an empty one."""
    if cell is None or isinstance(cell, str):
        return cell or None
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, bool | int):
        return str(cell).upper()
    if isinstance(cell, date | time | timedelta):
        return _moment(cell)
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, list | dict) else str(cell)


def _moment(cell: date | time | timedelta) -> str:
    if isinstance(cell, datetime):
        whole = _to_seconds(cell)
        # a spreadsheet keeps a plain date as its midnight
        return whole.date().isoformat() if whole.time() == time() else whole.isoformat(" ")
    if isinstance(cell, timedelta):
        return _to_seconds(MIDNIGHT + cell).time().isoformat() if cell.days >= 0 else str(cell)
    if isinstance(cell, time):
        return _to_seconds(datetime.combine(MIDNIGHT, cell)).time().isoformat()
    return cell.isoformat()


def _to_seconds(moment: datetime) -> datetime:
    """Round: computed by a spreadsheet, 08:00 may be 07:59:59.999."""
    up = moment.microsecond >= HALF_SECOND_US
    return moment.replace(microsecond=0) + timedelta(seconds=up)


def _number(cell: float) -> Cell:
    if cell != cell:  # noqa: PLR0124 - NaN, how map files write 'none'
        return None
    if abs(cell) >= EXACT_BELOW:
        return f"{cell:.14E}"
    return str(int(cell)) if cell.is_integer() else repr(cell)


def in_blocks(rows: Iterable[Row], first: int = 1) -> Iterator[Block]:
    """Cut rows into blocks of bounded size."""
    block: list[Row] = []
    cells = characters = 0
    for row in rows:
        block.append(row)
        cells += len(row)
        characters += sum(map(len, filter(None, row)))
        is_full = cells >= CELLS_PER_BLOCK or characters >= CHARACTERS_PER_BLOCK
        if is_full or len(block) >= ROWS_PER_BLOCK:
            yield Block(first, block)
            first, block, cells, characters = first + len(block), [], 0, 0
    if block:
        yield Block(first, block)


def to_line(part: Sheet | Block) -> str:
    """Write a part as one line of JSON, characters as they are: escaped, they take twice as long.

    A cell may hold half of a surrogate pair, which UTF-8 proper has no bytes for.
    """
    if isinstance(part, Sheet):
        return _line(["sheet", *astuple(part)])
    return _line(["rows", part.first, part.rows, part.shapes, part.repeated])


def from_line(fields: list[Any]) -> Sheet | Block:
    """Read what `to_line` wrote, once parsed; ValueError or TypeError where it is not that."""
    kind, *rest = fields
    if kind == "sheet":
        return Sheet(*rest)
    if kind == "rows":
        return Block(*rest)
    raise ValueError(kind)


_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
