"""A report as CSV: a row that says what it is, the headings, the records."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from dashboard.reports.as_text import csv_lines
from dashboard.reports.cells import table_headings, table_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dashboard.reports.layer_report import LayerReport


def csv_blocks(parts: Iterable[LayerReport]) -> Iterator[bytes]:
    """Write the text, every cell quoted.

    Parameters
    ----------
    parts
        Of one report; each is a block, written before the next is asked for.
    """
    for place, part in enumerate(parts):
        head = [] if place else [_notes(part), table_headings(part)]
        yield csv_lines(chain(head, table_rows(part)), first=not place)


def _notes(report: LayerReport) -> list[str]:
    return [report.texts("report.note", label=n.label, text=n.text) for n in report.notes]
