"""Whether counts changed from one time to the next: exact for each, honest about many at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binomtest, false_discovery_control

from geodata.analysis.binomial import exact_interval

FALSE_DISCOVERIES = 0.10
"""Of all arrows shown at most this share may be for nothing."""

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
    """Compare the counts of many places, with arrows only where they are worth believing.

    Given their sum the count now is binomial (Przyborowski and Wilenski 1940, Biometrika 31);
    its share has the interval of Clopper and Pearson (1934, Biometrika 26), turned into that of the
    ratio of rates. Arrows hold the false discovery rate over all places that have any incident
    (Benjamini and Hochberg 1995, J. Royal Statistical Society B 57).

    Parameters
    ----------
    now, before
        Counts, of one length.
    days_now, days_before
        Over how many days each was counted.
    """
    hits = np.asarray(now, dtype=np.int64)
    trials = hits + np.asarray(before, dtype=np.int64)
    exposure = days_before / days_now
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = exposure * hits / (trials - hits)
        low, high = (exposure * p / (1.0 - p) for p in exact_interval(hits, trials))
    chance = days_now / (days_now + days_before)
    probability = np.array(
        [binomtest(h, n, chance).pvalue if n else 1.0 for h, n in zip(hits, trials, strict=True)]
    )
    believed = np.zeros(len(hits), dtype=np.bool_)
    if (some := trials > 0).any():
        believed[some] = false_discovery_control(probability[some]) < FALSE_DISCOVERIES
    arrow = np.where(believed, np.sign(hits / np.maximum(trials, 1) - chance), 0.0).astype(np.int8)
    return Trends(ratio, low, high, probability, arrow)
