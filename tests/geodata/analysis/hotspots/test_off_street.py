"""A building is hot for its residents, not for having many."""

import numpy as np
import pytest

from geodata.analysis.hotspots.off_street import find_hot_units
from geodata.analysis.hotspots.units import point_units

RNG = np.random.default_rng(1)
XY = RNG.uniform(0.0, 2_000.0, (800, 2))
RESIDENTS = RNG.integers(5, 60, 800).astype(np.float64)
UNITS = point_units(XY, RESIDENTS)


def happened(
    rate: np.ndarray[tuple[int], np.dtype[np.float64]], seed: int
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.repeat(np.arange(800), np.random.default_rng(seed).poisson(rate))


@pytest.mark.parametrize("seed", range(5))
def test_at_even_risk_no_building_is_hot_however_large(seed: int) -> None:
    assert find_hot_units(happened(0.02 * RESIDENTS, seed), UNITS).hot.mean() <= 0.005


def test_a_building_of_many_times_the_risk_stands_first() -> None:
    rate = 0.02 * RESIDENTS
    rate[7] = 15.0
    found = find_hot_units(happened(rate, 1), UNITS)
    assert found.order[0] == 7
    assert found.hot[7]
    assert found.hot_probability[7] > 0.95


def test_incidents_on_no_building_are_left_out() -> None:
    assert find_hot_units(np.array([-1, 4]), UNITS).counts.sum() == 1


def test_without_incidents_nothing_is_hot() -> None:
    assert not find_hot_units(np.array([], dtype=np.int64), UNITS).hot.any()
