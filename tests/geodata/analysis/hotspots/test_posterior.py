"""Counts are drawn towards what is expected."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.stats import gamma

from geodata.analysis.hotspots.expectation import Expectation
from geodata.analysis.hotspots.posterior import Posterior, posterior


def test_the_estimate_is_the_weighted_mean_of_the_manual() -> None:
    mean, shape, count = np.array([4.0]), 2.0, np.array([10])
    weight = 1.0 / (1.0 + mean / shape)  # Highway Safety Manual 2010, eq.
    expected = weight * mean + (1.0 - weight) * count
    assert posterior(Expectation(mean, shape, {}), count).mean == pytest.approx(expected)


def test_quantiles_and_probabilities_are_those_of_the_gamma_distribution() -> None:
    believed = Posterior(np.array([6.0, 0.5]), np.array([1.5, 3.0]))
    known = gamma(believed.shape, scale=1.0 / believed.rate)
    assert believed.quantile(0.05) == pytest.approx(known.ppf(0.05))
    assert believed.exceeds(2.0) == pytest.approx(known.sf(2.0))
    assert believed.variance == pytest.approx(known.var())


def test_groups_have_the_mean_and_variance_of_their_units() -> None:
    believed = Posterior(np.array([6.0, 0.5, 2.0]), np.array([1.5, 3.0, 1.0]))
    members = csr_array(np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]))
    groups = believed.together(members)
    assert groups.mean == pytest.approx(members @ believed.mean)
    assert groups.variance == pytest.approx(members @ believed.variance)
    assert groups.shape[1] == pytest.approx(2.0)


def test_where_nothing_is_expected_nothing_is_believed() -> None:
    none = posterior(Expectation(np.zeros(2), 1.0, {}), np.zeros(2, dtype=np.int64))
    assert none.mean == pytest.approx(0.0, abs=1e-60)
    assert none.exceeds(0.001) == pytest.approx(0.0)
