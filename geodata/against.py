"""The period a selection is compared with, by name: the one before (环比) or last year's (同比)."""

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from geodata.periods import Period, comparable, previous_period, same_period_last_year
from geodata.selection import Selection


class Against(StrEnum):
    """The periods offered to compare with; the values travel in links and name the texts."""

    LAST_YEAR = "last_year"
    PREVIOUS = "previous"

    def period(self, of: Period) -> Period:
        """Return the period compared with."""
        return _PERIODS[self](of)


def against_of(selection: Selection) -> Against | None:
    """Say which one a selection is compared with; None for none and for days chosen by hand.

    To a whole year the year before is both: it counts as last year's days.
    """
    period = selection.period
    return next((one for one in Against if one.period(period) == selection.against), None)


def in_period(selection: Selection, period: Period) -> Selection:
    """Return the selection in another period, compared with what is to that as before.

    Days chosen by hand are not compared with any longer: to the new period they say nothing.
    """
    named = against_of(selection)
    return replace(
        selection, period=period, against=None if named is None else named.period(period)
    )


def compared_periods(selection: Selection, until: date) -> tuple[Period, Period] | None:
    """Return the days compared and those compared with, as many of each as have passed by `until`.

    None where the selection compares nothing or its period has not begun.
    """
    now = comparable(selection.period, until)
    if now is None or selection.against is None:
        return None
    if named := against_of(selection):
        return now, named.period(now)
    start, end = selection.against.start, selection.against.end
    if now != selection.period:
        end = min(end, start + timedelta(days=now.days))
    return now, Period(start, end)


_PERIODS = {Against.PREVIOUS: previous_period, Against.LAST_YEAR: same_period_last_year}
