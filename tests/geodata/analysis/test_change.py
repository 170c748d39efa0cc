"""What may be said about two counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from geodata.analysis.change import compare_amounts, compare_counts, compare_shares


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
    assert not change.points


@pytest.mark.parametrize(
    ("now", "before", "share"),
    [(159, 171, -0.070), (207, 229, -0.096), (33, 40, -0.175), (15, 18, -0.167), (16, 26, -0.385)],
)
def test_the_published_changes_come_out(now: int, before: int, share: float) -> None:
    assert compare_counts(now, before).share == pytest.approx(share, abs=5e-4)


def test_the_published_loss_comes_out_without_a_verdict() -> None:
    change = compare_amounts(15.5, 46.5, records=33, records_before=40)
    assert change.share == pytest.approx(-0.667, abs=5e-4)
    assert (change.verdict, change.low, change.high) == ("untested", None, None)


@pytest.mark.parametrize(
    ("now", "before", "records", "records_before", "verdict"),
    [(9.0, 0.0, 5, 0, "no_base"), (9.0, 0.0, 4, 0, "few"), (9.0, 7.0, 4, 9, "few")],
)
def test_amounts_of_few_records_have_no_percentage(
    now: float, before: float, records: int, records_before: int, verdict: str
) -> None:
    change = compare_amounts(now, before, records=records, records_before=records_before)
    assert (change.verdict, change.share) == (verdict, None)


def test_rates_are_compared_per_head() -> None:
    doubled = compare_counts(100, 100, exposure=0.5)
    assert doubled.share == pytest.approx(-0.5)
    assert doubled.verdict == "fall"


def test_the_interval_of_points_is_that_of_newcombe_s_paper() -> None:
    change = compare_shares(56, 70, 48, 80)
    assert change.share == pytest.approx(0.2)
    assert change.low == pytest.approx(0.0524, abs=5e-5)
    assert change.high == pytest.approx(0.3339, abs=5e-5)
    assert change.verdict == "rise"


def test_shares_of_few_have_no_points() -> None:
    assert compare_shares(4, 90, 30, 90).verdict == "few"
    assert compare_shares(4, 90, 30, 90).share is None


@given(st.integers(5, 5000), st.integers(5, 5000))
def test_the_interval_is_that_of_the_binomial_share(now: int, before: int) -> None:
    change = compare_counts(now, before)
    wilson = binomtest(now, now + before).proportion_ci(method="wilson")
    assert change.low == pytest.approx(wilson.low / (1 - wilson.low) - 1)
    assert change.high == pytest.approx(wilson.high / (1 - wilson.high) - 1)
