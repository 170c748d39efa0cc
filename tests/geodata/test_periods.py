from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import SelectionError
from geodata.periods import (
    DAY_ZERO,
    Period,
    Preset,
    comparable,
    day_number,
    month_of,
    name_of,
    parse_period,
    preset_period,
    previous_period,
    same_period_last_year,
    to_days,
)

TODAY = date(2026, 11, 21)
days = st.dates(date(2002, 1, 1), date(2170, 1, 1))
periods = st.builds(
    lambda start, n: Period(start, start + timedelta(days=n)), days, st.integers(1, 800)
)


def period(text: str) -> Period:
    return parse_period(text)


@given(periods)
def test_a_period_survives_being_written_and_read(chosen: Period) -> None:
    assert parse_period(str(chosen)) == chosen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025",
        "2025-01-01",
        "2025-01-01/",
        "20250101/20260101",
        "2025-W01-1/2025-W02-1",
        "2025-02-29/2025-03-01",
        "2025-01-01/2025-01-01",
        "2025-01-02/2025-01-01",
        "1999-12-31/2000-02-01",
        "2179-01-01/2179-12-31",
        "2025-01-01/2026-01-01\n",
        "٢025-01-01/2026-01-01",
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(SelectionError):
        parse_period(text)


def test_the_end_is_not_counted() -> None:
    year = period("2025-01-01/2026-01-01")
    assert year.days == 365
    assert year.last_day == date(2025, 12, 31)


def test_days_count_from_2000_and_stay_within_a_column() -> None:
    assert to_days(Period(DAY_ZERO, date(2000, 1, 3))) == (0, 2)
    assert to_days(Period(date(1990, 1, 1), date(2000, 1, 2))) == (0, 1)
    assert to_days(Period(date(2026, 1, 1), date(2300, 1, 1))) == (9497, 65_535)
    assert day_number(date(1999, 12, 31)) == -1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("this_month", "2026-11-01/2026-12-01"),
        ("last_month", "2026-10-01/2026-11-01"),
        ("this_year", "2026-01-01/2027-01-01"),
        ("last_12_months", "2025-11-01/2026-11-01"),
    ],
)
def test_named_periods_are_whole_months(name: str, text: str) -> None:
    assert preset_period(Preset(name), TODAY) == period(text)
    assert name_of(period(text), TODAY) == name


def test_a_period_chosen_by_hand_has_no_name() -> None:
    assert name_of(period("2026-11-01/2026-11-21"), TODAY) is None


@given(days)
def test_each_named_period_is_told_from_the_others_on_any_day(today: date) -> None:
    for name in Preset:
        assert name_of(preset_period(name, today), today) is name


def test_named_periods_turn_with_the_year() -> None:
    new_year = date(2027, 1, 1)
    assert preset_period(Preset.LAST_MONTH, new_year) == period("2026-12-01/2027-01-01")
    assert preset_period(Preset.LAST_12_MONTHS, new_year) == period("2026-01-01/2027-01-01")
    assert month_of(date(2026, 12, 31)) == period("2026-12-01/2027-01-01")


@pytest.mark.parametrize(
    ("this", "last"),
    [
        ("2026-01-01/2027-01-01", "2025-01-01/2026-01-01"),
        ("2025-02-01/2025-03-01", "2024-02-01/2024-03-01"),
        ("2024-02-01/2024-03-01", "2023-02-01/2023-03-01"),
        ("2024-02-29/2024-03-01", "2023-02-28/2023-03-01"),
        ("2024-02-01/2024-02-29", "2023-02-01/2023-03-01"),
        ("2024-01-01/2024-03-15", "2023-01-01/2023-03-15"),
    ],
)
def test_last_year_is_the_same_calendar_days(this: str, last: str) -> None:
    assert same_period_last_year(period(this)) == period(last)


@pytest.mark.parametrize(
    ("this", "before"),
    [
        ("2026-11-01/2026-12-01", "2026-10-01/2026-11-01"),
        ("2026-02-01/2026-03-01", "2026-01-01/2026-02-01"),
        ("2026-03-01/2026-04-01", "2026-02-01/2026-03-01"),
        ("2026-01-01/2026-04-01", "2025-10-01/2026-01-01"),
        ("2026-01-01/2027-01-01", "2025-01-01/2026-01-01"),
        ("2026-11-01/2026-11-22", "2026-10-01/2026-10-22"),
        ("2026-03-01/2026-03-31", "2026-02-01/2026-03-01"),
        ("2026-03-05/2026-03-12", "2026-02-26/2026-03-05"),
    ],
)
def test_the_previous_period_is_the_one_people_mean(this: str, before: str) -> None:
    assert previous_period(period(this)) == period(before)


@given(periods)
def test_the_previous_period_lies_before(this: Period) -> None:
    before = previous_period(this)
    assert before.end <= this.start
    assert same_period_last_year(this).start < this.start


def test_a_running_period_is_compared_by_the_days_that_have_begun() -> None:
    running = comparable(preset_period(Preset.THIS_MONTH, TODAY), TODAY)
    assert running == period("2026-11-01/2026-11-22")
    assert previous_period(running).days == same_period_last_year(running).days == running.days


def test_a_period_that_is_over_is_compared_whole_and_one_to_come_not_at_all() -> None:
    over = period("2025-01-01/2026-01-01")
    assert comparable(over, TODAY) == over
    assert comparable(period("2026-11-22/2026-12-01"), TODAY) is None
    assert comparable(period("2026-11-21/2026-12-01"), TODAY) == period("2026-11-21/2026-11-22")
