"""Draws that keep totals: apportioning a sum, picking by shares."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray


def apportion(total: int, weights: ArrayLike, *, at_least: int = 0) -> NDArray[np.int64]:
    """Split a total into whole numbers as even with the weights as can be.

    Parameters
    ----------
    total
        What the parts add up to; not below `at_least` times the number of weights.
    weights
        Shape (n,), not negative, not all zero.
    at_least
        What every part gets before the weights decide.

    Returns
    -------
    :
        Shape (n,); largest remainders are rounded up, the earlier of equal ones first.
    """
    parts = np.asarray(weights, dtype=float)
    ideal = parts / parts.sum() * (total - at_least * len(parts))
    whole = np.floor(ideal).astype(np.int64)
    missing = total - at_least * len(parts) - int(whole.sum())
    whole[np.argsort(whole - ideal, kind="stable")[:missing]] += 1
    return np.asarray(whole + at_least, dtype=np.int64)


def pick(shares: Mapping[str, float], count: int, rng: np.random.Generator) -> NDArray[np.str_]:
    """Pick words at random by their shares, which need not add up to one."""
    weights = np.array(list(shares.values()))
    return rng.choice(np.array(list(shares)), count, p=weights / weights.sum())


def some(share: float, count: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Mark a share of rows, rounded to whole rows, at random."""
    marked = np.zeros(count, dtype=bool)
    marked[rng.choice(count, round(share * count), replace=False)] = True
    return marked
