"""Periods of local days: half-open, in the months people live by (Asia/Shanghai)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from geodata.errors import SelectionError

DAY_ZERO = date(2000, 1, 1)
"""Day number 0 of the columns."""

LAST_DAY = 65_535
"""The highest day number a column holds; there it also means 'still standing'."""

MONTHS = 12
FEBRUARY, LEAP_DAY = 2, 29

_DATES = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})/([0-9]{4}-[0-9]{2}-[0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Local days from `start` up to, not including, `end`.

    Raises
    ------
    SelectionError
        Where no day lies between them.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a period without days."""
        if self.start >= self.end:
            raise SelectionError(
                f"period {self.start}/{self.end}",
                "an end after the start (the end day itself is not counted)",
                "choose a later end or an earlier start",
            )

    def __str__(self) -> str:
        """Write ``2025-01-01/2026-01-01``, the form `parse_period` reads and links carry."""
        return f"{self.start.isoformat()}/{self.end.isoformat()}"

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day counted, the one on which stock (places) is counted."""
        return self.end - timedelta(days=1)


class Preset(StrEnum):
    """The periods offered by name; the values travel in links and name the texts."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"
    LAST_12_MONTHS = "last_12_months"


USUAL_PERIOD = Preset.LAST_12_MONTHS
"""The period shown and taken away where none is chosen: whole months, each season once."""


def parse_period(text: str) -> Period:
    """Read a period from ``start/end``, two ISO dates, the end not counted.

    Raises
    ------
    SelectionError
        Where it is not that, has no days, or leaves the days a column can hold (2000 to 2179).
    """
    dates = _DATES.fullmatch(text)
    try:
        start, end = map(date.fromisoformat, dates.groups() if dates else ())
    except ValueError:
        raise SelectionError(
            f"period {text[:40]!r}",
            "two dates such as 2025-01-01/2026-01-01",
            "choose the period again",
        ) from None
    if day_number(start) < 0 or day_number(end) > LAST_DAY:
        raise SelectionError(
            f"period {text}", "days from 2000 to 2179", "choose a period within these years"
        )
    return Period(start, end)


def last_choosable(today: date) -> date:
    """Return the last day a period may be chosen to: the end of next year, for plans.

    Stock on a day further off would be today's under another date.
    """
    return date(today.year + 1, MONTHS, 31)


def require_choosable(period: Period, today: date) -> Period:
    """Return the period.

    Raises
    ------
    SelectionError
        Where it goes on beyond `last_choosable`.
    """
    last = last_choosable(today)
    if period.last_day > last:
        raise SelectionError(f"period {period}", f"days up to {last}", "choose an earlier end")
    return period


def day_number(day: date) -> int:
    """Days since 2000-01-01, the number columns hold; negative before."""
    return (day - DAY_ZERO).days


def day_of(number: int) -> date:
    """Return the day of a number as `day_number` gives it."""
    return DAY_ZERO + timedelta(days=number)


def to_days(period: Period) -> tuple[int, int]:
    """First day number and the day number after the last, held within what columns can hold."""
    start, end = day_number(period.start), day_number(period.end)
    return min(max(start, 0), LAST_DAY), min(max(end, 0), LAST_DAY)


def month_before(first: date, months: int) -> date:
    """Step back from the first of a month by months, forward by negative ones."""
    return _later(first, -months)


def month_of(day: date) -> Period:
    """Return the whole month of a day."""
    start = day.replace(day=1)
    return Period(start, _later(start, 1))


def preset_period(name: Preset, today: date) -> Period:
    """Return a named period as seen on `today`.

    This month and this year are whole (they run beyond today; see `comparable`). The last twelve
    months are the twelve whole months before this one, so that each season is in it once and no
    month is half.
    """
    return _PRESETS[name](today)


def name_of(period: Period, today: date) -> Preset | None:
    """Say which named period this is on `today`; None for one chosen by hand."""
    return next((name for name in Preset if preset_period(name, today) == period), None)


def same_period_last_year(period: Period) -> Period:
    """Return the same calendar days a year before (同比).

    A whole February stays whole, with 28 or 29 days. Where last year lacks 29 February, a period
    starting on it starts on the 28th, and one ending before it ends with the 28th counted.
    """
    return Period(_last_year(period.start, 28), _last_year(period.end, 29))


def previous_period(period: Period) -> Period:
    """Return the period just before (环比).

    A period that starts on the first of a month steps back by the months it touches: November by
    October, the first 21 days of November by the first 21 of October (where that month is shorter,
    by all of it), a quarter by the quarter before. Any other steps back by its own number of days.
    """
    if period.start.day != 1:
        return Period(period.start - timedelta(days=period.days), period.start)
    last = period.last_day
    touched = (last.year - period.start.year) * MONTHS + last.month - period.start.month + 1
    before = _later(last.replace(day=1), -touched)
    # Counting days from that month's first, held within it, is what makes 1-30 March face February.
    end = min(before + timedelta(days=last.day), _later(before, 1))
    if period.end.day == 1:
        end = _later(before, 1)
    return Period(_later(period.start, -touched), end)


def comparable(period: Period, today: date) -> Period | None:
    """Cut a running period to the days that have begun, today among them.

    Compare this part with the same part of another period, so that both have equal days; a period
    that is over comes back as it is.

    Returns
    -------
    Period or None
        None for a period that has not begun: there is nothing to compare.
    """
    if period.start > today:
        return None
    return Period(period.start, min(period.end, today + timedelta(days=1)))


def _later(first: date, months: int) -> date:
    """Step from the first of a month to the first of another."""
    count = first.year * MONTHS + first.month - 1 + months
    return date(count // MONTHS, count % MONTHS + 1, 1)


def _last_year(day: date, leap_day_becomes: int) -> date:
    if (day.month, day.day) == (FEBRUARY, LEAP_DAY):
        return date(day.year - 1, FEBRUARY, 28) + timedelta(days=leap_day_becomes - 28)
    return day.replace(year=day.year - 1)


_PRESETS: Mapping[Preset, Callable[[date], Period]] = MappingProxyType(
    {
        Preset.THIS_MONTH: month_of,
        Preset.LAST_MONTH: lambda today: previous_period(month_of(today)),
        Preset.THIS_YEAR: lambda today: Period(date(today.year, 1, 1), date(today.year + 1, 1, 1)),
        Preset.LAST_12_MONTHS: lambda today: Period(
            _later(today.replace(day=1), -MONTHS), today.replace(day=1)
        ),
    }
)
