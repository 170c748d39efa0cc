"""School days and the minutes around the bell."""

from datetime import date

import numpy as np
import pytest

from geodata.analysis.schools.days import SchoolCalendar, near_bell
from geodata.periods import Period, day_number

CALENDAR = SchoolCalendar(
    terms=(
        Period(date(2024, 9, 2), date(2025, 1, 18)),
        Period(date(2025, 2, 17), date(2025, 7, 5)),
        Period(date(2025, 9, 1), date(2026, 1, 24)),
    ),
    days_off=frozenset({date(2025, 5, 1), date(2025, 5, 2)}),
    make_up_days=frozenset({date(2025, 4, 27), date(2025, 7, 12)}),
)


def days(*texts: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([day_number(date.fromisoformat(text)) for text in texts])


@pytest.mark.parametrize(
    ("day", "school"),
    [
        ("2025-02-16", False),  # Sunday before the term
        ("2025-02-17", True),  # Monday, first day
        ("2025-07-04", True),  # Friday, last day
        ("2025-07-05", False),  # the end itself
        ("2025-05-01", False),  # holiday on a Thursday
        ("2025-05-04", False),  # Sunday
        ("2025-04-27", True),  # Sunday made up
        ("2025-07-12", False),  # made up outside the term
        ("2025-08-15", False),  # summer
    ],
)
def test_school_days_follow_terms_holidays_and_make_up_days(day: str, school: bool) -> None:  # noqa: FBT001
    assert CALENDAR.is_school_day(days(day)).tolist() == [school]


def test_holidays_between_terms_are_known_what_was_never_entered_is_not() -> None:
    known = CALENDAR.knows(days("2024-09-01", "2024-09-02", "2025-02-01", "2025-08-15"))
    assert known.tolist() == [False, True, True, True]
    assert CALENDAR.knows(days("2026-01-23", "2026-01-24")).tolist() == [True, False]
    gap = SchoolCalendar((CALENDAR.terms[0], CALENDAR.terms[2]))
    assert gap.knows(days("2025-01-17", "2025-03-03", "2025-09-01")).tolist() == [True, False, True]


def test_an_empty_calendar_knows_nothing() -> None:
    empty = SchoolCalendar(())
    assert not empty.knows(days("2025-03-03")).any()
    assert not empty.is_school_day(days("2025-03-03")).any()


def test_the_margin_takes_its_edges_in() -> None:
    minutes = np.array([449, 450, 480, 510, 511, 65_535], dtype=np.uint16)
    assert near_bell(minutes, [480]).tolist() == [False, True, True, True, False, False]
    assert near_bell(minutes, [480, 541]).tolist() == [False, True, True, True, True, False]
    assert not near_bell(minutes, []).any()
