import numpy as np

from geodata.analysis.unit_changes import (
    NOWHERE,
    ROWS,
    Chosen,
    commonest,
    count_changes,
    squares_of,
)
from tests.browser.map_site import made_up


def chosen(now: list[int], before: list[int]) -> Chosen:
    unit = np.array([*now, *before])
    is_now = np.arange(len(unit)) < len(now)
    return Chosen(unit, is_now, ~is_now)


def test_every_incident_is_counted_once_in_its_unit_or_elsewhere() -> None:
    layers = [chosen([7, 7, NOWHERE], [9]), chosen([9], [7, NOWHERE, NOWHERE])]
    found = count_changes(layers, days_now=30, days_before=30)
    assert found.unit.tolist() == [7, 9]
    assert found.now.tolist() == [2, 1]
    assert found.before.tolist() == [1, 1]
    assert (found.elsewhere_now, found.elsewhere_before) == (1, 2)


def test_rates_are_compared_not_counts() -> None:
    layers = [chosen([1] * 30, [1] * 60)]
    assert count_changes(layers, days_now=30, days_before=60).arrow.tolist() == [0]
    assert count_changes(layers, days_now=60, days_before=60).arrow.tolist() == [-1]


def test_what_is_evident_is_told_first_then_the_most_incidents() -> None:
    found = count_changes(
        [chosen([1] * 3 + [2] * 40 + [3] * 50, [1] * 3 + [2] * 5 + [3] * 50)],
        days_now=30,
        days_before=30,
    )
    assert found.unit[found.told_first()].tolist() == [2, 3, 1]


def test_no_incidents_are_no_changes() -> None:
    found = count_changes([], days_now=30, days_before=30)
    assert len(found.unit) == found.elsewhere_now == found.elsewhere_before == 0


def test_a_square_is_that_of_the_worlds_grid_and_unplaced_records_are_in_none() -> None:
    columns = made_up("incident", 200)
    squares = squares_of(columns, 1000.5)
    placed = columns.placed == 1
    assert (squares[~placed] == NOWHERE).all()
    column, row = squares[placed] // ROWS, squares[placed] % ROWS
    assert np.array_equal(column, np.floor(columns.x[placed] / 1000.5))
    assert np.array_equal(row, np.floor(columns.y[placed] / 1000.5))


def test_the_commonest_value_of_a_unit_is_told_and_the_smaller_of_equals() -> None:
    unit = np.array([7, 7, 7, 9, 9, 4])
    value = np.array([1, 3, 3, 5, 2, 8])
    assert commonest(unit, value, np.array([4, 7, 9])).tolist() == [8, 3, 2]
