"""What is expected of a unit comes from its size, its neighbours and what is known of it."""

import numpy as np
import pytest

from geodata.analysis.hotspots.expectation import fit_expectation
from geodata.analysis.hotspots.units import Units, point_units
from tests.geodata.analysis.streets_making import chequered_streets

STREETS = chequered_streets()
UNITS = STREETS.units


def plain_units(size: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Units:
    return Units(size, (), np.empty((len(size), 0)), ())


def test_without_anything_known_it_is_the_known_regression() -> None:
    size = np.repeat([1.0, 2.0, 4.0], 400)
    counts = np.random.default_rng(1).poisson(0.5 * size**1.5)
    found = fit_expectation(counts, plain_units(size))
    assert found.weights["constant"] == pytest.approx(np.log(0.5), abs=0.15)
    assert found.weights["log_size"] == pytest.approx(1.5, abs=0.15)
    assert found.shape > 10.0
    assert found.mean.sum() == pytest.approx(counts.sum(), rel=0.01)


def test_it_finds_how_much_units_differ() -> None:
    rng = np.random.default_rng(2)
    counts = rng.poisson(rng.gamma(1.5, 2.0 / 1.5, 5_000))
    assert fit_expectation(counts, plain_units(np.ones(5_000))).shape == pytest.approx(1.5, rel=0.1)


def test_nothing_counted_means_nothing_expected() -> None:
    assert not fit_expectation(np.zeros(len(UNITS), dtype=np.int64), UNITS).mean.any()


def test_one_incident_in_town_raises_no_error_and_is_expected_once() -> None:
    counts = np.zeros(len(UNITS), dtype=np.int64)
    counts[17] = 1
    assert fit_expectation(counts, UNITS).mean.sum() == pytest.approx(1.0, abs=0.1)


def test_a_unit_is_told_by_its_neighbours_not_by_its_own_count() -> None:
    west = STREETS.network.middles[:, 0] < 600.0
    counts = np.random.default_rng(3).poisson(np.where(west, 3.0, 0.5))
    mean = fit_expectation(counts, UNITS).mean
    spared = west & (counts == 0)
    assert mean[spared].mean() > 2.0 * mean[~west & (counts >= 2)].mean()
    assert not any(near.diagonal().any() for near in UNITS.near)


def test_buildings_and_cells_are_units_too() -> None:
    rng = np.random.default_rng(4)
    xy, residents = rng.uniform(0, 2_000, (300, 2)), rng.integers(0, 50, 300)
    units = point_units(xy, residents)
    assert units.size.min() == 1.0
    assert not any(near.diagonal().any() for near in units.near)
    counts = rng.poisson(0.05 * units.size)
    assert fit_expectation(counts, units).mean.sum() == pytest.approx(counts.sum(), rel=0.05)


def test_the_same_counts_give_the_same_expectation() -> None:
    counts = np.random.default_rng(5).poisson(0.5, len(UNITS))
    assert np.array_equal(fit_expectation(counts, UNITS).mean, fit_expectation(counts, UNITS).mean)
