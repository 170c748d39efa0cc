"""The audit as a file: a line that says what it is, the headings, the entries, all of it text."""

from __future__ import annotations

from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Final

import xlsxwriter

from dashboard.reports.as_text import AS_TEXT, csv_lines
from geodata.controls import without_controls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

MOST_ENTRIES: Final = 100_000
"""Of one file; the newest. More are taken away day by day."""

WIDTHS: Final = (20, 16, 18, 28, 9, 18, 60)
SHADE: Final = "#E8ECF0"


def audit_csv(about: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write CSV."""
    return csv_lines(chain([[about], headings], map(_plain, rows)))


def audit_xlsx(about: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a workbook of one sheet."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {**AS_TEXT, "constant_memory": True}) as book:
        sheet = book.add_worksheet()
        shaded = book.add_format({"bold": True, "bg_color": SHADE, "bottom": 1})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, about)
        for column, heading in enumerate(headings):
            sheet.write_string(1, column, heading, shaded)
        for row, cells in enumerate(map(_plain, rows), 2):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
        sheet.freeze_panes(2, 0)
    return made.getvalue()


def _plain(row: Sequence[str]) -> list[str]:
    return [without_controls(cell) for cell in row]


AUDIT_FILES: Final[Mapping[str, Callable[[str, Sequence[str], Iterable[Sequence[str]]], bytes]]] = {
    "xlsx": audit_xlsx,
    "csv": audit_csv,
}
"""How the audit is written, by the ending of the file, in the order they are offered."""
