"""The rows of one sheet, block by block: sorted, parsed, placed, checked, built."""

from collections.abc import Sequence
from functools import partial

from etl.checks import check
from etl.columns import ColumnReader, Columns
from etl.datum.surroundings import RowWords
from etl.headings import BOTH, Headings
from etl.locate import Placed
from etl.reading import Bench
from etl.reasons import SHAPE
from etl.rows import RowKinds
from etl.sheets import CONTROLS, Block, Cell, Row, Sheet
from etl.troubles import Trouble, trouble
from etl.words import read_words, says
from geodata.records import NotedRow, Problem

FEWEST_TO_MISS = 3
"""Of columns, serial numbers left out: where there are fewer, a row may well fill one."""

SPARSE_FROM = 5
"""Records with a single cell; from so many on they may be what a ledger is made of."""

Places = list[tuple[str, int]]
"""Sheet and row number of each row."""


class SheetRows:
    """Reads the rows below the headings of one sheet into the bench's reading.

    Parameters
    ----------
    headings, heading_rows
        What the columns feed, and the rows that say so with the titles above them.
    sheet, bench
        Where the rows stand; what its file shares.
    """

    def __init__(
        self, headings: Headings, heading_rows: list[Row], sheet: Sheet, bench: Bench
    ) -> None:
        self.sheet, self.bench = sheet.name, bench
        self.kinds = RowKinds(headings, heading_rows)
        given = bench.parents.default(headings.fields) | bench.defaults
        self.columns = ColumnReader(
            bench.layer, headings, given, today=bench.today, from_1904=sheet.from_1904
        )
        self.fed = {c.index: c.field for c in headings.columns if c.field}
        self.named = {c.field: c.heading for c in headings.columns if c.field}
        # only a text can lose the marks that keep a comma within its cell
        self.width = max(map(len, heading_rows)) if sheet.encoding else None
        self.cells = [(c.index, c.heading) for c in headings.columns if c.field]
        self.all_cells = headings.each_once
        if sheet.geometry is None:
            coordinates = {
                BOTH,
                *(bench.layer.by_column[c].id for c in "xy" if c in bench.layer.by_column),
            }
            bench.locator.source.begin_table(
                c.heading for c in headings.columns if c.field in coordinates
            )

    @property
    def position_column(self) -> str:
        """The heading under which coordinates stand; `SHAPE` where the geometry says them."""
        x = self.bench.layer.by_column.get("x")
        for field_id in (x.id if x else None, BOTH):
            if field_id in self.named:
                return self.named[field_id]
        return SHAPE

    def read(self, block: Block) -> None:
        """Read a block: sort out what is no record, parse, place, check, build."""
        chosen = self._records_of(block)
        rows = block.rows if len(chosen) == len(block.rows) else [block.rows[i] for i in chosen]
        shapes = [block.shapes[i] for i in chosen] if block.shapes is not None else None
        place_of = {block.first + i: place for place, i in enumerate(chosen)}
        repeated = [(place_of[n], column) for n, column in block.repeated if n in place_of]
        columns = self.columns.read(rows, repeated)
        self._refuse_shifted(rows, columns)
        self.bench.parents.check(columns)
        self.bench.codes.fill(columns)
        places = [(self.sheet, block.first + i) for i in chosen]
        placed = self._place(columns, shapes, places)
        self.bench.parents.check_places(columns, placed)
        check(columns, placed, self.bench.layer)
        if shapes is None:
            self._tell_lone(rows, columns)
        built = self.bench.builder.build(columns, placed, places)
        self.bench.shared.add(self.sheet, self.position_column, built)
        reading = self.bench.reading
        reading.records.add([record for record in built if record is not None])
        for place, troubles in sorted(columns.troubles.items()):
            noted = self._noted(rows[place], places[place], troubles)
            (reading.rejected if built[place] is None else reading.warned).append(noted)
        reading.rows_read += len(block.rows)
        for kind in ("headings", "blank", "totals"):
            setattr(reading, kind, getattr(reading, kind) + self.kinds.counts.pop(kind, 0))

    def _refuse_shifted(self, rows: Sequence[Row], columns: Columns) -> None:
        """Refuse rows of a text with more cells than headings: which belongs where is unknown."""
        width = self.width
        if width is None or max(map(len, rows), default=0) <= width:
            return
        for place, row in enumerate(rows):
            if any(cell and says(cell) for cell in row[width:]):
                found = trouble("too_many_cells", found=len(row), expected=width)
                columns.troubles[place] = [([*self.named][-1], found)]

    def _tell_lone(self, rows: Sequence[Row], columns: Columns) -> None:
        """Warn of records with a single cell: a line of words, more likely, than a place.

        A ledger most of whose records say no more is sparse, and none of them is told.
        """
        serials = len(self.kinds.serials)
        if self.kinds.width - serials < FEWEST_TO_MISS:
            return
        most, lone = 1 + serials, []
        for place, row in enumerate(rows):
            if len(row) - row.count(None) > most:
                continue
            told = [i for i in self.fed if i < len(row) and (cell := row[i]) and says(cell)]
            refused = any(found.rejects for _, found in columns.troubles.get(place, ()))
            if len(told) == 1 and not refused:
                lone.append((place, told[0]))
        if len(lone) >= SPARSE_FROM and 2 * len(lone) > len(rows):
            return
        for place, index in lone:
            found = trouble("lone_cell", rejects=False, found=rows[place][index])
            columns.add(place, self.fed[index], found)

    def _records_of(self, block: Block) -> Sequence[int]:
        """Give the places of the rows that are records."""
        if block.shapes is None and self.kinds.are_records(block.rows):
            return range(len(block.rows))
        return [i for i, row in enumerate(block.rows) if self._is_record(row, block, i)]

    def _is_record(self, row: Row, block: Block, place: int) -> bool:
        """Tell a record from other rows; on a map every feature is one, unless it is empty."""
        if block.shapes is not None and block.shapes[place] is not None:
            return True
        return self.kinds.is_record(row)

    def _place(self, columns: Columns, shapes: list[Cell] | None, places: Places) -> Placed:
        raw, heading = columns.raw, SHAPE
        words = partial(self._words, columns, places)
        if shapes is not None and (any(shapes) or "x" not in raw):
            placed = self.bench.locator.place_shapes(shapes, words)
        elif "x" in raw and "y" in raw:
            placed = self.bench.locator.place_numbers(raw["x"], raw["y"], words)
            heading = self.bench.layer.by_column["x"].id
        elif BOTH in raw:
            placed, heading = self.bench.locator.place_pairs(raw[BOTH], words), BOTH
        else:
            placed = Placed.nowhere([None] * len(places))
        for place, found in placed.troubles.items():
            columns.add(place, heading, found)
        return placed

    def _words(self, columns: Columns, places: Places, place: int) -> RowWords:
        """Give what a row says of where it is, for its CRS to be told by."""
        layer = self.bench.layer
        told = {
            name: columns.values[field.id][place]
            for name in ("code", "name", "address", "community")
            if (field := layer.by_column.get(name)) is not None and field.id in columns.values
        }
        code, address = told.get("code"), told.get("address")
        names = (f"{layer.id}:{code}" if code else None, told.get("name"), address)
        said = tuple(filter(None, names))
        return RowWords(said, told.get("community"), address, places[place][1])

    def _noted(
        self, row: Row, place: tuple[str, int], troubles: list[tuple[str, Trouble]]
    ) -> NotedRow:
        """Note a row; in a refused one what would only have warned says so.

        A refused row keeps all that stands in it, so that it can be mended and come in again.
        """
        rejected = any(found.rejects for _, found in troubles)
        problems = tuple(
            Problem(
                self.named.get(field_id, field_id),
                found.rule,
                found.named,
                aside=rejected and not found.rejects,
            )
            # what refused the row comes first: there is not always room for more than one
            for field_id, found in sorted(troubles, key=lambda noted: not noted[1].rejects)
        )
        cells = {
            heading: cell
            for i, heading in (self.all_cells if rejected else self.cells)
            if (cell := CONTROLS.sub("", (row[i] if i < len(row) else None) or "")) or rejected
        }
        if rejected and self.width is not None:
            behind = [CONTROLS.sub("", cell) for cell in row[self.width :] if cell and says(cell)]
            cells |= {read_words().marks["surplus"]: "，".join(behind)} if behind else {}
        return NotedRow(place[0], place[1], cells, problems)
