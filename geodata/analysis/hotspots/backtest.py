"""How well yesterday's list would have found what came after: judged on the office's own past."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.binomial import exact_interval
from geodata.analysis.hotspots.posterior import Posterior

DRAWS = 20

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Incidents:
    """What a method may learn from; one entry an incident.

    Parameters
    ----------
    xy
        Metres, shape (incidents, 2).
    unit
        Piece or cell it lies on, -1 for none.
    day
        Day number.
    """

    xy: Floats
    unit: Integers
    day: Integers

    def __len__(self) -> int:
        """Count the incidents."""
        return len(self.day)

    def between(self, start: int, end: int) -> "Incidents":
        """Return those of the days from `start` up to, not including, `end`."""
        return self.take((self.day >= start) & (self.day < end))

    def take(self, rows: NDArray[np.bool_]) -> "Incidents":
        """Return some of them."""
        return Incidents(self.xy[rows], self.unit[rows], self.day[rows])


Method = Callable[[Incidents], Floats]
"""From past incidents to a score for each unit, per unit of its size."""


@dataclass(frozen=True, slots=True)
class Fold:
    """One look back: learn from [start, cutoff), judge by [cutoff, end); day numbers."""

    start: int
    cutoff: int
    end: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a method has found.

    Parameters
    ----------
    share
        Of all size (street length, cells) that was chosen.
    hits, total
        Later incidents within it, and all later incidents, also those on no unit.
    oracle_hits
        As many as a choice made with hindsight would have found.
    """

    share: float
    hits: int
    total: int
    oracle_hits: int

    @property
    def hit_rate(self) -> float:
        """Share of later incidents found."""
        return self.hits / self.total if self.total else float("nan")

    @property
    def pai(self) -> float:
        """Predictive accuracy index (Chainey, Tompson and Uhlig 2008, Security Journal 21)."""
        return self.hit_rate / self.share

    @property
    def pei(self) -> float:
        """Predictive efficiency index: against hindsight (Hunt 2016)."""
        return self.hits / self.oracle_hits if self.oracle_hits else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Exact 95 % interval of the hit rate, later incidents taken as independent."""
        low, high = exact_interval(self.hits, self.total)
        return float(low), float(high)


def back_test(
    method: Method,
    incidents: Incidents,
    size: Floats,
    *,
    folds: Sequence[Fold],
    shares: Sequence[float],
) -> list[list[Judgement]]:
    """Judge a method fold by fold; it is given nothing that lies on or after the cut-off.

    Parameters
    ----------
    method
        Scores the units.
    incidents
        All of them; one on no unit is never found, but counts.
    size
        Of each unit: metres of street, or ones for cells.
    shares
        Of all size that may be chosen.

    Returns
    -------
    list
        For each fold a judgement for each share.
    """
    judged = []
    for fold in folds:
        score = method(incidents.between(fold.start, fold.cutoff))
        later = incidents.between(fold.cutoff, fold.end).unit
        judged.append([judge(score, later, size, share=share) for share in shares])
    return judged


def judge(score: Floats, later: Integers, size: Floats, *, share: float) -> Judgement:
    """Judge a score by the later incidents on what it puts first.

    Parameters
    ----------
    score
        Of each unit, per unit of size; ties go to the lower number.
    later
        Unit of each later incident, -1 for none.
    """
    counts = np.bincount(later[later >= 0], minlength=len(size))
    hits, oracle = (
        int(counts[first_units(ranking, size, share=share)].sum())
        for ranking in (score, counts / size)
    )
    return Judgement(share, hits, len(later), oracle)


def first_units(score: Floats, size: Floats, *, share: float) -> Integers:
    """Choose the best units until the next would exceed a share of all size."""
    order = np.argsort(-score, kind="stable")
    used = np.cumsum(size[order])
    return np.asarray(order[: np.searchsorted(used, share * used[-1] * (1 + 1e-12), side="right")])


def pooled(judgements: Sequence[Judgement]) -> Judgement:
    """Add up the judgements of several folds at one share."""
    hits, total, oracle = (
        sum(getattr(judgement, name) for judgement in judgements)
        for name in ("hits", "total", "oracle_hits")
    )
    return Judgement(judgements[0].share, hits, total, oracle)


def attainable(
    believed: Posterior, size: Floats, *, share: float, times: float, seed: int = 1
) -> float:
    """Hit rate that somebody would reach who knew the true rates: chance leaves no more.

    True rates are drawn from what is believed of them, later incidents from the rates. NaN where
    so little is to be expected that none is drawn.

    Parameters
    ----------
    times
        Length of the time judged against that learned from.
    """
    rng = np.random.default_rng(seed)
    hits = total = 0
    for _ in range(DRAWS):
        true = rng.gamma(believed.shape, 1.0 / believed.rate)
        counts = rng.poisson(true * times)
        hits += counts[first_units(true / size, size, share=share)].sum()
        total += counts.sum()
    return float(hits / total) if total else float("nan")
