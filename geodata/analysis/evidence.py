"""Whether counts changed: the exact test for each, and one rate of false discoveries for all.

Numpy alone, so that the serving process can ask as well as the worker.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

FALSE_DISCOVERIES = 0.10
"""Of all arrows shown at most this share may be for nothing."""

TIE = 1.0 + 1e-7
"""Outcomes as likely as the one seen, but for rounding."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def exact_test(
    now: ArrayLike, before: ArrayLike, *, days_now: float = 1.0, days_before: float = 1.0
) -> tuple[Floats, NDArray[np.int8]]:
    """Compare the counts of many places, with arrows only where they are worth believing.

    Given their sum the count now is binomial (Przyborowski and Wilenski 1940, Biometrika 31); its
    two-sided probability is that of all outcomes no more likely. Arrows hold the false discovery
    rate over all places that have any incident (Benjamini and Hochberg 1995, J. Royal Statistical
    Society B 57).

    Parameters
    ----------
    now, before
        Counts, of one length.
    days_now, days_before
        Over how many days each was counted.

    Returns
    -------
    probability
        Of a difference as great without any change; 1 where there is none at all.
    arrow
        1 up, -1 down, 0 no evident change.
    """
    hits = np.asarray(now, dtype=np.int64)
    trials = hits + np.asarray(before, dtype=np.int64)
    chance = days_now / (days_now + days_before)
    probability = _two_sided(hits, trials, chance)
    believed, some = np.zeros(len(hits), dtype=np.bool_), trials > 0
    believed[some] = _discovered(probability[some])
    arrow = np.where(believed, np.sign(hits / np.maximum(trials, 1) - chance), 0.0)
    return probability, arrow.astype(np.int8)


def _two_sided(hits: Integers, trials: Integers, chance: float) -> Floats:
    logs = np.log(np.arange(1, trials.max(initial=0) + 1))
    factorials = np.concatenate([[0.0], np.cumsum(logs)])
    found = np.ones(len(hits))
    for place in np.flatnonzero(trials):
        n = trials[place]
        k = np.arange(n + 1)
        ways = factorials[n] - factorials[: n + 1] - factorials[n::-1]
        likely = np.exp(ways + k * np.log(chance) + (n - k) * np.log1p(-chance))
        found[place] = likely[likely <= likely[hits[place]] * TIE].sum()
    return np.minimum(found, 1.0)


def _discovered(probability: Floats) -> NDArray[np.bool_]:
    order = np.argsort(probability)
    raised = probability[order] * len(order) / np.arange(1, len(order) + 1)
    least = np.minimum.accumulate(raised[::-1])[::-1]
    held = np.zeros(len(order), dtype=np.bool_)
    held[order] = least < FALSE_DISCOVERIES
    return held
