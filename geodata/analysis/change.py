"""What may be said about two numbers: a change, none that is evident, or too few to say."""

from dataclasses import dataclass
from math import hypot, sqrt
from typing import Literal

Verdict = Literal["rise", "fall", "no_evidence", "few", "no_base", "untested"]

FEWEST = 5
"""Below this count, now or before, no percentage is given."""

NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Change:
    """Two numbers compared.

    Parameters
    ----------
    difference
        Now less before; of shares as counts, of what they are shares of.
    verdict
        ``few``: one of the counts is below `FEWEST`; ``no_base``: it was 0 before and is at least
        `FEWEST` now; ``rise`` and ``fall``: the interval lies on one side of no change;
        ``no_evidence``: it does not; ``untested``: sums of amounts, whose spread nobody knows.
    share, low, high
        Relative change and its 95 % interval (−0.07 is 7 % less); None for few and no_base, the
        interval also for untested.
    points
        Whether these are differences of shares instead (−0.07 is 7 percentage points 百分点 less).
    """

    difference: float
    verdict: Verdict
    share: float | None = None
    low: float | None = None
    high: float | None = None
    points: bool = False


def compare_counts(now: int, before: int, *, exposure: float = 1.0) -> Change:
    """Compare counts of events in two periods of (but for a leap day) equal length.

    The share is the plain (now − before) / before, as reports print it. Given their sum, the count
    now is binomial (Przyborowski and Wilenski 1940, Biometrika 31); its share of the sum has
    Wilson's score interval (Wilson 1927, JASA 22), turned into that of the ratio. Counts that
    cluster (one quarrel, three cases) vary more than this allows for.

    Parameters
    ----------
    exposure
        People before by people now, where the rates per head are compared.
    """
    difference = now - before
    if before == 0 and now >= FEWEST:
        return Change(difference, "no_base")
    if min(now, before) < FEWEST:
        return Change(difference, "few")
    low, high = (p / (1.0 - p) * exposure - 1.0 for p in _wilson(now, now + before))
    share = now / before * exposure - 1.0
    return Change(difference, _verdict(low, high), share, low, high)


def compare_shares(now: int, of_now: int, before: int, of_before: int) -> Change:
    """Compare two shares by their difference, in points.

    Its interval is the hybrid score interval (Newcombe 1998, Statistics in Medicine 17, method 10).
    """
    if min(of_now, of_before, now, before) < FEWEST:
        return Change(now - before, "few", points=True)
    share, earlier = now / of_now, before / of_before
    low, high = _wilson(now, of_now)
    low_before, high_before = _wilson(before, of_before)
    least = share - earlier - hypot(share - low, high_before - earlier)
    most = share - earlier + hypot(high - share, earlier - low_before)
    return Change(now - before, _verdict(least, most), share - earlier, least, most, points=True)


def compare_amounts(now: float, before: float, *, records: int, records_before: int) -> Change:
    """Compare sums of a measure over records that tell it: a percentage, but no evidence."""
    difference = now - before
    if before == 0 and records >= FEWEST:
        return Change(difference, "no_base")
    if before == 0 or min(records, records_before) < FEWEST:
        return Change(difference, "few")
    return Change(difference, "untested", difference / before)


def _verdict(low: float, high: float) -> Verdict:
    return "rise" if low > 0.0 else "fall" if high < 0.0 else "no_evidence"


def _wilson(hits: int, trials: int) -> tuple[float, float]:
    """95 % score interval of a binomial share; never 0 or 1 where hits and misses are positive."""
    z2 = NORMAL_95**2
    centre = (hits + z2 / 2.0) / (trials + z2)
    half = NORMAL_95 * sqrt(hits * (trials - hits) / trials + z2 / 4.0) / (trials + z2)
    return centre - half, centre + half
