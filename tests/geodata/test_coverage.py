"""Up to which day a layer of several sources is true."""

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from geodata.coverage import fed_until, true_until
from geodata.periods import day_number
from tests.geodata.columns_making import make_columns

AUGUST_31, OCTOBER_31 = date(2025, 8, 31), date(2025, 10, 31)
FEEDERS = np.array([0, 0, 1, 65_535], np.uint16)
INCIDENTS = replace(make_columns(4, events=True), feeders=FEEDERS)


def _on(*days: date) -> NDArray[np.uint16]:
    return np.array([day_number(day) for day in days], np.uint16)


def test_a_layer_is_true_as_far_as_the_source_that_lags_most() -> None:
    columns = replace(INCIDENTS, from_day=_on(*[date(2025, 8, 1)] * 4))
    assert true_until(columns, (AUGUST_31, OCTOBER_31)) == AUGUST_31


def test_a_source_that_ended_long_ago_holds_nothing_back() -> None:
    columns = replace(INCIDENTS, from_day=_on(*[date(2020, 8, 1)] * 2, *[date(2025, 8, 1)] * 2))
    assert true_until(columns, (date(2020, 9, 1), OCTOBER_31)) == OCTOBER_31


def test_a_layer_that_is_not_counted_has_the_earliest_day() -> None:
    assert true_until(None, (OCTOBER_31, AUGUST_31)) == AUGUST_31


def test_rows_of_no_known_source_tell_no_day() -> None:
    rows = np.array([False, False, False, True])
    assert fed_until(INCIDENTS, rows, (AUGUST_31, OCTOBER_31)) is None
    assert fed_until(make_columns(4, events=False), rows, (AUGUST_31,)) is None
