"""A table of words as a file: a line that says what it is, the headings, the rows."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol
from unicodedata import east_asian_width

import xlsxwriter

from dashboard.reports.as_text import AS_TEXT, csv_lines
from dashboard.wording import MINUS
from geodata.controls import without_controls

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NARROWEST, WIDEST, PADDING = 8, 60, 2
SHADE: Final = "#E8ECF0"
_NUMBER: Final = re.compile(rf"{MINUS}?(0|[1-9]\d{{0,2}}(,\d{{3}})*)(\.\d+)?")
"""A number as the pages write it, and no code: 007 and 2026 stay text."""


class Table(NamedTuple):
    r"""What a file is made of.

    Attributes
    ----------
    name
        What the table is called, on the tab of its sheet: 31 letters at most, none of ``[]:*?/\``.
    about
        Line that says what it is.
    headings, rows
        Texts, as many in each row as there are headings.
    """

    name: str
    about: str
    headings: Sequence[str]
    rows: Iterable[Sequence[str]]


class WriteTable(Protocol):
    """Writes a file."""

    def __call__(self, table: Table, *, numbers: bool = False) -> bytes:
        """Return its bytes; `numbers` makes numbers of cells that are nothing else."""


def table_csv(table: Table, *, numbers: bool = False) -> bytes:
    """Write CSV, in which numbers lose what separates thousands."""
    plain = (_plain(row) for row in table.rows)
    cells = ([_value(cell) for cell in row] for row in plain) if numbers else plain
    return csv_lines(chain([[table.about], table.headings], cells))


def table_xlsx(table: Table, *, numbers: bool = False) -> bytes:
    """Write a workbook of one sheet, which has the table's name."""
    made, told = BytesIO(), [_plain(row) for row in table.rows]
    with xlsxwriter.Workbook(made, {**AS_TEXT, "constant_memory": True}) as book:
        sheet = book.add_worksheet(table.name)
        shaded = book.add_format({"bold": True, "bg_color": SHADE, "bottom": 1})
        thousands = book.add_format({"num_format": "#,##0.##"})
        whole = book.add_format({"num_format": "#,##0"})
        for column, cells in enumerate(zip(table.headings, *told, strict=True)):
            widest = max(map(_width, cells)) + PADDING
            sheet.set_column(column, column, min(max(widest, NARROWEST), WIDEST))
        sheet.write_string(0, 0, table.about)
        for column, heading in enumerate(table.headings):
            sheet.write_string(1, column, heading, shaded)
        for row, texts in enumerate(told, 2):
            for column, cell in enumerate(texts):
                value = _value(cell) if numbers else cell
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                else:
                    sheet.write_number(row, column, value, thousands if value % 1 else whole)
        sheet.freeze_panes(2, 0)
    return made.getvalue()


def _plain(row: Sequence[str]) -> list[str]:
    return [without_controls(cell) for cell in row]


def _value(cell: str) -> str | float:
    """Return the number a cell is, the cell itself for any other."""
    if not _NUMBER.fullmatch(cell):
        return cell
    number = float(cell.replace(",", "").replace(MINUS, "-"))
    return number if number % 1 else int(number)


def _width(cell: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in cell)


TABLE_FILES: Final[Mapping[str, WriteTable]] = {"xlsx": table_xlsx, "csv": table_csv}
"""How a table is written, by the ending of the file, in the order they are offered."""
