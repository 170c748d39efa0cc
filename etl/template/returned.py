"""The rows an import gave back, as a workbook to be mended and imported again."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
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

MOST_ROWS = 1_048_575
"""Rows of one sheet below its headings; further ones stand on a sheet of their own."""

MOST_COMMENTS = 2_000
"""So many rows have their reasons in comments too: these are held in memory until the end."""

FAULTY = "#FFE9A8"
REASON_WIDTH, PLACE_WIDTH = 48, 18
_IN_BRACKETS = re.compile(r"[(（\[【〔].*?[)）\]】〕]")


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row that was given back.

    Parameters
    ----------
    cells
        By heading, as they were written; earlier imports left the empty ones out.
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
    rows
        Reads them, each time anew, in the order of the file.
    crs
        Code of the CRS the coordinates were read in.
    source
        Who reported all of it, where that was said for the whole file.
    columns
        Field id by heading, where a person said what a column feeds.
    """

    batch: int
    file_name: str
    rows: Callable[[], Iterable[ReturnedRow]]
    crs: str | None = None
    source: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


def returned_name(batch: int, layer: Layer, language: Language = "zh") -> str:
    """Return the file name of what a batch gave back; it names the layer, to be known by."""
    name: str = read_texts()[language]["returned_name"]
    return name.format(batch=batch, layer=layer.name.zh.translate(NOT_IN_SHEET_NAMES))


def write_returned(
    returned: Returned, layer: Layer, language: Language = "zh", *, folder: Path | None = None
) -> bytes:
    """Write every row under the headings it had, with what is wrong in yellow.

    A sheet for each of the ledger's, or several where one does not take all of its rows. What was
    said of the whole file stands in it, so that nothing is asked again: the CRS behind the headings
    of the coordinates, the source in a column of its own, the name of its field in place of a
    heading that nobody knew. Every cell is text. The rows are read
    twice, one at a time: first what headings they have, then they are written.

    Parameters
    ----------
    folder
        Where rows stand in the clear until all are written; the system's own where None.
    """
    made, orders = BytesIO(), _orders(returned.rows())
    options = {"constant_memory": True, "tmpdir": None if folder is None else str(folder)}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"created": EPOCH})
        writing = _Writing(book, returned, layer, language, orders)
        for row in returned.rows():
            writing.add(row)
        about = book.add_worksheet(read_words().marks["returned"])
        told = {"batch": returned.batch, "file": returned.file_name, "total": writing.rows}
        for place, text in enumerate(read_texts()[language]["returned"]):
            about.write_string(place, 0, text.format(**told))
    return made.getvalue()


class _Writing:
    """A workbook on its way, row by row."""

    def __init__(
        self,
        book: Any,  # noqa: ANN401 - xlsxwriter has no types
        returned: Returned,
        layer: Layer,
        language: Language,
        orders: Mapping[str, list[str]],
    ) -> None:
        self.book, self.returned, self.layer, self.orders = book, returned, layer, orders
        self.language: Language = language
        self.texts = read_texts()[language]
        self.taken: set[str] = {read_words().marks["returned"]}
        self.shaded = book.add_format(HEADING | {"bg_color": OPTIONAL})
        self.aside = book.add_format(ASIDE | WRAPPED)
        self.text = book.add_format({"num_format": AS_TEXT})
        self.faulty = book.add_format({"num_format": AS_TEXT, "bg_color": FAULTY})
        self.name: str | None = None
        self.sheet: Any = None
        self.added: dict[str, str] = {}
        self.rows = self.at = 0

    def add(self, row: ReturnedRow) -> None:
        """Write a row, on a new sheet where its own begins or is full."""
        if row.sheet != self.name or self.at == MOST_ROWS:
            self._begin(row.sheet)
        self.rows, self.at = self.rows + 1, self.at + 1
        between, said = self.texts["between"], self.texts["said"]
        told = [
            said.format(column=column_told(column, self.language), reason=reason)
            for column, reason in row.reasons
        ]
        where = self.texts["row"].format(row=row.row)
        self.sheet.write_string(self.at, 0, between.join(told), self.aside)
        self.sheet.write_string(self.at, 1, f"{row.sheet} {where}".strip(), self.aside)
        self._write_cells(row)

    def _write_cells(self, row: ReturnedRow) -> None:
        headings, reasons = self.orders[row.sheet], dict(row.reasons)
        for place, heading in enumerate(headings, 2):
            cell, is_faulty = row.cells.get(heading, ""), heading in reasons
            self.sheet.write_string(self.at, place, cell, self.faulty if is_faulty else self.text)
            if is_faulty and self.rows <= MOST_COMMENTS:
                self.sheet.write_comment(self.at, place, reasons[heading], {"author": ""})
        for place, value in enumerate(self.added.values(), 2 + len(headings)):
            self.sheet.write_string(self.at, place, value, self.text)

    def _begin(self, name: str) -> None:
        """Turn to a new sheet and write its headings."""
        self.name, self.at = name, 0
        sheet = self.book.add_worksheet(_sheet_name(name or self.layer.name.zh, self.taken))
        self.sheet, headings, marks = sheet, self.orders[name], read_words().marks
        self.added = _source_column(headings, self.returned, self.layer)
        known = _as_said(headings, self.returned.columns, self.layer)
        named = [*_with_crs(known, self.returned, self.layer), *self.added]
        sheet.set_column(0, 0, REASON_WIDTH, self.aside)
        sheet.set_column(1, 1, PLACE_WIDTH, self.aside)
        sheet.set_column(2, len(named) + 1, WIDTH, self.text)
        sheet.freeze_panes(1, 2)
        for place, head in enumerate([marks["reason"], marks["place"], *named]):
            sheet.write_string(0, place, head, self.shaded)


def _sheet_name(name: str, taken: set[str]) -> str:
    bare = name.translate(NOT_IN_SHEET_NAMES)[: MOST_SHEET_NAME - 4] or "-"
    number = next(n for n in range(1, len(taken) + 2) if f"{bare}{_nth(n)}".casefold() not in taken)
    taken.add(f"{bare}{_nth(number)}".casefold())
    return f"{bare}{_nth(number)}"


def _nth(number: int) -> str:
    return "" if number == 1 else f" {number}"


def _orders(rows: Iterable[ReturnedRow]) -> dict[str, list[str]]:
    """Put the headings of each sheet in the order of the file; each row lacks its empty ones."""
    orders: dict[str, list[str]] = {}
    missing: dict[str, dict[str, None]] = {}
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        order = orders.setdefault(row.sheet, [])
        missing.setdefault(row.sheet, {}).update(dict.fromkeys(c for c, _ in row.reasons))
        if (row.sheet, *row.cells) not in seen:
            seen.add((row.sheet, *row.cells))
            _take_in(order, row.cells)
    for sheet, order in orders.items():
        order += [c for c in missing[sheet] if c != SHAPE and c not in order]
    return orders


def _take_in(order: list[str], cells: Iterable[str]) -> None:
    place = 0
    for heading in cells:
        if heading in order:
            place = order.index(heading) + 1
        else:
            order.insert(place, heading)
            place += 1


def _source_column(headings: list[str], returned: Returned, layer: Layer) -> dict[str, str]:
    """Give the source of the whole file a column, where the layer has one and the rows do not."""
    source = layer.by_column.get("source")
    if source is None or returned.source is None or source.id in _fields(headings, layer).values():
        return {}
    return {source.name.zh: returned.source}


def _as_said(headings: list[str], said: Mapping[str, str], layer: Layer) -> list[str]:
    """Name columns by the field they were said to feed, unless another one is called so."""
    names = {field.id: field.name.zh for field in layer.fields}
    names[BOTH] = min(read_words().both_coordinates)
    named = (names.get(said.get(heading, ""), heading) for heading in headings)
    return [old if new in headings else new for old, new in zip(headings, named, strict=True)]


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
