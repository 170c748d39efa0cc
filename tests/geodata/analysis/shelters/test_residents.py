"""People are spread over homes by floor area, and what is not known is said."""

import numpy as np
import pytest

from geodata.analysis.shelters.residents import spread_people

NAN = np.nan


def test_people_live_by_ground_times_floors() -> None:
    spread = spread_people(
        np.array([0, 0, 1]),
        np.array([100.0, 200.0, 50.0]),
        np.array([6.0, 1.0, 3.0]),
        np.array([80.0, 10.0]),
    )
    assert spread.people.tolist() == [60.0, 20.0, 10.0]
    assert (spread.placed_share, spread.by_floors) == (1.0, 1.0)


def test_where_floors_are_not_all_told_ground_alone_counts() -> None:
    spread = spread_people(
        np.array([0, 0, 1]),
        np.array([100.0, 300.0, 50.0]),
        np.array([6.0, NAN, 3.0]),
        np.array([80.0, 20.0]),
    )
    assert spread.people.tolist() == [20.0, 60.0, 20.0]
    assert spread.by_floors == pytest.approx(0.2)


def test_where_nothing_is_told_people_are_spread_evenly() -> None:
    spread = spread_people(
        np.array([0, 0]), np.array([0.0, 9.0]), np.array([NAN, 1.0]), np.array([8.0])
    )
    assert spread.people.tolist() == [4.0, 4.0]


def test_people_of_an_area_without_homes_are_placed_nowhere() -> None:
    spread = spread_people(np.array([0, -1]), np.ones(2), np.ones(2), np.array([30.0, 10.0]))
    assert spread.people.tolist() == [30.0, 0.0]
    assert spread.placed_share == pytest.approx(0.75)


def test_without_any_population_nothing_is_known() -> None:
    spread = spread_people(np.array([-1]), np.ones(1), np.ones(1), np.array([]))
    assert spread.people.tolist() == [0.0]
    assert np.isnan(spread.placed_share)
