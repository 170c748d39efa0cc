"""On which days and at which times pupils come and go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from geodata.periods import Period, day_number, to_days

BELL_MARGIN = 30
"""Minutes before and after school begins or ends in which pupils are on their way."""

LONGEST_BREAK = 75
"""Days between two terms that are holidays; a longer gap means that a term was not entered."""

SATURDAY = 5
DAYS_A_WEEK = 7

Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The school days of some years, as entered.

    Parameters
    ----------
    terms
        Half-open periods in any order.
    days_off
        Public holidays within them.
    make_up_days
        Saturdays and Sundays with lessons (调休).
    """

    terms: tuple[Period, ...]
    days_off: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()

    def knows(self, days: Integers) -> Bools:
        """Say for each day number whether the calendar says anything about it (else 校历未录入)."""
        known = np.zeros(len(days), dtype=np.bool_)
        end = None
        for term in sorted(self.terms):
            first, after = to_days(term)
            start = end if end is not None and first - end <= LONGEST_BREAK else first
            known |= (days >= start) & (days < after)
            end = after
        return known

    def is_school_day(self, days: Integers) -> Bools:
        """Say for each day number whether there are lessons; a day not known has none."""
        in_term = np.zeros(len(days), dtype=np.bool_)
        for term in self.terms:
            start, end = to_days(term)
            in_term |= (days >= start) & (days < end)
        # Day number 0, 2000-01-01, was a Saturday.
        weekday = (days + SATURDAY) % DAYS_A_WEEK
        working = (weekday < SATURDAY) & ~_among(days, self.days_off)
        return in_term & (working | _among(days, self.make_up_days))


def near_bell(
    minutes: NDArray[np.integer], bells: Sequence[int], *, margin: int = BELL_MARGIN
) -> Bools:
    """Say for each minute of the day whether it is within the margin of a bell, edges included.

    Parameters
    ----------
    minutes
        Minute of the local day; 1440 and above (time not known) is near none.
    bells
        Minutes at which school begins or ends.
    """
    near = np.zeros(len(minutes), dtype=np.bool_)
    for bell in bells:
        near |= np.abs(minutes.astype(np.int64) - bell) <= margin
    return near


def _among(days: Integers, dates: frozenset[date]) -> Bools:
    return np.isin(days, [day_number(day) for day in dates])
