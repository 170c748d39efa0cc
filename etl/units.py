"""Which unit the numbers of a column are in where a cell has none: its heading says, or a title."""

import re
import unicodedata
from collections.abc import Iterable

from etl.sheets import Row
from etl.words import plain
from geodata.catalogue import Field

_SAID = re.compile(r"单\s*位\s*:(?=([^():]+))")
_BETWEEN = re.compile(r"[、,;/\s]")


def units_above(titles: Iterable[Row]) -> list[str]:
    """Give the units that the rows above the headings name, plain: 单位：万元、人.

    A blank divides as well, so that words behind a unit do not hide it: 单位：万元  制表人：张三.
    """
    cells = (unicodedata.normalize("NFKC", cell) for row in titles for cell in row if cell)
    said = (words for cell in cells for words in _SAID.findall(cell))
    return [plain(word) for words in said for word in _BETWEEN.split(words) if word]


def unit_meant(field: Field, heading: str, above: Iterable[str]) -> str | None:
    """Tell the unit of a field whose heading has none in brackets: 面积㎡, or one named above.

    Parameters
    ----------
    field
        Whose `units` may be meant; another's are not: 单位：永和街道 is who wrote the ledger.
    heading
        Plain, without marks that divide.
    above
        As `units_above` gives them.

    Returns
    -------
    str or None
        Plain; None where none is named.
    """
    known = [plain(unit) for unit in field.units]
    ends = [(plain(name) + unit, unit) for name in field.all_headings for unit in known]
    within = [unit for end, unit in ends if heading.endswith(end)]
    return next(iter(within or [unit for unit in above if unit in known]), None)
