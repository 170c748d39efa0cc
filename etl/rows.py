"""Telling records from the other rows of a sheet: blanks, totals, headings, remarks, examples."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice

from etl.headings import Headings
from etl.sheets import Row
from etl.words import evened, is_seen, lead, plain, read_words, says

CELLS_LOOKED_AT = 3
"""A total says so in one of its first cells (the first may hold a serial number)."""

FEWEST_WORDS = 4
"""Of a row that says total and is a record all the same."""

_SIGNED = "(?:签名|签字|签章|盖章)?"
"""Goes on a word that signs: 填报人签名."""


class RowKinds:
    """Sorts the rows of one sheet and counts those that are no records.

    Parameters
    ----------
    headings
        The sheet's headings; a row that repeats them is one more heading.
    heading_rows
        Those rows themselves and the titles above them, which pages repeat as well.
    """

    def __init__(self, headings: Headings, heading_rows: Iterable[Row]) -> None:
        self.headings = {_spelled(row) for row in heading_rows}
        self.first_words = {words[0] for words in self.headings if words}
        self.width = len(headings.columns)
        self.serials = {
            column.index
            for column in headings.columns
            if plain(column.heading) in read_words().of_rows
        }
        self.looked_at = max(CELLS_LOOKED_AT, len(self.serials) + 1)
        words = read_words()
        totals = words.totals | words.whole_totals
        self.later_leads = frozenset(map(lead, totals))
        begins = (*words.no_records, *words.remarks, *words.signs, *self.first_words)
        self.leads = self.later_leads | frozenset(map(lead, begins))
        self.ends = frozenset(word[-1] for word in totals if not word.isascii()) | {":", "："}
        self.below_remark = False
        self.counts: Counter[str] = Counter()

    def are_records(self, rows: Sequence[Row]) -> bool:
        """Tell at a glance that all of many rows are records, by the ends of their first cells.

        False where one of them has to be looked at more closely.
        """
        if min(map(len, rows), default=0) < self.looked_at:
            return False
        for place in range(self.looked_at):
            cells = [row[place] for row in rows]
            if not all(cells):
                return False
            letters = {cell[0] for cell in cells if cell}
            ends = {cell[-1] for cell in cells if cell}
            if not all(map(is_seen, letters | ends)) or not self.ends.isdisjoint(ends):
                return False
            leads = self.later_leads if place else self.leads
            if not leads.isdisjoint(map(evened, letters)):
                return False
        self.below_remark = False
        return True

    def is_record(self, row: Row) -> bool:
        """Tell whether a row is to be read as a record; count it where not."""
        kind = self._kind(row)
        goes_on = self.below_remark and kind in {"blank", "divisions"}
        self.below_remark = kind == "remarks" or goes_on
        if kind is not None:
            self.counts["headings" if kind in {"remarks", "divisions"} else kind] += 1
        return kind is None

    def _kind(self, row: Row) -> str | None:
        # the first will do: a row has many, and there are many rows
        filled = list(islice(filter(says, filter(None, row)), self.looked_at))
        if len(filled) == self.looked_at and not self._is_odd(filled):
            return None
        words = [plain(cell) for cell in filled[:CELLS_LOOKED_AT]]
        if words and self._is_heading(words[0], row):
            return "headings"
        if any(map(_total().match, words)) and not _is_wordy(row):
            return "totals"
        if words and _division().match(words[0]) and len(_spelled(row)) == 1:
            return "divisions"
        if words and self._is_remark(words[0], row):
            return "remarks"
        return "blank" if len(filled) <= len(self.serials) and self._is_blank(row) else None

    def _is_odd(self, filled: Sequence[str]) -> bool:
        """Tell whether a row that fills its first cells may be no record all the same."""
        first, *later = map(lead, filled)
        ends = (cell[-1] for cell in filled)
        return (
            first in self.leads
            or not self.later_leads.isdisjoint(later)
            or any(end in self.ends or not is_seen(end) for end in ends)
        )

    def _is_heading(self, word: str, row: Row) -> bool:
        """Tell a row that shows how to fill in the form, or repeats what stands above it."""
        if word.removesuffix(":") in read_words().no_records:
            return True
        return word in self.first_words and _spelled(row) in self.headings

    def _is_remark(self, word: str, row: Row) -> bool:
        """Tell a row that explains or signs the ledger, or goes on with such a one."""
        told = _spelled(row)
        count = len(told)
        if count == 1 and (self.below_remark or _lone_remark().match(word)):
            return True
        if _sign().match(word) and 2 * sum(bool(_sign().match(cell)) for cell in told) >= count:
            return True
        is_short = 2 * count <= max(self.width, 2) or all(":" in cell for cell in told)
        return is_short and _remark().match(word) is not None

    def _is_blank(self, row: Row) -> bool:
        """Tell whether nothing is filled in; forms come with their serial numbers printed."""
        cells = (cell for index, cell in enumerate(row) if index not in self.serials)
        return not any(cell and says(cell) for cell in cells)


def _spelled(row: Row) -> tuple[str, ...]:
    return tuple(plain(cell) for cell in row if cell and says(cell))


def _is_wordy(row: Row) -> bool:
    """Tell whether most of a row are words, as of a shop named Total; a row of totals has sums."""
    told = [cell for cell in row if cell and says(cell)]
    words = sum(not any(map(str.isdigit, cell)) for cell in told)
    return words >= FEWEST_WORDS and 2 * words > len(told)


@cache
def _total() -> re.Pattern[str]:
    """Match, plain, 合计, 合计:35, 合计2栋, 新庄社区小计 — not a name or sentence that goes on."""
    words = sorted(read_words().totals)
    of_part = _any_of(word for word in words if not word.isascii())
    whole = _any_of([*words, *read_words().whole_totals])
    return re.compile(rf"(?:{whole})(?:[:(].*|\d+\D?)?\Z|[^\d,.。、;:]{{1,12}}(?:{of_part}):?\Z")


@cache
def _remark() -> re.Pattern[str]:
    """Match, plain, 备注:, 备注1:, 负责人(签字):."""
    words = read_words()
    begins = _any_of(words.remarks | words.signs)
    return re.compile(rf"(?:{begins}){_SIGNED}(?:\d|\(.{{1,4}}\))?:")


@cache
def _sign() -> re.Pattern[str]:
    """Match, plain, what may stand before a name without a colon: 填表人, 审核人签字."""
    return re.compile(rf"(?:{_any_of(read_words().signs)}){_SIGNED}(?::|\Z)")


@cache
def _lone_remark() -> re.Pattern[str]:
    begins = _any_of(read_words().lone_remarks)
    return re.compile(rf"[—\-*(]*(?:{begins})|注\d+[、.]|[*※]|.*\((?:盖章|公章|签章)\)\Z")


@cache
def _division() -> re.Pattern[str]:
    """Match, plain, the lone cell of a row that divides a ledger or its pages."""
    pages = _any_of(read_words().pages)
    count = "[一二三四五六七八九十\\d]*"
    goes_on = rf"(?:{pages}){count}\Z|.*\((?:{pages}){count}\)\Z"
    return re.compile(rf"\(?[一二三四五六七八九十]+[)、.]|第\d+页|{goes_on}")


def _any_of(words: Iterable[str]) -> str:
    """Spell a choice of words for a pattern, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
