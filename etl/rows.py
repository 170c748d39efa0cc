"""Telling records from the other rows of a sheet: blanks, totals, headings, explanations."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice

from etl.headings import Headings
from etl.sheets import Row
from etl.words import evened, lead, plain, read_words

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
        self.first_words = {words[0] for words in self.headings if words}
        self.serials = {
            column.index
            for column in headings.columns
            if plain(column.heading) in read_words().of_rows
        }
        self.looked_at = max(CELLS_LOOKED_AT, len(self.serials) + 1)
        words = read_words()
        self.leads = frozenset(
            lead(word) for word in (*words.no_records, *words.totals, *self.first_words)
        )
        self.counts: Counter[str] = Counter()

    def are_records(self, rows: Sequence[Row]) -> bool:
        """Tell at a glance that all of many rows are records, by the first letters of their cells.

        False where one of them has to be looked at more closely.
        """
        if min(map(len, rows), default=0) < self.looked_at:
            return False
        for place in range(self.looked_at):
            cells = [row[place] for row in rows]
            if not all(cells):
                return False
            letters = {cell[0] for cell in cells if cell}
            if any(map(str.isspace, letters)) or not self.leads.isdisjoint(map(evened, letters)):
                return False
        return True

    def is_record(self, row: Row) -> bool:
        """Tell whether a row is to be read as a record; count it where not."""
        kind = self._kind(row)
        if kind is not None:
            self.counts[kind] += 1
        return kind is None

    def _kind(self, row: Row) -> str | None:
        # the first will do: a row has many, and there are many rows
        filled = list(islice(filter(str.strip, filter(None, row)), self.looked_at))
        if len(filled) == self.looked_at and self.leads.isdisjoint(map(lead, filled)):
            return None
        if filled and plain(filled[0]) in read_words().no_records:
            return "headings"
        if any(map(_total().match, filled[:CELLS_LOOKED_AT])):
            return "totals"
        if len(filled) <= len(self.serials) and self._is_blank(row):
            return "blank"
        if plain(filled[0]) in self.first_words and _spelled(row) in self.headings:
            return "headings"
        return None

    def _is_blank(self, row: Row) -> bool:
        """Tell whether nothing is filled in; forms come with their serial numbers printed."""
        cells = (cell for index, cell in enumerate(row) if index not in self.serials)
        return not any(cell and not cell.isspace() for cell in cells)


def _spelled(row: Row) -> tuple[str, ...]:
    return tuple(plain(cell) for cell in row if cell and cell.strip())


@cache
def _total() -> re.Pattern[str]:
    """Match 合计, 合 计, 合计：35 — not a name that goes on with other words."""
    spaced = (r"\s*".join(map(re.escape, word)) for word in sorted(read_words().totals))
    return re.compile(rf"\s*(?:{'|'.join(spaced)})\s*(?:[:：(（\d].*)?$", re.IGNORECASE)
