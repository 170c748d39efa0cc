"""Dates and times as ledgers write them: 2024.3.5, 24年3月5日, 20240305, 8:30, Excel numbers."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from geodata.localtime import LOCAL_TIME

_YEAR, _MONTH, _DAY = r"(\d{4})", r"(\d{1,2})", r"(\d{1,2})"
# 24/3/5 has its year first as nothing else in it can be one; in 05/03/24 either end can
_SHORT = re.compile(r"(\d\d)(?=\s*年|(?:[-.]\d{1,2}){2}(?!\d)|/\d{1,2}/\d(?!\d))", re.ASCII)
# a number that was 2024.10 is written 2024.1
_OF_MONTH = re.compile(
    r"(\d{4}|\d\d(?=\s*年))\s*(?:[-/年]\s*(\d{1,2})\s*月?(?:份)?|\.(0\d|1[0-2]|[2-9]))"
)
_DATE = re.compile(rf"{_YEAR}\s*[-/.年]\s*{_MONTH}\s*[-/.月]\s*{_DAY}\s*(?:日|号)?")
_PLAINEST = re.compile(r"[12]\d{3}-[01]\d-[0-3]\d (?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
_PART = "上午|下午|晚上|晚|凌晨|早上|早晨|清晨|中午|午后|傍晚|夜间|夜里|深夜|白天"
_TIME = re.compile(
    rf"(?:大约|约)?\s*({_PART})?\s*(\d{{1,2}})\s*[:时点]\s*"
    r"(?:(\d{1,2}|半|整|钟)\s*(?:[:分]\s*(?:(\d{1,2})(?:\.\d+)?\s*秒?)?)?)?\s*(am|pm)?"
    r"\s*(?:许|左右|前后)?",
    re.IGNORECASE,
)
_HOUR_UNKNOWN = re.compile(rf"(?:{_PART})(?:许|左右|时分)?|0{{1,2}}:00(?::00(?:\.0+)?)?")
"""Behind a day: a part of it, or the midnight by which programs write a plain day."""

_SPAN = re.compile(r"\s*(?:至|到|[-~—–]+)\s*")
_END = re.compile(r"(?:\d{1,2}\s*[-/.月]\s*)?\d{1,2}\s*(?:日|号)?|[次翌当同]日|当天|第二天")
"""The end of a span that takes month and year from its beginning: 3月6日, 3.6, 6日, 次日."""

_DAY_OR_MONTH_FIRST = re.compile(
    r"(?:0?[1-9]|1[0-2])([-/.])(?:0?[1-9]|1[0-2])\1(?:\d{4}|\d\d)(?!\d)"
)

MINUTES_IN_WORDS = {"半": 30, "整": 0, "钟": 0}
# a minus after a blank is more likely the dash of a span, 08:30-09:00
_ZONE = re.compile(r"\s*(?:z|(\+|(?<=T..:..)-|(?<=T..:..:..)-)(\d{2}):?(\d{2})?)$", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_WEEKDAY = re.compile(r"[(]?(?:星期|周)[一二三四五六日天][)]?")

EXCEL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - local by nature, as a ledger's dates are
"""Day 0 of the 1900 date system, moved back by the leap day it invents (1900-02-29)."""

DAYS_TO_1904 = 1_462
"""From that day to day 0 of the 1904 date system, in which workbooks of older Macs count."""

EXCEL_FIRST, EXCEL_LAST = 20_000, 80_000
"""Serials taken as dates: 1954 to 2119. Smaller ones are more likely years or plain numbers."""

AFTERNOON, EARLY, MIDDAY = {"下午", "午后", "傍晚", "pm"}, {"凌晨", "am"}, {"中午"}
NIGHT = {"晚上", "晚", "夜间", "夜里", "深夜"}
NOON = 12
HOURS = 24
MOST_SIXTIETHS = 59
NIGHT_ENDS, MIDDAY_ENDS = 5, 3
"""晚上12点 to 晚上4点 are of the night that began the day before; 中午1点 is 13 o'clock."""

SHORT_DIGITS, PIVOT, LAST_CENTURY, THIS_CENTURY = 2, 69, 1900, 2000

DAY_S = 86_400
LOCAL_OFFSET = LOCAL_TIME.utcoffset(None)

Moment = tuple[date, time | None]


def parse_moment(text: str) -> Moment | None:
    """Read a local day and, where it is written, the time of day.

    Parameters
    ----------
    text
        One cell. A time that is missing stays unknown: it does not become midnight, and 00:00 is
        how programs write that none is known, as a spreadsheet does.

    Returns
    -------
    tuple of date and time, or None
        The time is None where none is written; None for all that is no date.
    """
    plain = _even(text)
    try:
        return parse_plainest(plain) or _spelled(plain) or _compact(plain) or _serial(plain)
    except (ValueError, OverflowError):
        return None


def parse_plainest(text: str) -> Moment | None:
    """Read 2024-03-05 08:30, as most systems write it, without the patterns for all others."""
    if not _PLAINEST.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:  # the 30th of February
        return None
    return moment.date(), _known(moment.time())


def from_1904(text: str) -> str:
    """Write out the day that a bare number means in the 1904 date system; other texts stay.

    References
    ----------
    ECMA-376 part 1, 18.17.4.1.
    """
    moment = _serial(str(float(text) + DAYS_TO_1904)) if _SERIAL.fullmatch(text) else None
    return " ".join(str(part) for part in moment if part) if moment else text


def parse_span(text: str) -> date | None:
    """Read the day on which a span of time begins: 3月5日20时至3月6日8时; None for others."""
    for dash in _SPAN.finditer(plain := _even(text)):
        begin, end = parse_moment(plain[: dash.start()]), plain[dash.end() :].strip()
        day = _END.match(end)
        ends = _since_midnight(end[day.end() :].strip() if day else end)
        if begin and (ends or _since_midnight(end) or parse_moment(end) or _END.fullmatch(end)):
            return begin[0]
    return None


def parse_month(text: str) -> date | None:
    """Read a month without a day, 2024年3月, 2024/3, 2024.3, as its first day; None for others."""
    found = _OF_MONTH.fullmatch(_even(text))
    try:
        return found and date(_year(found[1]), int(found[2] or found[3]), 1)
    except ValueError:
        return None


def is_order_open(text: str) -> bool:
    """Tell whether a text is a date that leaves open which number is the day: 05/03/2024."""
    return _DAY_OR_MONTH_FIRST.match(_even(text)) is not None


def _even(text: str) -> str:
    """Even out width, and leave out the day of the week."""
    plain = text.strip()
    if plain.isascii():
        return plain
    return _WEEKDAY.sub("", unicodedata.normalize("NFKC", plain).strip()).strip()


def _year(digits: str) -> int:
    """Read a year of four digits, or of two: 69 to 99 are of the last century, as POSIX has it."""
    year = int(digits)
    if len(digits) > SHORT_DIGITS:
        return year
    return year + (THIS_CENTURY if year < PIVOT else LAST_CENTURY)


def parse_time(text: str) -> time | None:
    """Read a time of day: 8:30, 08:30:15, 8时30分, 下午3点, 0.354 and 45356.354 (Excel numbers).

    None for 24:00 and 晚上12点 as well: they are of the next day, which a time alone cannot say.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        fraction = float(plain)
    except ValueError:
        fraction = -1
    if 0 <= fraction < 1:
        return _within_a_day(timedelta(seconds=round(fraction * DAY_S)))
    moment = parse_moment(plain)
    return moment[1] if moment else _within_a_day(_since_midnight(plain))


def _within_a_day(passed: timedelta | None) -> time | None:
    return None if passed is None or passed.days else (EXCEL_ZERO + passed).time()


def _spelled(text: str) -> Moment | None:
    short = _SHORT.match(text)
    text = f"{_year(short[1])}{text[short.end() :]}" if short else text
    found = _DATE.match(text)
    if found is None:
        return None
    day = date(int(found[1]), int(found[2]), int(found[3]))
    zone = _ZONE.search(text, found.end())
    rest = text[found.end() : zone.start() if zone else None].lstrip("Tt, ").strip()
    if not rest or _HOUR_UNKNOWN.fullmatch(rest):
        return day, None
    passed = _since_midnight(rest)
    if passed is None or zone is None:
        return None if passed is None else _moment(day, passed)
    local, at = _moment(day, passed + LOCAL_OFFSET - _offset(zone))
    return local, _known(at)  # no clerk writes a distance from UTC: a program knew but the day


def _offset(zone: re.Match[str]) -> timedelta:
    """Give the distance from UTC; Z is none."""
    distance = timedelta(hours=int(zone[2] or 0), minutes=int(zone[3] or 0))
    return -distance if zone[1] == "-" else distance


def _moment(day: date, passed: timedelta) -> Moment:
    """Give the moment so long after a day's midnight, which may be on another day."""
    at = datetime.combine(day, time()) + passed
    return at.date(), at.time()


def _compact(text: str) -> Moment | None:
    found = _COMPACT.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (
        int(part) if part else None for part in found.groups()
    )
    at = time(hour or 0, minute or 0, second or 0)
    return date(year or 0, month or 0, day or 0), _known(at)


def _known(at: time | None) -> time | None:
    """Take midnight for the time programs write where they know none."""
    return None if at == time() else at


def _serial(text: str) -> Moment | None:
    if not _SERIAL.fullmatch(text) or not EXCEL_FIRST <= float(text) < EXCEL_LAST:
        return None
    days = float(text)
    if days.is_integer():
        return (EXCEL_ZERO + timedelta(days=days)).date(), None
    # on the whole instant: a day's last half second belongs to the next day
    at = EXCEL_ZERO + timedelta(seconds=round(days * DAY_S))
    return at.date(), at.time()


def _since_midnight(text: str) -> timedelta | None:
    """Read a clock as what has passed since its day's midnight; a day and more for the next."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    part = (found[1] or found[5] or "").lower()
    minute = MINUTES_IN_WORDS.get(found[3] or "整", -1)
    minute = int(found[3]) if minute < 0 else minute
    hour, second = int(found[2]), int(found[4] or 0)
    if hour > HOURS or minute > MOST_SIXTIETHS or second > MOST_SIXTIETHS:
        return None
    return timedelta(hours=_hour(part, hour), minutes=minute, seconds=second)


def _hour(part: str, hour: int) -> int:
    """Count an hour of a part of the day from midnight."""
    if part in NIGHT and (hour == NOON or hour < NIGHT_ENDS):
        return HOURS + hour % NOON
    if part in EARLY and hour == NOON:
        return 0
    later = part in AFTERNOON | NIGHT or (part in MIDDAY and hour < MIDDAY_ENDS)
    return hour + NOON if later and hour < NOON else hour
