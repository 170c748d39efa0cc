"""Pairs near each other: each once, none forgotten, whatever the cells."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geodata.analysis.duplicates import near_pairs as module
from geodata.analysis.duplicates.near_pairs import Floats, near_pairs


def _found(at: Floats, reach: tuple[float, ...]) -> list[tuple[int, int]]:
    return [
        pair
        for one, other in near_pairs(at, reach)
        for pair in zip(one.tolist(), other.tolist(), strict=True)
    ]


def _by_comparing_all(at: Floats, reach: tuple[float, ...]) -> list[tuple[int, int]]:
    one, other = np.triu_indices(len(at), 1)
    near = np.all(np.abs(at[one] - at[other]) <= reach, axis=1)
    return list(zip(one[near].tolist(), other[near].tolist(), strict=True))


@settings(max_examples=60, deadline=None)
@given(
    arrays(np.float64, st.tuples(st.integers(0, 30), st.just(3)), elements=st.integers(-40, 40)),
    st.tuples(st.floats(0.5, 30), st.floats(0.5, 30), st.floats(0.5, 30)),
)
def test_they_are_those_found_by_comparing_all(at: Floats, reach: tuple[float, ...]) -> None:
    assert sorted(_found(at, reach)) == _by_comparing_all(at, reach)


def test_many_at_one_place_are_told_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_A_TIME", 50)
    at = np.zeros((40, 2))
    parts = [len(one) for one, _ in near_pairs(at, (1.0, 1.0))]
    assert len(parts) > 1
    assert max(parts) <= 50
    assert sorted(_found(at, (1.0, 1.0))) == _by_comparing_all(at, (1.0, 1.0))


@pytest.mark.parametrize("count", [0, 1])
def test_below_two_there_is_none(count: int) -> None:
    assert _found(np.zeros((count, 2)), (1.0, 1.0)) == []
