"""A report as an Excel workbook: what it is on the first sheet, the records on the second."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from unicodedata import east_asian_width

import xlsxwriter

from dashboard.reports.as_text import AS_TEXT
from dashboard.reports.cells import table_headings, table_rows
from geodata.localtime import LOCAL_TIME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard.reports.cells import Cell
    from dashboard.reports.layer_report import LayerReport

Formats = dict[type[date], Any]

SHADE: Final = "#E8ECF0"
NARROWEST, WIDEST, PADDING = 8, 44, 2
ROWS_MEASURED: Final = 200
LABEL_WIDTH, TEXT_WIDTH = 14, 90
PAPER_A4: Final = 9
LONGEST_FOOTER: Final = 200
"""Letters; Excel refuses a sheet with more than 255."""


def to_xlsx(report: LayerReport) -> bytes:
    """Write the workbook; who took it away stands at the foot of each printed sheet."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {**AS_TEXT, "constant_memory": True}) as book:
        title = report.marked(report.texts.name(report.layer.name))
        created = report.made_at.astimezone(LOCAL_TIME).replace(tzinfo=None)
        book.set_properties({"title": title, "created": created})
        _write_notes(book, report)
        _write_records(book, report)
    return made.getvalue()


def _write_notes(book: Any, report: LayerReport) -> None:  # noqa: ANN401 - xlsxwriter has no types
    sheet = book.add_worksheet(report.marked(report.texts("report.about")))
    label = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, 1, TEXT_WIDTH)
    for row, note in enumerate(report.notes):
        sheet.write_string(row, 0, note.label, label)
        sheet.write_string(row, 1, note.text, text)
    sheet.set_footer(_footer(report))


def _write_records(book: Any, report: LayerReport) -> None:  # noqa: ANN401 - likewise
    sheet = book.add_worksheet(report.marked(report.texts("report.records")))
    heading = {"bold": True, "bg_color": SHADE, "bottom": 1, "text_wrap": True, "valign": "top"}
    shaded = book.add_format(heading)
    formats: Formats = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    heads = table_headings(report)
    for column, width in enumerate(_widths(heads, islice(table_rows(report), ROWS_MEASURED))):
        sheet.set_column(column, column, width)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, shaded)
    for row, cells in enumerate(table_rows(report), 1):
        for column, cell in enumerate(cells):
            _write_cell(sheet, (row, column), cell, formats)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(report.frame), len(heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(_footer(report))


def _footer(report: LayerReport) -> str:
    """Return the mark of who took it when; an ampersand begins a code there, and is doubled."""
    return "&C" + report.mark.replace("&", "&&")[:LONGEST_FOOTER]


def _write_cell(sheet: Any, place: tuple[int, int], cell: Cell, formats: Formats) -> None:  # noqa: ANN401 - likewise
    if isinstance(cell, str):
        sheet.write_string(*place, cell)
    elif isinstance(cell, datetime):
        sheet.write_datetime(*place, cell.replace(tzinfo=None), formats[datetime])
    elif isinstance(cell, date):
        sheet.write_datetime(*place, cell, formats[date])
    elif cell is not None:
        sheet.write_number(*place, cell)


def _widths(heads: list[str], rows: Iterable[list[Cell]]) -> list[int]:
    """Return column widths in characters, a Chinese one counting twice."""
    columns = zip(heads, *rows, strict=True)
    widest = (max(_width(cell) for cell in column) for column in columns)
    return [min(max(width + PADDING, NARROWEST), WIDEST) for width in widest]


def _width(cell: Cell) -> int:
    text = f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else str(cell or "")
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
