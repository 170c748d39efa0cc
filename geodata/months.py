"""The months a period is played back in."""

from datetime import date

from geodata.periods import Period, comparable, month_before, month_of

MONTHS_BEFORE = 11
"""A period within one month is played as the end of a year."""


def months_of(period: Period, today: date) -> tuple[Period, ...]:
    """Return the months of a period in their order, the first and the last cut to it.

    One that lies within a single month is led up to by the eleven months before. Days that have
    not begun on `today` are left out; a period wholly in the future has no months.
    """
    begun = comparable(period, today)
    if begun is None:
        return ()
    first, last = month_of(begun.start), month_of(begun.last_day)
    start = month_before(last.start, MONTHS_BEFORE) if first == last else begun.start
    months = []
    while start < begun.end:
        end = min(month_of(start).end, begun.end)
        months.append(Period(start, end))
        start = end
    return tuple(months)
