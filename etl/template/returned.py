"""The rows an import gave back, as a workbook to be mended and imported again."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby
from typing import Any

import xlsxwriter

from etl.headings import BOTH, find_headings
from etl.reasons import SHAPE, column_told
from etl.template.columns import COORDINATES, Language, read_texts
from etl.template.workbook import (
    AS_TEXT,
    ASIDE,
    EPOCH,
    HEADING,
    MOST_SHEET_NAME,
    NOT_IN_SHEET_NAMES,
    OPTIONAL,
    WIDTH,
    WRAPPED,
)
from etl.words import read_words
from geodata.catalogue import Layer

MOST_ROWS = 2_000
"""Rows of one workbook: more of them have one cause, to be mended where the ledger was made."""

FAULTY = "#FFE9A8"
REASON_WIDTH, PLACE_WIDTH = 48, 18
_IN_BRACKETS = re.compile(r"[(（\[【〔].*?[)）\]】〕]")


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row that was given back.

    Parameters
    ----------
    cells
        By heading, as they were written; empty ones left out.
    reasons
        What is wrong, by the heading of its column.
    """

    sheet: str
    row: int
    cells: Mapping[str, str]
    reasons: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Returned:
    """What a batch gave back.

    Parameters
    ----------
    total
        How many rows; `rows` are the first of them, in the order of the file.
    crs
        Code of the CRS the coordinates were read in.
    source
        Who reported all of it, where that was said for the whole file.
    """

    batch: int
    file_name: str
    total: int
    rows: Sequence[ReturnedRow] = field(default=())
    crs: str | None = None
    source: str | None = None


def returned_name(batch: int, language: Language = "zh") -> str:
    """Return the file name of what a batch gave back."""
    name: str = read_texts()[language]["returned_name"]
    return name.format(batch=batch)


def write_returned(returned: Returned, layer: Layer, language: Language = "zh") -> bytes:
    """Write the rows under the headings they had, a sheet each, with what is wrong in yellow.

    What was said of the whole file stands in it, so that nothing is asked again: the CRS behind
    the headings of the coordinates, the source in a column of its own. Every cell is text.
    """
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"created": EPOCH})
        taken: set[str] = {read_words().marks["returned"]}
        for name, rows in groupby(returned.rows, key=lambda row: row.sheet):
            sheet = book.add_worksheet(_sheet_name(name or layer.name.zh, taken))
            _write_sheet(book, sheet, list(rows), returned, layer, language)
        about = book.add_worksheet(read_words().marks["returned"])
        told = {"batch": returned.batch, "file": returned.file_name, "total": returned.total}
        for place, text in enumerate(read_texts()[language]["returned"]):
            about.write_string(place, 0, text.format(rows=len(returned.rows), **told))
    return made.getvalue()


def _sheet_name(name: str, taken: set[str]) -> str:
    bare = name.translate(NOT_IN_SHEET_NAMES)[: MOST_SHEET_NAME - 4] or "-"
    number = next(n for n in range(1, len(taken) + 2) if f"{bare}{_nth(n)}".casefold() not in taken)
    taken.add(f"{bare}{_nth(number)}".casefold())
    return f"{bare}{_nth(number)}"


def _nth(number: int) -> str:
    return "" if number == 1 else f" {number}"


def _write_sheet(
    book: Any,  # noqa: ANN401 - xlsxwriter has no types
    sheet: Any,  # noqa: ANN401 - likewise
    rows: list[ReturnedRow],
    returned: Returned,
    layer: Layer,
    language: Language,
) -> None:
    texts, marks = read_texts()[language], read_words().marks
    shaded = book.add_format(HEADING | {"bg_color": OPTIONAL})
    aside, text = book.add_format(ASIDE | WRAPPED), book.add_format({"num_format": AS_TEXT})
    faulty = book.add_format({"num_format": AS_TEXT, "bg_color": FAULTY})
    headings = _in_order(rows)
    added = _source_column(headings, returned, layer)
    heads = [marks["reason"], marks["place"], *_with_crs(headings, returned, layer), *added]
    sheet.set_column(0, 0, REASON_WIDTH, aside)
    sheet.set_column(1, 1, PLACE_WIDTH, aside)
    sheet.set_column(2, len(heads) - 1, WIDTH, text)
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, shaded)
    for at, row in enumerate(rows, 1):
        said = [
            texts["said"].format(column=column_told(c, language), reason=r) for c, r in row.reasons
        ]
        where = texts["row"].format(row=row.row)
        sheet.write_string(at, 0, texts["between"].join(said), aside)
        sheet.write_string(at, 1, f"{row.sheet} {where}".strip(), aside)
        reasons = dict(row.reasons)
        for place, heading in enumerate(headings, 2):
            cell = row.cells.get(heading, "")
            sheet.write_string(at, place, cell, faulty if heading in reasons else text)
            if heading in reasons:
                sheet.write_comment(at, place, reasons[heading], {"author": ""})
        for place, value in enumerate(added.values(), 2 + len(headings)):
            sheet.write_string(at, place, value, text)
    sheet.freeze_panes(1, 2)


def _in_order(rows: Iterable[ReturnedRow]) -> list[str]:
    """Put the headings of all rows in the order of the file; each row lacks its empty ones."""
    order: list[str] = []
    for row in rows:
        place = 0
        for heading in row.cells:
            if heading in order:
                place = order.index(heading) + 1
            else:
                order.insert(place, heading)
                place += 1
    known = set(order)
    missing = (c for row in rows for c, _ in row.reasons if c not in {*known, SHAPE})
    return [*order, *dict.fromkeys(missing)]


def _source_column(headings: list[str], returned: Returned, layer: Layer) -> dict[str, str]:
    """Give the source of the whole file a column, where the layer has one and the rows do not."""
    source = layer.by_column.get("source")
    if source is None or returned.source is None or source.id in _fields(headings, layer).values():
        return {}
    return {source.name.zh: returned.source}


def _with_crs(headings: list[str], returned: Returned, layer: Layer) -> list[str]:
    """Write the CRS behind the headings of the coordinates, where they are still found so."""
    coordinates = {BOTH, *(layer.by_column[c].id for c in COORDINATES if c in layer.by_column)}
    fields = _fields(headings, layer)
    named = []
    for heading in headings:
        field_id = fields.get(heading)
        told = f"{_IN_BRACKETS.sub('', heading)}（{returned.crs}）"
        holds = field_id in coordinates and returned.crs is not None
        named.append(told if holds and _fields([told], layer).get(told) == field_id else heading)
    return named


def _fields(headings: list[str], layer: Layer) -> dict[str, str]:
    """Map the headings the import knows to the fields they feed."""
    found = find_headings([list[str | None](headings)], layer)
    return {c.heading: c.field for c in found.columns if c.field} if found else {}
