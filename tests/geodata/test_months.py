from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from geodata.months import months_of
from geodata.periods import Period, comparable, month_of

TODAY = date(2026, 11, 21)
DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))


def test_a_year_is_its_twelve_months() -> None:
    months = months_of(Period(date(2025, 1, 1), date(2026, 1, 1)), TODAY)
    assert months == tuple(month_of(date(2025, n, 1)) for n in range(1, 13))


def test_a_running_year_ends_with_today() -> None:
    months = months_of(Period(date(2026, 1, 1), date(2027, 1, 1)), TODAY)
    assert len(months) == 11
    assert months[-1] == Period(date(2026, 11, 1), date(2026, 11, 22))


def test_a_month_is_led_up_to_by_a_year() -> None:
    months = months_of(Period(date(2026, 3, 5), date(2026, 3, 21)), TODAY)
    assert months[0] == month_of(date(2025, 4, 1))
    assert months[-1] == Period(date(2026, 3, 1), date(2026, 3, 21))


def test_what_has_not_begun_has_no_months() -> None:
    assert months_of(Period(date(2026, 12, 1), date(2027, 1, 1)), TODAY) == ()


@given(DAYS, DAYS)
def test_months_join_without_gap_and_end_with_the_period(one: date, other: date) -> None:
    period = Period(min(one, other), date.fromordinal(max(one, other).toordinal() + 1))
    months = months_of(period, TODAY)
    begun = comparable(period, TODAY)
    assert bool(months) == (begun is not None)
    assert all(a.end == b.start for a, b in pairwise(months))
    assert all(month_of(month.start) == month_of(month.last_day) for month in months)
    if begun is not None:
        assert months[-1].end == begun.end
