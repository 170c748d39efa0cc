"""A report as CSV: a row that says what it is, the headings, the records."""

from __future__ import annotations

import csv
import re
from datetime import datetime
from io import StringIO
from itertools import chain
from typing import TYPE_CHECKING, Final

from dashboard.reports.cells import table_headings, table_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dashboard.reports.cells import Cell
    from dashboard.reports.layer_report import LayerReport

_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""How a text begins that a spreadsheet may run (OWASP, CSV Injection), full-width forms too."""


def csv_blocks(parts: Iterable[LayerReport]) -> Iterator[bytes]:
    """Write the text: UTF-8 with a mark, so that Excel knows it, every cell quoted.

    Parameters
    ----------
    parts
        Of one report; each is a block, written before the next is asked for.
    """
    for place, part in enumerate(parts):
        head = [] if place else [_notes(part), table_headings(part)]
        yield _lines(chain(head, table_rows(part)), "utf-8" if place else "utf-8-sig")


def _notes(report: LayerReport) -> list[str]:
    return [report.texts("report.note", label=n.label, text=n.text) for n in report.notes]


def _lines(rows: Iterable[Iterable[Cell]], encoding: str) -> bytes:
    made = StringIO()
    lines = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    lines.writerows(map(_text, row) for row in rows)
    return made.getvalue().encode(encoding)


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return _disarmed(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return "" if cell is None else str(cell)


def _disarmed(text: str) -> str:
    """Put an apostrophe before what a spreadsheet could take for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text
