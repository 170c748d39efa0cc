"""Arrows stand only where something has changed."""

import numpy as np
import pytest
from scipy.stats import binomtest

from geodata.analysis.trends import compare_places


def test_ratio_and_interval_are_those_of_the_exact_test() -> None:
    trends = compare_places([12], [30], days_now=365.0, days_before=730.0)
    low, high = binomtest(12, 42).proportion_ci(method="exact")
    assert trends.ratio[0] == pytest.approx(12 / 365 / (30 / 730))
    assert trends.low[0] == pytest.approx(2.0 * low / (1.0 - low))
    assert trends.high[0] == pytest.approx(2.0 * high / (1.0 - high))
    assert trends.probability[0] == pytest.approx(binomtest(12, 42, 1 / 3).pvalue)


def test_none_before_none_now_and_none_at_all() -> None:
    trends = compare_places([4, 0, 0], [0, 4, 0])
    assert np.isinf(trends.ratio[0])
    assert np.isinf(trends.high[0])
    assert (trends.ratio[1], trends.low[1]) == (0.0, 0.0)
    assert np.isnan(trends.ratio[2])
    assert (trends.low[2], np.isinf(trends.high[2]), trends.arrow[2]) == (0.0, True, 0)


def test_a_clear_change_has_an_arrow_each_way() -> None:
    assert compare_places([40, 5, 10], [5, 40, 11]).arrow.tolist() == [1, -1, 0]


def test_what_would_do_for_one_place_does_not_among_many() -> None:
    assert compare_places([15], [4]).arrow.tolist() == [1]
    assert not compare_places([15] + [10] * 49, [4] + [10] * 49).arrow.any()


def test_without_any_change_arrows_are_rare() -> None:
    rng = np.random.default_rng(1)
    now, before = rng.poisson(8.0, (2, 30, 60))
    arrows = sum(
        np.count_nonzero(compare_places(*pair).arrow) for pair in zip(now, before, strict=True)
    )
    assert arrows <= 0.01 * now.size


def test_no_places_are_no_trouble() -> None:
    assert len(compare_places([], []).arrow) == 0
