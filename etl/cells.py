"""Cells → values: what a text means in a field of a given type, or what is wrong with it.

Each parser takes one cleaned, non-empty text. A parser is wrapped in `Memo`, so that a text that
stands in a million rows is parsed once.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from etl.dates import (
    is_order_open,
    parse_moment,
    parse_month,
    parse_plainest,
    parse_span,
    parse_time,
)
from etl.identifiers import parse_id_number, parse_phone, parse_text
from etl.nothing import is_nothing
from etl.sheets import CONTROLS, PRIVATE_USE
from etl.troubles import Trouble, trouble
from etl.words import plain, read_words
from geodata.catalogue import Field, Layer, Value
from geodata.periods import DAY_ZERO

_NUMBER = re.compile(
    r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:e[-+]?\d+)?)\s*(.*)", re.IGNORECASE
)
MOST_WORDS_SHOWN = 12
MOST = 1e15
"""Larger numbers are none a ledger means, and no longer exact."""

LONGEST_DITTO = 5
NOTHING_ABOVE = "nothing_above"
"""The rule for 同上 where no row above has anything; `etl.columns` looks there."""

_PROTECTS = frozenset("='`‘’")

_PROTECTED = re.compile(r"""="(.*)"|['`‘’](\d[\dA-Z-]*)""", re.IGNORECASE | re.DOTALL)
"""How programs keep a spreadsheet from making a number of a text: ="0012", '0012."""

_LINE_ENDS = re.compile(r"(?:\r|_x000[Dd]_)\n?")
"""How Windows ends a line within a cell; and its CR written out (ECMA-376 part 1, 22.9.2.19)."""

LEFT_OUT = {
    "not_a_number": "not_a_number_left_out",
    "unknown_unit": "unknown_unit_left_out",
    "below_minimum": "below_minimum_left_out",
    "above_maximum": "above_maximum_left_out",
    "not_whole": "not_whole_left_out",
    "not_a_date": "not_a_date_left_out",
    "day_or_month": "day_or_month_left_out",
    "not_a_time": "not_a_time_left_out",
    "future": "future_left_out",
    "unknown_word": "unknown_word_left_out",
}
"""What is said of a cell that cannot be used where none is required: the row need not go back."""

Parser = Callable[[str], Any]


class Memo(dict[str | None, Any]):
    """Values of texts already parsed; `memo[text]` parses what is new.

    Parameters
    ----------
    parse
        From a text to a value or a `Trouble`.
    """

    most = 50_000
    """So many texts are remembered; a column of unique texts would fill the memory otherwise."""

    def __init__(self, parse: Parser) -> None:
        super().__init__({None: None})
        self.parse = parse
        self.troubled = False

    def __missing__(self, text: str) -> Any:  # noqa: ANN401 - as wide as the types of fields
        """Parse a text not met before."""
        value = self.parse(text)
        self.troubled = self.troubled or isinstance(value, Trouble)
        if len(self) < self.most:
            self[text] = value
        return value


def parser_of(field: Field, layer: Layer, *, today: date, unit: str | None = None) -> Memo:
    """Return the parser of a field's cells.

    Parameters
    ----------
    field, layer
        The field and the layer whose lists it may feed.
    today
        The day no event may lie after.
    unit
        What the heading says in brackets, applied to cells without a unit of their own; where it
        is no unit of a measured field, such cells are in trouble.
    """
    inner = _typed(field, layer, today, unit)

    def parse(text: str) -> Any:  # noqa: ANN401
        if "\r" in text or "_x000" in text:
            text = _LINE_ENDS.sub("\n", text)
        odd = None if text.isprintable() else _odd_characters(text)  # the first is much faster
        cleaned = _bare((CONTROLS.sub("", text) if odd else text).strip())
        if not cleaned or is_nothing(cleaned, field):
            return None
        if is_as_above(cleaned):
            return trouble(NOTHING_ABOVE, rejects=field.required, found=cleaned)
        if cleaned[0] in "#=" and plain(cleaned) in read_words().formula_errors:
            return trouble("formula_error", rejects=field.required, found=cleaned)
        value = inner(cleaned)
        if odd is None or isinstance(value, Trouble):
            return value
        return trouble(odd, rejects=False, value=value, found=cleaned)

    return Memo(parse)


def is_as_above(text: str) -> bool:
    """Tell whether a cell says the same as the one above it: 同上, 〃."""
    return len(text) <= LONGEST_DITTO and plain(text) in read_words().as_above


def _bare(text: str) -> str:
    """Take off what keeps a spreadsheet from reading a text as a number."""
    found = _PROTECTED.fullmatch(text) if text[:1] in _PROTECTS else None
    return (found[1] or found[2] or "").strip() if found else text


def _odd_characters(text: str) -> str | None:
    """Name the rule for what cannot be printed: removed, or kept though it may not be shown."""
    if CONTROLS.search(text):
        return "removed_characters"
    return "private_characters" if PRIVATE_USE.search(text) else None


def _typed(field: Field, layer: Layer, today: date, unit: str | None) -> Parser:
    if field.type == "choice":
        return _choice(field, layer.values_of(field))
    if field.type in {"integer", "number"}:
        return _number(field, unit)
    if field.type in {"date", "datetime"}:
        return _moment(field, today, with_time=field.type == "datetime")
    parsers: dict[str, Parser] = {
        "flag": _flag,
        "time": _time(field),
        "coordinate": str,
        "phone": parse_phone,
        "id_number": parse_id_number,
    }
    return parsers.get(field.type, parse_text)


def _unusable(field: Field, rule: str, **named: object) -> Trouble:
    """Tell of a text nobody can use: its row goes back only where the field is required."""
    return trouble(
        rule if field.required else LEFT_OUT[rule], rejects=field.required, value=None, **named
    )


def _number(field: Field, heading_unit: str | None) -> Parser:
    factors = {plain(word): factor for word, factor in field.units.items()}
    if field.unit is not None:
        factors.setdefault(plain(field.unit), 1.0)
    unknown = None if _is_measured(field) else 1.0
    from_heading = factors.get(heading_unit, unknown) if heading_unit else 1.0
    expected = "、".join(field.units) or field.unit or "—"

    def parse(text: str) -> int | float | Trouble:
        found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip().removeprefix("¥"))
        if found is None or not any(letter.isdigit() for letter in found[1]):
            return _unusable(field, "not_a_number", found=text)
        unit = plain(found[2])
        factor = factors.get(unit) if unit else from_heading
        if factor is None and any(letter.isdigit() for letter in unit):  # 3-5, 12/14
            return _unusable(field, "not_a_number", found=text)
        if factor is None:
            named = found[2] or heading_unit
            return _unusable(field, "unknown_unit", found=text, unit=named, expected=expected)
        return _bounded(field, text, float(found[1].replace(",", "")) * factor)

    return parse


def _is_measured(field: Field) -> bool:
    """Tell whether what a heading has in brackets is the field's unit: of a count it is a remark.

    套数（已登记） counts as before; 直接经济损失（亿元） must not be read as yuan.
    """
    return field.type == "number" and (field.unit is not None or bool(field.units))


def _bounded(field: Field, text: str, number: float) -> int | float | Trouble:
    minimum = -MOST if field.minimum is None else field.minimum
    if number < minimum:
        return _unusable(field, "below_minimum", found=text, minimum=f"{minimum:g}")
    maximum = MOST if field.maximum is None else field.maximum
    if number > maximum:
        return _unusable(field, "above_maximum", found=text, maximum=f"{maximum:g}")
    if field.type == "integer":
        whole = round(number)
        return whole if abs(number - whole) < 1e-9 else _unusable(field, "not_whole", found=text)  # noqa: PLR2004
    return round(number, 9)


def _moment(field: Field, today: date, *, with_time: bool) -> Parser:
    def parse(text: str) -> Any:  # noqa: ANN401
        moment = parse_plainest(text)
        month = None if moment else parse_month(text)
        moment = moment or ((month, None) if month else parse_moment(text))
        # of a span a place began or ended on nobody knows which day; an event is of the first
        begin = parse_span(text) if moment is None and with_time else None
        moment = (begin, None) if begin else moment
        if moment is None:
            unread = "day_or_month" if is_order_open(text) else "not_a_date"
            return _unusable(field, unread, found=text)
        if month and field.column == "occurred":
            return trouble("month_of_event", found=text)
        if field.not_future and moment[0] > today:
            return _unusable(field, "future", found=text, today=today.isoformat())
        if field.column == "occurred" and moment[0] < DAY_ZERO:
            return trouble("too_early", found=text, first=DAY_ZERO.isoformat())
        value = moment if with_time else moment[0]
        rule = "month_only" if month else "span_of_time" if begin else None
        if rule is None:
            return value
        return trouble(rule, rejects=False, value=value, found=text, day=moment[0].isoformat())

    return parse


def _time(field: Field) -> Parser:
    def parse(text: str) -> Any:  # noqa: ANN401
        at = parse_time(text)
        return _unusable(field, "not_a_time", found=text) if at is None else at

    return parse


def _choice(field: Field, values: tuple[Value, ...]) -> Parser:
    by_word: dict[str, str] = {}
    for words in (
        lambda v: (v.name.zh,),
        lambda v: (v.id, v.name.en),
        lambda v: v.words,
    ):  # a value's own name wins over another's synonym
        for value in values:
            for word in words(value):
                by_word.setdefault(plain(word), value.id)
    shown = "、".join(value.name.zh for value in values[:MOST_WORDS_SHOWN])
    expected = shown + ("……" if len(values) > MOST_WORDS_SHOWN else "")

    def parse(text: str) -> str | Trouble | None:
        word = plain(text)
        if word in by_word:
            return by_word[word]
        if word == read_words().none_word:
            return None
        return _unusable(field, "unknown_word", found=text, expected=expected)

    return parse


def _flag(text: str) -> bool | Trouble:
    word = plain(text)
    if word in read_words().yes:
        return True
    if word in read_words().no:
        return False
    return trouble("not_yes_or_no", rejects=False, found=text)
