"""All pairs that lie near each other in space and time, without comparing everything."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Two = tuple[Integers, Integers]

AT_A_TIME: Final = 2_000_000
"""Pairs looked at together: more would fill the memory of an old computer."""


def near_pairs(at: Floats, reach: Sequence[float]) -> Iterator[Two]:
    """Yield each pair that is no farther apart than `reach` in every dimension, once.

    Points are sorted into cells as large as the reach; each cell is joined with itself and with
    half of the cells around it. What is looked at grows with the pairs found, not with the square
    of the points.

    Parameters
    ----------
    at
        Shape (points, dimensions), finite.
    reach
        Per dimension, greater than 0, in its unit.

    Yields
    ------
    one, other
        Places in `at` of up to `AT_A_TIME` pairs, in no order, ``one < other``.
    """
    if len(at) < 2:  # noqa: PLR2004 - a pair
        return
    cells = np.floor((at - at.min(axis=0)) / reach).astype(np.int64) + 1
    steps = np.cumprod([1, *(cells.max(axis=0) + 2)[:0:-1]])[::-1]
    key = cells @ steps
    order = np.argsort(key, kind="stable")
    held = key[order]
    for offset in _half(at.shape[1]):
        wanted = held + offset @ steps
        last = np.searchsorted(held, wanted, "right")
        is_self = not offset.any()
        first = np.arange(1, len(held) + 1) if is_self else np.searchsorted(held, wanted, "left")
        for one, other in _expanded(first, last):
            a, b = order[one], order[other]
            kept = np.all(np.abs(at[a] - at[b]) <= reach, axis=1)
            yield np.minimum(a, b)[kept], np.maximum(a, b)[kept]


def _half(dimensions: int) -> list[Integers]:
    """Return the steps to the cell itself and to one of each two opposite neighbours."""
    steps = list(product((-1, 0, 1), repeat=dimensions))
    return [np.array(step, np.int64) for step in steps[len(steps) // 2 :]]


def _expanded(first: Integers, last: Integers) -> Iterator[Two]:
    """Yield row n with each of ``first[n]`` to ``last[n] - 1``."""
    count = np.maximum(last - first, 0)
    ends = np.cumsum(count)
    start = 0
    while start < len(count):
        done = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, done + AT_A_TIME, "right")), start + 1)
        some = count[start:stop]
        one = np.repeat(np.arange(start, stop), some)
        within = np.arange(len(one)) - np.repeat(np.cumsum(some) - some, some)
        if len(one):
            yield one, first[one] + within
        start = stop
