from dataclasses import replace
from datetime import date

import pytest

from geodata.against import Against, against_of, compared_periods, in_period
from geodata.periods import Period, month_of
from geodata.selection import Selection

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
UNTIL = date(2026, 11, 20)


def compared(against: Period | None) -> Selection:
    return Selection(("incident",), YEAR, against)


@pytest.mark.parametrize("name", list(Against))
def test_a_comparison_moves_with_its_period(name: Against) -> None:
    april, march = (month_of(date(2026, n, 1)) for n in (4, 3))
    moved = in_period(Selection(("incident",), april, name.period(april)), march)
    assert (moved.period, moved.against) == (march, name.period(march))
    assert against_of(moved) == name


def test_days_chosen_by_hand_are_dropped_with_their_period() -> None:
    assert in_period(compared(month_of(date(2020, 5, 1))), YEAR).against is None


def test_a_running_year_faces_as_many_days_of_the_last() -> None:
    found = compared_periods(compared(Against.LAST_YEAR.period(YEAR)), UNTIL)
    assert found == (
        Period(date(2026, 1, 1), date(2026, 11, 21)),
        Period(date(2025, 1, 1), date(2025, 11, 21)),
    )


def test_days_chosen_by_hand_are_cut_to_as_many() -> None:
    by_hand = replace(compared(Period(date(2024, 1, 1), date(2025, 1, 1))))
    found = compared_periods(by_hand, UNTIL)
    assert found is not None
    assert found[0].days == found[1].days


def test_nothing_is_compared_where_nothing_was_chosen_or_has_begun() -> None:
    assert compared_periods(compared(None), UNTIL) is None
    assert compared_periods(compared(Against.LAST_YEAR.period(YEAR)), date(2025, 12, 31)) is None
