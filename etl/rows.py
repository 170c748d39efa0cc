"""Telling records from the other rows of a sheet: blank rows, totals, headings printed again."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from etl.headings import Headings
from etl.sheets import Row
from etl.words import plain, read_words

CELLS_LOOKED_AT = 3
"""A total says so in one of its first cells (the first may hold a serial number)."""


class RowKinds:
    """Sorts the rows of one sheet and counts those that are no records.

    Parameters
    ----------
    headings
        The sheet's headings; a row that repeats them is one more heading.
    heading_rows
        Those rows themselves.
    """

    def __init__(self, headings: Headings, heading_rows: Iterable[Row]) -> None:
        self.headings = {_spelled(row) for row in heading_rows}
        self.serials = {
            column.index
            for column in headings.columns
            if plain(column.heading) in read_words().serials
        }
        self.counts: Counter[str] = Counter()

    def is_record(self, row: Row) -> bool:
        """Tell whether a row is to be read as a record; count it where not."""
        kind = self._kind(row)
        if kind is not None:
            self.counts[kind] += 1
        return kind is None

    def _kind(self, row: Row) -> str | None:
        if not any(cell and not cell.isspace() for cell in self._without_serial(row)):
            return "blank"
        filled = [cell for cell in row[:CELLS_LOOKED_AT] if cell]
        if any(_total().match(plain(cell)) for cell in filled):
            return "totals"
        return "headings" if _spelled(row) in self.headings else None

    def _without_serial(self, row: Row) -> Iterable[str | None]:
        """Forms come with their serial numbers filled in ahead: such a row is blank."""
        return (cell for index, cell in enumerate(row) if index not in self.serials)


def _spelled(row: Row) -> tuple[str, ...]:
    return tuple(plain(cell) for cell in row if cell and cell.strip())


@cache
def _total() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(read_words().totals, key=len, reverse=True)))
    return re.compile(rf"(?:{words})(?:[:：(\d].*)?$")
