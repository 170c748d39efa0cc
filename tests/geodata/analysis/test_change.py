"""What may be said about two counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from geodata.analysis.change import compare_counts


@pytest.mark.parametrize(
    ("now", "before", "verdict", "difference"),
    [
        (4, 9, "few", -5),
        (9, 4, "few", 5),
        (0, 0, "few", 0),
        (3, 0, "few", 3),
        (5, 0, "no_base", 5),
        (0, 40, "few", -40),
        (159, 171, "no_evidence", -12),
        (100, 171, "fall", -71),
        (171, 100, "rise", 71),
    ],
)
def test_small_counts_have_no_percentage_and_arrows_need_evidence(
    now: int, before: int, verdict: str, difference: int
) -> None:
    change = compare_counts(now, before)
    assert (change.verdict, change.difference) == (verdict, difference)
    assert (change.share is None) == (verdict in {"few", "no_base"})


def test_the_published_changes_come_out() -> None:
    assert compare_counts(159, 171).share == pytest.approx(-0.070, abs=5e-4)
    assert compare_counts(207, 229).share == pytest.approx(-0.096, abs=5e-4)


@given(st.integers(5, 5000), st.integers(5, 5000))
def test_the_interval_is_that_of_the_binomial_share(now: int, before: int) -> None:
    change = compare_counts(now, before)
    wilson = binomtest(now, now + before).proportion_ci(method="wilson")
    assert change.low == pytest.approx(wilson.low / (1 - wilson.low) - 1)
    assert change.high == pytest.approx(wilson.high / (1 - wilson.high) - 1)
