"""The rows of a block as columns of parsed values, with the troubles of each row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from operator import itemgetter
from typing import Any

from etl.cells import NOTHING_ABOVE, Memo, is_as_above, parser_of
from etl.dates import Moment, from_1904
from etl.headings import BOTH, Headings
from etl.reasons import refusal
from etl.sheets import Cell, Row
from etl.troubles import Trouble, trouble
from geodata.catalogue import Field, Layer

AS_WRITTEN = frozenset({"x", "y"})
"""Core columns whose cells go to the locator as they are written."""


@dataclass(slots=True)
class Columns:
    """Values of consecutive rows, by field id.

    Parameters
    ----------
    values
        One list a field found or given by default; None where a cell is empty or unusable.
    raw
        The cells of coordinates, by core column (``x``, ``y``, ``xy``).
    written
        As `values`, without what is given by default.
    troubles
        By place of the row: field ids with what is wrong.
    """

    values: dict[str, list[Any]]
    raw: dict[str, list[Cell]]
    written: dict[str, list[Any]] = field(default_factory=dict)
    troubles: dict[int, list[tuple[str, Trouble]]] = field(default_factory=dict)

    def written_at(self, place: int) -> dict[str, Any]:
        """Give the values that stand in a row of the file itself."""
        return {field_id: values[place] for field_id, values in self.written.items()}

    def add(self, place: int, field_id: str, found: Trouble) -> None:
        """Note a trouble of a row."""
        self.troubles.setdefault(place, []).append((field_id, found))

    def is_troubled(self, place: int, field_id: str) -> bool:
        """Tell whether something is noted about a cell."""
        return any(noted == field_id for noted, _ in self.troubles.get(place, ()))


class ColumnReader:
    """Turns the cells of a sheet into values; remembers what it has parsed from block to block.

    Parameters
    ----------
    layer, headings
        What the columns feed.
    defaults
        Parsed values by field id for fields without a column, and for their empty cells.
    today
        The day no event may lie after.
    from_1904
        Whether the numbers of days in the sheet count from 1904.
    """

    def __init__(
        self,
        layer: Layer,
        headings: Headings,
        defaults: dict[str, Any],
        *,
        today: date,
        from_1904: bool = False,
    ) -> None:
        self.defaults = defaults
        self.raw: dict[str, int] = {}
        self.parsed: list[tuple[str, int, Memo]] = []
        self.numbers: dict[int, Field] = {}
        self.days_of_1904: list[int] = []
        self.above: Row = []
        for column in headings.columns:
            found = layer.by_field.get(column.field or "")
            if column.field == BOTH:
                self.raw[BOTH] = column.index
            elif found is not None and found.column in AS_WRITTEN:
                self.raw[found.column] = column.index
            elif found is not None:
                memo = parser_of(found, layer, today=today, unit=column.unit)
                self.parsed.append((found.id, column.index, memo))
                if found.type in {"integer", "number"}:
                    self.numbers[column.index] = found
                if from_1904 and found.type in {"date", "datetime", "time"}:
                    self.days_of_1904.append(column.index)
        when, at = (layer.by_column.get(name) for name in ("occurred", "occurred_time"))
        parsed = {field_id: (index, memo) for field_id, index, memo in self.parsed}
        self.event = None
        if when is not None and at is not None and {when.id, at.id} <= parsed.keys():
            self.event = (when.id, parsed[when.id][1], at.id, parsed[at.id][0])

    def read(self, rows: list[Row], repeated: Iterable[tuple[int, int]] = ()) -> Columns:
        """Parse the cells of rows that are records.

        Where a cell says 同上, what stands above it is put into the row in its place, and in that
        of a number of days since 1904 the day: a row that goes back must say the same in another
        ledger.

        Parameters
        ----------
        repeated
            Places of rows and indices of columns whose cell only continues a merged one above.
        """
        shortest = min(map(len, rows), default=0)
        columns = Columns({}, {})
        for index in self.days_of_1904:
            for row in rows:
                if index < len(row):
                    row[index] = from_1904(row[index] or "") or None
        for name, index in self.raw.items():
            cells = columns.raw[name] = _cells(rows, index, shortest)
            if any(cell and is_as_above(cell) for cell in cells):
                self._fill_down(rows, index, cells)
        for field_id, index, memo in self.parsed:
            cells = _cells(rows, index, shortest)
            values = list(map(memo.__getitem__, cells))
            if memo.troubled:
                if any(isinstance(v, Trouble) and v.rule == NOTHING_ABOVE for v in values):
                    self._fill_down(rows, index, cells)
                    values = list(map(memo.__getitem__, cells))
                _take_troubles(columns, field_id, values)
            columns.values[field_id] = values
        self.above = rows[-1] if rows else self.above
        self._take_days(columns, rows)
        self._empty_repeated(columns, rows, repeated)
        columns.written = dict(columns.values)
        for field_id, default in self.defaults.items():
            values = columns.values.setdefault(field_id, [None] * len(rows))
            columns.values[field_id] = [default if value is None else value for value in values]
        return columns

    def _fill_down(self, rows: list[Row], index: int, cells: list[Cell]) -> None:
        """Put into cells and rows what stands above each cell that says 同上."""
        above = self.above[index] if index < len(self.above) else None
        for place, cell in enumerate(cells):
            if cell and above and is_as_above(cell):
                cells[place] = rows[place][index] = above
            above = cells[place]

    def _take_days(self, columns: Columns, rows: list[Row]) -> None:
        """Take a day that 发生日期 leaves empty from 发生时间 that has it: 2026-03-05 14:20.

        Where both say when, and not the same, 发生日期 stands and the row is warned of.
        """
        if self.event is None:
            return
        when, memo, apart, index = self.event
        days = columns.values[when]
        for place, at in enumerate(columns.values[apart]):
            if at is None:
                continue
            cell = rows[place][index]
            moment = memo[cell] if isinstance(memo[cell], tuple) else None
            if days[place] is not None:
                if _differs(days[place], at, moment):
                    day, known = days[place]
                    kept = f"{day} {known or at:%H:%M}"
                    columns.add(
                        place, apart, trouble("other_moment", rejects=False, found=cell, kept=kept)
                    )
            elif moment is not None and not columns.is_troubled(place, when):
                days[place] = moment

    def _empty_repeated(
        self, columns: Columns, rows: list[Row], repeated: Iterable[tuple[int, int]]
    ) -> None:
        """Empty numbers that a merged cell repeats: 12 over two rows is not 24."""
        for place, index in repeated:
            number = self.numbers.get(index)
            if number is not None and columns.values[number.id][place] is not None:
                columns.values[number.id][place] = None
                found = trouble("merged_number", rejects=number.required, found=rows[place][index])
                columns.add(place, number.id, found)


def parse_defaults(given: dict[str, str], layer: Layer, *, today: date) -> dict[str, Any]:
    """Parse values given for a whole file.

    Raises
    ------
    LedgerError
        Where a field is unknown or takes no such value.
    """
    parsed: dict[str, Any] = {}
    for name, text in given.items():
        found: Field | None = layer.by_field.get(name)
        if found is None:
            fields = "、".join(layer.by_field)
            raise refusal("unknown_default", given=f"{name}={text}", fields=fields)
        value = parser_of(found, layer, today=today)[text]
        if isinstance(value, Trouble):
            raise refusal("wrong_default", field=name, value=text, why=value.reasons)
        parsed[name] = value
    return parsed


def _cells(rows: list[Row], index: int, shortest: int) -> list[Cell]:
    if index < shortest:
        return list(map(itemgetter(index), rows))
    return [row[index] if index < len(row) else None for row in rows]


def _differs(value: Moment, at: time, moment: Moment | None) -> bool:
    """Tell whether the column of times says another day or minute than that of days.

    Midnight says no minute: it is how programs write that none is known.
    """
    day, known = value
    if moment is not None and moment[0] != day:
        return True
    if known is None or at == time():
        return False
    return (known.hour, known.minute) != (at.hour, at.minute)


def _take_troubles(columns: Columns, field_id: str, values: list[Any]) -> None:
    for place, value in enumerate(values):
        if isinstance(value, Trouble):
            columns.add(place, field_id, value)
            values[place] = value.value
