"""Exact limits of a share."""

import pytest
from scipy.stats import binomtest

from geodata.analysis.binomial import exact_interval


@pytest.mark.parametrize(("hits", "trials"), [(0, 7), (7, 7), (3, 20), (1, 1), (240, 1_000)])
def test_limits_are_those_of_the_exact_test(hits: int, trials: int) -> None:
    known = binomtest(hits, trials).proportion_ci(method="exact")
    low, high = exact_interval(hits, trials)
    assert (float(low), float(high)) == pytest.approx((known.low, known.high))


def test_without_a_trial_nothing_is_known() -> None:
    assert [float(limit) for limit in exact_interval(0, 0)] == [0.0, 1.0]
