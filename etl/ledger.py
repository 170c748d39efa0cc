"""One ledger file, read and checked: sheets → records, refused rows and what is to be said."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from etl.build import Builder
from etl.cells import Trouble
from etl.checks import check
from etl.child import read_sheets
from etl.columns import ColumnReader, Columns, parse_defaults
from etl.headings import BOTH, ROWS_LOOKED_AT, Headings, find_headings, name_columns
from etl.limits import Limits
from etl.locate import Locator, Placed
from etl.reasons import line, refusal
from etl.rows import RowKinds
from etl.shapes import fits
from etl.sheets import Block, Cell, Row, Sheet
from geodata.bounds import Bounds
from geodata.catalogue import Catalogue, Layer
from geodata.records import NotedRow, Problem, Record

HEADINGS_SHOWN = 20
SHAPE = "shape"
"""Stands for the geometry where a trouble is with it; its name for people is in the text file."""


@dataclass(slots=True)
class Reading:
    """What was read from a file.

    Parameters
    ----------
    records, rejected, warned
        As in `geodata.records.BatchPlan`.
    rows_read, headings, blank, totals
        Rows of the sheets that were read, and those that are no records.
    crs
        Code of the CRS the coordinates were read in; None where the file has none.
    recognised
        Heading → field id, of the columns that are stored.
    unknown
        Headings of the columns that are not stored.
    notes
        Lines to be shown: what was assumed, swapped or left out.
    """

    records: list[Record] = field(default_factory=list)
    rejected: list[NotedRow] = field(default_factory=list)
    warned: list[NotedRow] = field(default_factory=list)
    rows_read: int = 0
    headings: int = 0
    blank: int = 0
    totals: int = 0
    crs: str | None = None
    recognised: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a ledger is to be read, as far as it does not say so itself.

    Parameters
    ----------
    crs
        Name of the CRS of its coordinates, as `geodata.crs.parse_crs` reads it.
    sheet
        The sheet or map layer wanted.
    defaults
        Values as text by field id, for fields the ledger has no column for.
    """

    crs: str | None = None
    sheet: str | None = None
    defaults: dict[str, str] = field(default_factory=dict)


def read_ledger(
    path: Path,
    layer: Layer,
    catalogue: Catalogue,
    manner: Manner,
    *,
    today: date,
    bounds: Bounds | None = None,
    limits: Limits,
) -> Reading:
    """Read a ledger file into records.

    Parameters
    ----------
    path
        The file; it is opened in a child process only.
    layer, catalogue
        Whose records it holds.
    today
        The local day of the import: nothing may have happened after it.
    bounds
        Of the sub-district, where it is known.

    Raises
    ------
    LedgerError
        Where the file cannot be read as a whole. A bad row is no error: it is among `rejected`.
    """
    work = _Work(path.name, layer, catalogue, manner, today, bounds)
    for part in read_sheets(path, limits, manner.sheet):
        if isinstance(part, Sheet):
            work.begin(part)
        else:
            work.take(part)
    return work.finish()


class _Work:
    """The state of reading one file: the sheet at hand, and what all its sheets share."""

    def __init__(
        self,
        file_name: str,
        layer: Layer,
        catalogue: Catalogue,
        manner: Manner,
        today: date,
        bounds: Bounds | None,
    ) -> None:
        self.file_name, self.layer, self.today = file_name, layer, today
        self.defaults = parse_defaults(manner.defaults, layer, today=today)
        self.locator = Locator(file_name, layer, crs=manner.crs, bounds=bounds)
        self.builder = Builder(layer, catalogue)
        self.reading = Reading()
        self.sheet = Sheet("")
        self.rows: _SheetRows | None = None
        self.awaits_headings = False
        self.seen: list[str] = []
        self.sheets_read = 0

    def begin(self, sheet: Sheet) -> None:
        """Turn to the next sheet; one whose geometries cannot be the layer's is passed over."""
        self.sheet, self.rows = sheet, None
        self.awaits_headings = fits(sheet.geometry, self.layer)
        if not self.awaits_headings:
            self._leave_out(sheet)
        elif sheet.geometry is not None:
            self.locator.begin_sheet(sheet.crs)

    def take(self, block: Block) -> None:
        """Read the rows of a block; the first of a sheet holds its headings."""
        if self.awaits_headings:
            self.awaits_headings = False
            block = self._find_headings(block)
        if self.rows is not None:
            self.rows.read(block, self)

    def finish(self) -> Reading:
        """Return what was read, once every sheet has been offered.

        Raises
        ------
        LedgerError
            Where no sheet had headings we know.
        """
        if self.sheets_read == 0:
            seen = "；".join(self.seen) or "—"
            names = "、".join(found.name.zh for found in self.layer.fields)
            raise refusal(
                "no_headings",
                name=self.file_name,
                rows=ROWS_LOOKED_AT,
                layer=self.layer.name.zh,
                seen=seen,
                expected=names,
            )
        self.reading.crs = self.locator.crs.code if self.locator.crs else None
        self.reading.notes += [line(note) for note in self.locator.notes]
        return self.reading

    def _find_headings(self, block: Block) -> Block:
        mapped = self.sheet.geometry is not None
        found = (
            name_columns(block.rows[0], self.layer)
            if mapped
            else find_headings(block.rows[:ROWS_LOOKED_AT], self.layer)
        )
        if found is None:
            self.seen.append("、".join(_filled(block.rows[:ROWS_LOOKED_AT])))
            self._leave_out(self.sheet)
            return block
        self._require_columns(found, mapped=mapped)
        self.rows = _SheetRows(found, block.rows[found.row : found.end], self)
        self.sheets_read += 1
        self.reading.rows_read += found.end
        self.reading.headings += found.end
        self.reading.recognised |= {c.heading: c.field for c in found.columns if c.field}
        self.reading.unknown += [name for name in found.unknown if name not in self.reading.unknown]
        shapes = block.shapes[found.end :] if block.shapes is not None else None
        return Block(block.first + found.end, block.rows[found.end :], shapes)

    def _require_columns(self, found: Headings, *, mapped: bool) -> None:
        given = found.fields | set(self.defaults)
        if mapped or BOTH in given:
            given |= {self.layer.by_column[c].id for c in "xy" if c in self.layer.by_column}
        missing = [f.name.zh for f in self.layer.fields if f.required and f.id not in given]
        if missing:
            raise refusal(
                "missing_columns",
                name=f"{self.file_name} {self.sheet.name}".strip(),
                missing="、".join(missing),
                recognised="、".join(c.heading for c in found.columns if c.field),
            )

    def _leave_out(self, sheet: Sheet) -> None:
        self.reading.notes.append(line("note_sheet_left_out", sheet=sheet.name))


class _SheetRows:
    """Reads the rows below the headings of one sheet."""

    def __init__(self, headings: Headings, heading_rows: list[Row], work: _Work) -> None:
        self.sheet = work.sheet.name
        self.kinds = RowKinds(headings, heading_rows)
        self.columns = ColumnReader(work.layer, headings, work.defaults, today=work.today)
        self.named = {SHAPE: line("shape")} | {c.field: c.heading for c in headings.columns if c.field}
        self.cells = [(c.index, c.heading) for c in headings.columns if c.field]
        self.is_map = work.sheet.geometry is not None

    def read(self, block: Block, work: _Work) -> None:
        """Read a block: sort out what is no record, parse, place, check, build."""
        chosen = [i for i, row in enumerate(block.rows) if self._is_record(row, block, i)]
        rows = [block.rows[i] for i in chosen]
        shapes = [block.shapes[i] for i in chosen] if block.shapes is not None else None
        columns = self.columns.read(rows)
        placed = self._place(columns, shapes, len(rows), work)
        check(columns, work.layer)
        places = [(self.sheet, block.first + i) for i in chosen]
        built = list(work.builder.build(columns, placed, places))
        reading = work.reading
        reading.records += [record for record in built if record is not None]
        for place, troubles in sorted(columns.troubles.items()):
            noted = self._noted(rows[place], places[place], troubles)
            (reading.rejected if built[place] is None else reading.warned).append(noted)
        reading.rows_read += len(block.rows)
        for kind in ("headings", "blank", "totals"):
            setattr(reading, kind, getattr(reading, kind) + self.kinds.counts.pop(kind, 0))

    def _is_record(self, row: Row, block: Block, place: int) -> bool:
        """Tell a record from other rows; on a map every feature is one, unless it is empty."""
        if block.shapes is not None and block.shapes[place] is not None:
            return True
        return self.kinds.is_record(row)

    def _place(
        self, columns: Columns, shapes: list[Cell] | None, count: int, work: _Work
    ) -> Placed:
        raw, heading = columns.raw, SHAPE
        if shapes is not None and (any(shapes) or "x" not in raw):
            placed = work.locator.place_shapes(shapes)
        elif "x" in raw and "y" in raw:
            placed = work.locator.place_numbers(raw["x"], raw["y"])
            heading = work.layer.by_column["x"].id
        elif BOTH in raw:
            placed, heading = work.locator.place_pairs(raw[BOTH]), BOTH
        else:
            placed = Placed([None] * count, [None] * count)
        for place, found in placed.troubles.items():
            columns.add(place, heading, found)
        return placed

    def _noted(
        self, row: Row, place: tuple[str, int], troubles: list[tuple[str, Trouble]]
    ) -> NotedRow:
        problems = tuple(
            Problem(self.named.get(field_id, field_id), found.rule, found.reason)
            for field_id, found in troubles
        )
        cells: dict[str, str] = {
            heading: cell for i, heading in self.cells if i < len(row) and (cell := row[i])
        }
        return NotedRow(place[0], place[1], cells, problems)


def _filled(rows: Iterable[Row]) -> list[str]:
    """Give the first texts of the first rows, to show what was found in place of headings."""
    texts: list[Any] = [cell for row in rows for cell in row if cell]
    return texts[:HEADINGS_SHOWN]
