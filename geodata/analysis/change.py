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


def compare_counts(now: int, before: int, *, days_now: int = 1, days_before: int = 1) -> Change:
    """Compare two counts of events, as Poisson counts over their days.

    Given their sum, the count now is binomial (Przyborowski and Wilenski 1940, Biometrika 31);
    its share has Wilson's score interval (Wilson 1927, JASA 22), turned into that of the ratio of
    daily rates. Counts that cluster (one quarrel, three cases) vary more than this allows for.

    Parameters
    ----------
    days_now, days_before
        Lengths of the periods; the share is of counts per day, so that a leap day is no rise.
    """
    difference = now - before
    if before == 0 and now >= FEWEST:
        return Change(difference, "no_base")
    if min(now, before) < FEWEST:
        return Change(difference, "few")
    exposure = days_before / days_now
    low, high = (exposure * p / (1.0 - p) - 1.0 for p in _wilson(now, now + before))
    share = exposure * now / before - 1.0
    verdict: Verdict = "rise" if low > 0.0 else "fall" if high < 0.0 else "no_evidence"
    return Change(difference, verdict, share, low, high)


def _wilson(hits: int, trials: int) -> tuple[float, float]:
    """95 % score interval of a binomial share; never 0 or 1 where hits and misses are positive."""
    z2 = NORMAL_95**2
    centre = (hits + z2 / 2.0) / (trials + z2)
    half = NORMAL_95 * sqrt(hits * (trials - hits) / trials + z2 / 4.0) / (trials + z2)
    return centre - half, centre + half
