from datetime import date

import numpy as np
import pytest

from etl.town.rhythm import RHYTHMS, day_weights, draw_days, elapsed_share


@pytest.mark.parametrize("name", sorted(RHYTHMS))
def test_a_rhythm_has_24_hours_7_weekdays_and_12_months(name: str) -> None:
    assert [len(weights) for weights in RHYTHMS[name]] == [24, 7, 12]


def test_weekdays_are_counted_from_monday() -> None:
    days, weights = day_weights(RHYTHMS["shift"], 2026)
    by_day = dict(zip(days.tolist(), weights, strict=True))
    assert by_day[date(2026, 6, 7)] < by_day[date(2026, 6, 8)]  # a Sunday and a Monday


def test_a_leap_year_has_its_29_february() -> None:
    days, _ = day_weights(RHYTHMS["traffic"], 2024)
    assert len(days) == 366


def test_nothing_has_elapsed_on_new_years_day() -> None:
    assert elapsed_share(RHYTHMS["traffic"], date(2026, 1, 1)) == 0
    assert 0.4 < elapsed_share(RHYTHMS["traffic"], date(2026, 7, 1)) < 0.6


def test_days_are_drawn_before_the_given_day() -> None:
    drawn = draw_days(RHYTHMS["night"], 2026, date(2026, 1, 3), 50, np.random.default_rng(1))
    assert set(drawn.tolist()) == {date(2026, 1, 1), date(2026, 1, 2)}
