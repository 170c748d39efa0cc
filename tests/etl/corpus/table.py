"""What the makers of spreadsheets share: errors, ranges, the day they count from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from openpyxl.utils.cell import range_boundaries

Sheets = Mapping[str, Sequence[Sequence[Any]]]
"""Rows of cells, by the name of the sheet."""

Merged = Sequence[str]
"""Ranges such as ``A2:A4``."""

EXCEL_ZERO = date(1899, 12, 30)

DAYS_TO_1904 = 1_462

ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D,
          "#NUM!": 0x24, "#N/A": 0x2A}  # fmt: skip
"""Codes of [MS-XLS] 2.5.10, the same in xlsb."""


@dataclass(frozen=True)
class Formula:
    """A formula whose value is an error."""

    value: str


def counted_from_1904(sheets: Sheets) -> Sheets:
    """Move days so that a workbook that counts from 1904 means those of now."""
    moved = timedelta(days=DAYS_TO_1904)
    return {
        name: [[cell - moved if isinstance(cell, date) else cell for cell in row] for row in rows]
        for name, rows in sheets.items()
    }


def span_of(cells: str) -> tuple[int, int, int, int]:
    """Give top, left, bottom and right of a range, from 0."""
    left, top, right, bottom = range_boundaries(cells)
    assert None not in (left, top, right, bottom)
    return (top or 1) - 1, (left or 1) - 1, (bottom or 1) - 1, (right or 1) - 1
