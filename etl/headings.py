"""Finding the heading rows of a sheet and the field each column feeds.

Title rows may stand above; headings may take two rows with merged cells (房屋信息 over 编码, 地址);
units and marks may follow a name (面积（㎡）, 名称*). Unknown columns feed nothing and are stored
with the raw cells of rejected rows only.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, zip_longest
from types import MappingProxyType

from etl.sheets import CONTROLS, Row
from etl.units import unit_meant, units_above
from etl.words import plain, read_words, says
from geodata.catalogue import Layer

ROWS_LOOKED_AT = 12
FEWEST_FOUND = 2
DBF_NAME_BYTES = 10
FEWEST_NUMBERED = 4
DAY, TIME = "日期", "时间"
STEMS = frozenset("甲乙丙丁戊己庚辛壬癸")
BOTH = "xy"
"""Stands for a column that holds x and y in one cell; no layer declares it."""

NOTHING_SAID: Mapping[str, str] = MappingProxyType({})

_IN_BRACKETS = re.compile(r"[(\[【〔](.*?)[)\]】〕]")
_MARKS_OF_NUMBER = re.compile(r"[()第栏列]")
_DIVISIONS = re.compile(r"[-_/·.:,、;|]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: its heading, and the field it feeds (None for none).

    `unit` is what the heading says in brackets, such as ``万元`` in 经济损失（万元）.
    """

    index: int
    heading: str
    field: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings stand and what they say.

    `row` is the place of the first heading row among the rows looked at, `depth` their number
    (1 or 2, and one more where the columns are numbered below); rows before it are titles.
    """

    row: int
    depth: int
    columns: tuple[Column, ...]

    @property
    def end(self) -> int:
        """Place of the first row after the headings."""
        return self.row + self.depth

    @property
    def fields(self) -> frozenset[str]:
        """Ids of the fields found."""
        return frozenset(column.field for column in self.columns if column.field is not None)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headings of the columns that feed nothing; those that only count rows left out."""
        of_rows = read_words().of_rows
        unfed = (column.heading for column in self.columns if column.field is None)
        return tuple(heading for heading in unfed if plain(heading) not in of_rows)

    @property
    def each_once(self) -> list[tuple[int, str]]:
        """Index and heading of every column; one that another is called is numbered: 备注 (2)."""
        named: dict[str, int] = {}
        for column in sorted(self.columns, key=lambda column: column.field is None):
            spellings = (f"{column.heading} ({n})" for n in count(2))
            free = (one for one in chain([column.heading], spellings) if one not in named)
            named[next(free)] = column.index
        return sorted((index, heading) for heading, index in named.items())


def find_headings(
    rows: Sequence[Row], layer: Layer, said: Mapping[str, str] = NOTHING_SAID
) -> Headings | None:
    """Find the headings among the first rows of a sheet.

    Parameters
    ----------
    rows
        The first rows, `ROWS_LOOKED_AT` of them matter.
    layer
        Whose fields are looked for.
    said
        Field id by heading, as in `etl.reading.Manner`: it stands above what a heading says.

    Returns
    -------
    Headings or None
        Those naming the most fields; of equals one row before two, and the upper.
        None where no row names two fields (one, where the sheet has one column).
    """
    words = _headings_of(layer)
    best = Headings(0, 1, ())
    for depth in (1, 2):
        for row in range(min(len(rows), ROWS_LOOKED_AT)):
            tried = _tried(rows, row, depth, words, said)
            if len(tried.fields) > len(best.fields):
                best = tried
    fewest = min(FEWEST_FOUND, len(best.columns))
    if not best.columns or len(best.fields) < fewest:
        return None
    numbered = any(map(_numbers_columns, rows[best.end : best.end + 1]))
    columns = _with_units(_day_and_time(best.columns, layer, said), rows[: best.row], layer)
    return Headings(best.row, best.depth + numbered, columns)


def _day_and_time(
    columns: tuple[Column, ...], layer: Layer, said: Mapping[str, str]
) -> tuple[Column, ...]:
    """Of 发生日期 beside 发生时间 take day and time of day, unless it was said what one feeds."""
    when, at = layer.by_column.get("occurred"), layer.by_column.get("occurred_time")
    if when is None or at is None or any(column.field == at.id for column in columns):
        return columns
    names = {plain(c.heading): c for c in columns if c.heading not in said}
    known = set(map(plain, when.all_headings))
    for name, day in names.items():
        time = names.get(name.replace(DAY, TIME)) if DAY in name and name in known else None
        if time is not None and when.id in {day.field, time.field}:
            fields = {day.index: when.id, time.index: at.id}
            return tuple(replace(c, field=fields.get(c.index, c.field)) for c in columns)
    return columns


def _with_units(
    columns: Iterable[Column], titles: Sequence[Row], layer: Layer
) -> tuple[Column, ...]:
    """Give columns of measured fields the unit their headings or the titles above name."""
    above = units_above(titles)

    def meant(column: Column) -> str | None:
        field = layer.by_field.get(column.field or "")
        if column.unit is not None or field is None or not field.units:
            return column.unit
        return unit_meant(field, _DIVISIONS.sub("", plain(column.heading)), above)

    return tuple(replace(column, unit=meant(column)) for column in columns)


def _numbers_columns(row: Row) -> bool:
    """Tell the row of a form that numbers its columns: 1, 2, 3, 4 or 甲, 乙, 1, 2."""
    words = [_MARKS_OF_NUMBER.sub("", plain(cell)) for cell in row if cell and says(cell)]
    numbers = [word for word in words if word not in STEMS]
    counted = [str(number) for number in range(1, len(numbers) + 1)]
    return len(words) >= FEWEST_NUMBERED and numbers == counted


def guess_headings(rows: Sequence[Row]) -> Headings | None:
    """Take the upper of the fullest rows for headings none of which is known; None for no cell."""
    first = rows[:ROWS_LOOKED_AT]
    filled = [sum(bool(cell and cell.strip()) for cell in row) for row in first]
    if not any(filled):
        return None
    row = filled.index(max(filled))
    return _tried(first, row, 1, {}, NOTHING_SAID)


def name_columns(names: Row, layer: Layer, said: Mapping[str, str] = NOTHING_SAID) -> Headings:
    """Take the property names of a map file as headings; there may be none we know."""
    words = _headings_of(layer)
    found = _tried([names], 0, 1, _cut_off(words) | words, said)
    return replace(found, columns=_with_units(found.columns, (), layer))


def _cut_off(words: dict[str, str]) -> dict[str, str]:
    """Map what ten bytes leave of a heading, all a .dbf has room for, where one field is meant."""
    meant: dict[str, set[str]] = {}
    for heading, field in words.items():
        for encoding in ("utf-8", "gb18030"):
            cut = heading.encode(encoding)[:DBF_NAME_BYTES].decode(encoding, "ignore")
            meant.setdefault(cut, set()).add(field)
    return {cut: fields.pop() for cut, fields in meant.items() if len(fields) == 1}


def _headings_of(layer: Layer) -> dict[str, str]:
    """Map every heading, plain, to its field; a field's own names win over another's synonyms."""
    ranked = [
        (rank, plain(heading), field.id)
        for field in layer.fields
        for rank, heading in enumerate(field.all_headings)
    ]
    found: dict[str, str] = {}
    for _, heading, field_id in sorted(ranked, key=lambda entry: entry[0]):
        found.setdefault(heading, field_id)
    if "x" in layer.by_column:
        for heading in read_words().both_coordinates:
            found.setdefault(heading, BOTH)
    for heading, field_id in _longer_headings(layer):
        found.setdefault(heading, field_id)
    return found


def _longer_headings(layer: Layer) -> Iterator[tuple[str, str]]:
    """Give headings that say more than a name: the unit, 面积㎡, or the datum, 百度经度."""
    words = read_words()
    beside = (*words.both_coordinates, *chain.from_iterable(words.datums.values()))
    for field in layer.fields:
        for name in map(plain, field.all_headings):
            yield from ((name + plain(unit), field.id) for unit in field.units)
            if field.column in {"x", "y"}:
                for word in beside:
                    yield from ((one, field.id) for one in (word + name, name + word))
                    yield f"{word}({name})", field.id


def _tried(
    rows: Sequence[Row], row: int, depth: int, words: dict[str, str], said: Mapping[str, str]
) -> Headings:
    if row + depth > len(rows):
        return Headings(row, depth, ())
    if depth == 1:
        texts: list[tuple[str, ...]] = [(cell or "",) for cell in rows[row]]
    else:
        texts = _two_rows(rows[row], rows[row + 1])
    columns: list[Column] = []
    taken: set[str] = set()
    free = {heading: field for heading, field in words.items() if field not in said.values()}
    for index, candidates in enumerate(texts):
        column = _said_column(index, candidates, said, taken) or _column(
            index, candidates, free, taken
        )
        if column is not None:
            columns.append(column)
            taken |= {column.field} if column.field else set()
    return Headings(row, depth, tuple(columns))


def _two_rows(upper: Row, lower: Row) -> list[tuple[str, ...]]:
    """Spell each column from two rows; an upper cell spans the empty ones right of it.

    房东信息 over 姓名 gives 房东信息_姓名, 房东姓名 and 姓名, tried in this order.
    """
    texts: list[tuple[str, ...]] = []
    group = ""
    for above, below in zip_longest(upper, lower):
        group = above or (group if below else "")
        if group and below and group != below:
            bare = group.removesuffix("信息").removesuffix("情况")
            texts.append((f"{group}_{below}", f"{bare}{below}", below))
        else:
            texts.append((below or group,))
    return texts


def _said_column(
    index: int, spellings: tuple[str, ...], said: Mapping[str, str], taken: set[str]
) -> Column | None:
    """Give a column what was said of its heading; None where nothing was."""
    for text in spellings:
        heading = _shown(text)
        if heading in said and said[heading] not in taken:
            unit = _spelled(text)[0][1]
            return Column(index, heading, said[heading] or None, unit)
    return None


def _column(
    index: int, spellings: tuple[str, ...], words: dict[str, str], taken: set[str]
) -> Column | None:
    """Choose what a column feeds: the first spelling known and not taken by a column before it."""
    for text in spellings:
        for heading, unit in _spelled(text):
            field = words.get(heading)
            if field is not None and field not in taken and heading not in read_words().of_rows:
                return Column(index, _shown(text), field, unit)
    return Column(index, _shown(spellings[0])) if spellings[0].strip() else None


def _spelled(text: str) -> list[tuple[str, str | None]]:
    """Spell a heading as it stands, without its division marks, without what is in brackets."""
    whole = plain(text)
    for tail in read_words().heading_tails:
        whole = whole.removesuffix(tail).removeprefix(tail)
    brackets = _IN_BRACKETS.search(whole)
    bare = _IN_BRACKETS.sub("", whole)
    for tail in read_words().heading_tails:
        bare = bare.removesuffix(tail)
    unit = brackets[1] if brackets and brackets[1] not in read_words().heading_tails else None
    unit = unit and unit.removeprefix("单位:")
    return [(whole, unit), (_DIVISIONS.sub("", whole), unit), (bare, unit)]


def _shown(text: str) -> str:
    return " ".join(CONTROLS.sub("", text).split())
