"""What may be said about two counts: a change, none that is evident, or too few to say."""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

Verdict = Literal["rise", "fall", "no_evidence", "few", "no_base"]

FEWEST = 5
"""Below this count, now or before, no percentage is given."""

NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Change:
    """Two counts compared.

    Parameters
    ----------
    difference
        Now less before.
    verdict
        ``few``: one of them is below `FEWEST`; ``no_base``: it was 0 before and is at least
        `FEWEST` now; ``rise`` and ``fall``: the interval lies on one side of no change;
        ``no_evidence``: it does not.
    share, low, high
        Relative change and its 95 % interval (−0.07 is 7 % less); None for few and no_base.
    """

    difference: int
    verdict: Verdict
    share: float | None = None
    low: float | None = None
    high: float | None = None


def compare_counts(now: int, before: int) -> Change:
    """Compare counts of events in two periods of (but for a leap day) equal length.

    The share is the plain (now − before) / before, as reports print it. Given their sum, the count
    now is binomial (Przyborowski and Wilenski 1940, Biometrika 31); its share of the sum has
    Wilson's score interval (Wilson 1927, JASA 22), turned into that of the ratio. Counts that
    cluster (one quarrel, three cases) vary more than this allows for.
    """
    difference = now - before
    if before == 0 and now >= FEWEST:
        return Change(difference, "no_base")
    if min(now, before) < FEWEST:
        return Change(difference, "few")
    low, high = (p / (1.0 - p) - 1.0 for p in _wilson(now, now + before))
    share = difference / before
    verdict: Verdict = "rise" if low > 0.0 else "fall" if high < 0.0 else "no_evidence"
    return Change(difference, verdict, share, low, high)


def _wilson(hits: int, trials: int) -> tuple[float, float]:
    """95 % score interval of a binomial share; never 0 or 1 where hits and misses are positive."""
    z2 = NORMAL_95**2
    centre = (hits + z2 / 2.0) / (trials + z2)
    half = NORMAL_95 * sqrt(hits * (trials - hits) / trials + z2 / 4.0) / (trials + z2)
    return centre - half, centre + half
