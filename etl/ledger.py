"""One ledger file, read and checked: sheets → records, refused rows and what is to be said."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from etl.area_codes import AreaCodes, makes_codes
from etl.build import Builder
from etl.columns import parse_defaults
from etl.datum.file_crs import Background, FileCrs, judge_by_bounds
from etl.headings import BOTH, ROWS_LOOKED_AT, Headings, find_headings, name_columns
from etl.locate import Locator
from etl.parents import Parents
from etl.reading import Bench, Manner, Reading
from etl.reasons import note, refusal
from etl.shapes import fits
from etl.shared import SharedPositions, with_noted
from etl.sheetrows import SheetRows
from etl.sheets import CONTROLS, Block, Row, Sheet
from etl.words import plain, read_words
from geodata.catalogue import Catalogue, Field, Layer
from geodata.catalogue.model import Words
from geodata.coordinates.bounds import Bounds

if TYPE_CHECKING:
    from geodata.errors import LedgerError

HEADINGS_SHOWN = 20


def read_ledger(
    parts: Iterable[Sheet | Block],
    file_name: str,
    layer: Layer,
    catalogue: Catalogue,
    manner: Manner,
    *,
    today: date,
    bounds: Bounds | None = None,
    background: Background | None = None,
) -> Reading:
    """Read a ledger into records.

    Parameters
    ----------
    parts
        Sheets and their rows, as `etl.child.read_sheets` gives them.
    file_name
        Named where the file is refused.
    layer, catalogue
        Whose records it holds.
    today
        The local day of the import: nothing may have happened after it.
    bounds
        Of the sub-district, where it is known.
    background
        What is known of where it belongs, for telling its CRS; `bounds` alone where None.

    Raises
    ------
    LedgerError
        Where the file cannot be read as a whole. A bad row is no error: it is among `rejected`.
    """
    known = background or Background(judge_by_bounds(bounds))
    bench = Bench(
        layer,
        parse_defaults(manner.defaults, layer, today=today),
        today,
        Locator(layer, FileCrs(file_name, manner.crs, known), bounds=bounds),
        Builder(layer, catalogue),
        Reading(),
        SharedPositions(layer.shared_position),
        known.parents or Parents(layer, manner.only),
        known.codes or AreaCodes(layer),
    )
    work = _Work(file_name, bench, manner.columns)
    for part in parts:
        if isinstance(part, Sheet):
            work.begin(part)
        else:
            work.take(part)
    return work.finish()


class _Work:
    """The state of reading one file: the sheet at hand, and what all its sheets share."""

    def __init__(self, file_name: str, bench: Bench, said: Mapping[str, str]) -> None:
        self.file_name, self.bench, self.layer = file_name, bench, bench.layer
        self.said = said
        self.sheet = Sheet("")
        self.rows: SheetRows | None = None
        self.awaits_headings = False
        self.seen: list[str] = []
        self.lacking: list[LedgerError] = []
        self.sheets: list[str] = []

    def begin(self, sheet: Sheet) -> None:
        """Turn to the next sheet; one whose geometries cannot be the layer's is passed over."""
        self.sheet, self.rows = replace(sheet, name=CONTROLS.sub("", sheet.name)), None
        self.awaits_headings = fits(sheet.geometry, self.layer)
        if plain(sheet.name) in read_words().no_ledgers:  # ours, and known to hold no record
            self.awaits_headings = False
        elif not self.awaits_headings:
            self._note("sheet_left_out")
        elif sheet.geometry is not None:
            self.bench.locator.source.begin_map(sheet.crs)

    def take(self, block: Block) -> None:
        """Read the rows of a block; the first of a sheet holds its headings."""
        if self.awaits_headings:
            self.awaits_headings = False
            block = self._find_headings(block)
        if self.rows is not None:
            self.rows.read(block)

    def finish(self) -> Reading:
        """Return what was read, once every sheet has been offered.

        Raises
        ------
        LedgerError
            Where no sheet had headings we know, or all that had lacked a required column.
        """
        if not self.sheets:
            if self.lacking:
                raise self.lacking[0]
            seen = "；".join(self.seen) or "—"
            raise refusal(
                "no_headings",
                name=self.file_name,
                rows=ROWS_LOOKED_AT,
                layer=_both(self.layer.name),
                seen=seen,
                expected=_names(self.layer.fields),
            )
        self.bench.parents.require_one(self.file_name)
        source, reading = self.bench.locator.source, self.bench.reading
        reading.crs = source.crs.code if source.crs else None
        reading.located = source.to_json()
        noted = self.bench.shared.noted(reading.records)
        reading.warned = with_noted(reading.warned, noted, self.sheets)
        reading.notes += [*source.notes(), *map(note, self.bench.locator.notes)]
        reading.notes += [*self.bench.parents.notes(), *self.bench.codes.notes()]
        return reading

    def _find_headings(self, block: Block) -> Block:
        mapped = self.sheet.geometry is not None
        found = (
            name_columns(block.rows[0], self.layer, self.said)
            if mapped
            else find_headings(block.rows[:ROWS_LOOKED_AT], self.layer, self.said)
        )
        if found is None:
            self.seen.append("、".join(_filled(block.rows[:ROWS_LOOKED_AT])))
            self._note("sheet_left_out")
            return block
        missing = self._missing(found, mapped=mapped)
        if missing:
            self._leave_lacking(found, missing)
            return block
        self.rows = SheetRows(found, block.rows[: found.end], self.sheet, self.bench)
        self.sheets.append(self.sheet.name)
        self.bench.reading.rows_read += found.end
        self.bench.reading.headings += found.end
        self.bench.reading.recognised |= {c.heading: c.field for c in found.columns if c.field}
        self.bench.reading.unknown += [
            name for name in found.unknown if name not in self.bench.reading.unknown
        ]
        self._note_rivals(found)
        shapes = block.shapes[found.end :] if block.shapes is not None else None
        return Block(block.first + found.end, block.rows[found.end :], shapes, block.repeated)

    def _note_rivals(self, found: Headings) -> None:
        """Tell of columns left out since another says the same: 案发地点 behind 现住址."""
        used = {column.field: column.heading for column in found.columns if column.field}
        left = [c.heading for c in found.columns if not c.field and c.heading not in self.said]
        feeds = [(c.field, c.heading) for h in left for c in name_columns([h], self.layer).columns]
        rivals = [f"{heading}（{used[field]}）" for field, heading in feeds if field in used]
        if rivals:
            self._note("rivals", columns="、".join(rivals))

    def _missing(self, found: Headings, *, mapped: bool) -> list[Field]:
        """Give the required fields a sheet has no column for."""
        given = found.fields | set(self.bench.defaults) | makes_codes(self.layer)
        given |= self.bench.parents.default(found.fields).keys()
        if mapped or BOTH in given:
            given |= {self.layer.by_column[c].id for c in "xy" if c in self.layer.by_column}
        return [f for f in self.layer.fields if f.required and f.id not in given]

    def _leave_lacking(self, found: Headings, missing: list[Field]) -> None:
        """Pass over a sheet without a required column: it refuses the file if none is better."""
        refused = refusal(
            "missing_columns",
            name=f"{self.file_name} {self.sheet.name}".strip(),
            missing=_names(missing),
            recognised="、".join(c.heading for c in found.columns if c.field),
        )
        self.lacking.append(refused)
        self._note("sheet_lacks", missing=_names(missing))

    def _note(self, name: str, **values: object) -> None:
        self.bench.reading.notes.append(note(name, sheet=self.sheet.name, **values))


def _filled(rows: Iterable[Row]) -> list[str]:
    """Give the first texts of the first rows, to show what was found in place of headings."""
    texts = [cell for row in rows for cell in row if cell]
    return texts[:HEADINGS_SHOWN]


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _names(fields: Iterable[Field]) -> dict[str, str]:
    """Name fields in both languages."""
    names = [field.name for field in fields]
    return {"zh": "、".join(one.zh for one in names), "en": ", ".join(one.en for one in names)}
