"""The changes that published reports print come out."""

import pytest

from geodata.analysis.change import compare_counts
from geodata.analysis.relative import point_change, relative_change

PUBLISHED = [
    (159, 171, -7.0),
    (207, 229, -9.6),
    (33, 40, -17.5),
    (15, 18, -16.7),
    (16, 26, -38.5),
    (15.5, 46.5, -66.7),
]


@pytest.mark.parametrize(("now", "before", "percent"), PUBLISHED)
def test_published_changes_come_out(now: float, before: float, percent: float) -> None:
    change = relative_change(now, before)
    assert change is not None
    assert round(100.0 * change, 1) == percent


@pytest.mark.parametrize(("now", "before", "percent"), PUBLISHED[:-1])
def test_counts_say_the_same(now: int, before: int, percent: float) -> None:
    share = compare_counts(now, before).share
    assert share is not None
    assert round(100.0 * share, 1) == percent


def test_on_a_base_of_nothing_there_is_no_percentage() -> None:
    assert relative_change(5.0, 0.0) is None


def test_shares_change_by_points() -> None:
    assert point_change(0.955, 0.95) == pytest.approx(0.5)
