"""The calendar an office enters, with and without the public holidays of its year."""

from dataclasses import replace
from datetime import date

import numpy as np

from geodata.analysis.schools.days import SchoolCalendar
from geodata.analysis.schools.terms import PUBLISHED, read_calendar
from geodata.columns import STILL
from geodata.periods import day_number
from tests.geodata.columns_making import make_columns
from tests.geodata.making import CATALOGUE

LAYER = CATALOGUE.by_layer["school_calendar"]
TERM = ("term", date(2025, 9, 1), date(2026, 1, 16))


def calendar_of(*told: tuple[str, date, date | None]) -> SchoolCalendar:
    classes = LAYER.classes
    assert classes is not None
    columns = replace(
        make_columns(len(told), events=False),
        classes=np.array([classes.index(kind) for kind, *_ in told], dtype=np.uint8),
        from_day=np.array([day_number(first) for _, first, _ in told], dtype=np.uint16),
        to_day=np.array(
            [STILL if last is None else day_number(last) for *_, last in told], dtype=np.uint16
        ),
    )
    return read_calendar(columns, LAYER)


def is_school_day(calendar: SchoolCalendar, day: date) -> bool:
    return bool(calendar.is_school_day(np.array([day_number(day)]))[0])


def knows(calendar: SchoolCalendar, day: date) -> bool:
    return bool(calendar.knows(np.array([day_number(day)]))[0])


def test_first_and_last_day_of_a_term_belong_to_it() -> None:
    calendar = calendar_of(TERM)
    ends = [date(2025, 8, 29), TERM[1], TERM[2], date(2026, 1, 19)]
    assert [is_school_day(calendar, day) for day in ends] == [False, True, True, False]


def test_holidays_and_working_weekends_are_known_without_a_row() -> None:
    calendar = calendar_of(TERM)
    assert not is_school_day(calendar, date(2025, 10, 8))
    assert is_school_day(calendar, date(2025, 10, 11))
    assert not is_school_day(calendar, date(2025, 10, 12))


def test_the_ledger_goes_before_what_was_announced() -> None:
    told = (("make_up", date(2025, 10, 8), None), ("day_off", date(2025, 10, 11), None))
    calendar = calendar_of(TERM, *told)
    assert is_school_day(calendar, date(2025, 10, 8))
    assert not is_school_day(calendar, date(2025, 10, 11))


def test_a_year_without_announcement_is_unknown_until_the_ledger_tells_its_holidays() -> None:
    year = PUBLISHED[-1] + 1
    term, day = ("term", date(year, 2, 20), date(year, 7, 5)), date(year, 3, 3)
    assert not knows(calendar_of(term), day)
    assert knows(calendar_of(term, ("day_off", date(year, 5, 1), date(year, 5, 5))), day)


def test_without_any_term_nothing_is_known() -> None:
    assert not knows(calendar_of(("day_off", date(2025, 10, 1), None)), date(2025, 10, 1))
