"""Whether what was done at a site helped: after it against what was to be expected without it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv

from geodata.analysis.hotspots.posterior import Posterior

JEFFREYS = 0.5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Effects:
    """Effects of treatments, site by site; arrays of one length.

    Parameters
    ----------
    expected
        Incidents to be expected after the treatment had it not been done.
    count
        Incidents there were.
    ratio
        Index of effectiveness: below 1 it helped.
    low, high
        95 % interval of the ratio.
    """

    expected: Floats
    count: NDArray[np.int64]
    ratio: Floats
    low: Floats
    high: Floats


def treatment_effects(
    before: Posterior,
    after: ArrayLike,
    *,
    days_before: ArrayLike,
    days_after: ArrayLike,
    elsewhere: float = 1.0,
) -> Effects:
    """Compare counts after treatments with the empirical Bayes expectation.

    Never with the raw count before: sites are treated because that was high, and it falls by itself
    (regression to the mean; Hauer 1997, Observational Before-After Studies in Road Safety, ch. 11).
    Hauer's further division by 1 + variance / mean² is left out: the expectation being a posterior
    mean, count over expectation is right on average as it is, and would seem a success with it. The
    interval is that of the ratio of two gamma variables, so that no incident at all after the
    treatment has one too. For several sites together add up the posteriors and the counts first.

    Parameters
    ----------
    before
        True numbers of the sites over the time before, learned from nothing later.
    after
        Incidents of each site after its treatment.
    days_before, days_after
        Lengths of both times, for all sites or each.
    elsewhere
        Rate after to rate before on all untreated streets: what changed everywhere.
    """
    count = np.asarray(after, dtype=np.int64)
    times = np.asarray(days_after) / np.asarray(days_before) * elsewhere
    expected = before.mean * times
    low, high = (
        _gamma_ratio((count + JEFFREYS).astype(np.float64), before.shape, share)
        * before.rate
        / times
        for share in (0.025, 0.975)
    )
    return Effects(expected, count, count / expected, np.where(count > 0, low, 0.0), high)


def _gamma_ratio(above: Floats, below: Floats, share: float) -> Floats:
    """Quantile of the ratio of two gamma variables of scale 1 (a beta prime distribution)."""
    part = betaincinv(above, below, share)
    return np.asarray(part / (1.0 - part))
