"""Cells that stay text, whatever they hold: nothing becomes a formula, a link or a number."""

from __future__ import annotations

import csv
import re
from datetime import datetime
from io import StringIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard.reports.cells import Cell

AS_TEXT: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""Options of a workbook."""

_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""How a text begins that a spreadsheet may run (OWASP, CSV Injection), full-width forms too."""


def csv_lines(rows: Iterable[Iterable[Cell]], *, first: bool = True) -> bytes:
    """Write rows as CSV in UTF-8, every cell quoted.

    Parameters
    ----------
    first
        Whether the file begins with them: then with a mark, so that Excel knows the encoding.
    """
    made = StringIO()
    lines = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    lines.writerows(map(_text, row) for row in rows)
    return made.getvalue().encode("utf-8-sig" if first else "utf-8")


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return _disarmed(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return "" if cell is None else str(cell)


def _disarmed(text: str) -> str:
    """Put an apostrophe before what a spreadsheet could take for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text
