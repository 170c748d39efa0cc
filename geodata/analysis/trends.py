"""Whether counts changed from one time to the next: exact for each, honest about many at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.analysis.binomial import exact_interval
from geodata.analysis.evidence import exact_test

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trends:
    """Counts of two times compared, place by place; arrays of one length.

    Parameters
    ----------
    ratio
        Rate now to rate before; infinite where there was none before, NaN where there is none at
        all.
    low, high
        Its exact 95 % interval.
    probability
        Two-sided, of a difference as great without any change.
    arrow
        1 up, -1 down, 0 no evident change 无显著变化.
    """

    ratio: Floats
    low: Floats
    high: Floats
    probability: Floats
    arrow: NDArray[np.int8]


def compare_places(
    now: ArrayLike, before: ArrayLike, *, days_now: float = 1.0, days_before: float = 1.0
) -> Trends:
    """Compare the counts of many places: arrows by `exact_test`, and how large each change is.

    The share of the count now in the sum has the interval of Clopper and Pearson (1934,
    Biometrika 26), turned into that of the ratio of rates.

    Parameters
    ----------
    now, before, days_now, days_before
        As `exact_test` takes them.
    """
    hits = np.asarray(now, dtype=np.int64)
    trials = hits + np.asarray(before, dtype=np.int64)
    exposure = days_before / days_now
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = exposure * hits / (trials - hits)
        low, high = (exposure * p / (1.0 - p) for p in exact_interval(hits, trials))
    tested = exact_test(now, before, days_now=days_now, days_before=days_before)
    return Trends(ratio, low, high, *tested)
