"""Exact limits of a share."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv

Floats = NDArray[np.float64]


def exact_interval(
    hits: ArrayLike, trials: ArrayLike, *, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Lower and upper limit of a binomial share (Clopper and Pearson 1934, Biometrika 26).

    Parameters
    ----------
    hits, trials
        Whole numbers of one shape; 0 to 1 where there is no trial.
    """
    hit = np.asarray(hits, dtype=np.int64)
    miss = np.asarray(trials, dtype=np.int64) - hit
    tail = (1.0 - confidence) / 2.0
    low = np.where(hit > 0, betaincinv(np.maximum(hit, 1), miss + 1, tail), 0.0)
    high = np.where(miss > 0, betaincinv(hit + 1, np.maximum(miss, 1), 1.0 - tail), 1.0)
    return low, high
