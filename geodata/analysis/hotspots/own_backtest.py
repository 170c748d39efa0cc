"""The list judged on the office's own past: rolling origin, quarter by quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.hotspots.backtest import (
    Fold,
    Incidents,
    Judgement,
    attainable,
    judge,
    pooled,
)
from geodata.analysis.hotspots.located import Ground, Located
from geodata.analysis.hotspots.off_street import find_hot_units
from geodata.analysis.hotspots.posterior import Posterior
from geodata.analysis.hotspots.scoring import find_hotspots
from geodata.columns import Columns
from geodata.incident_kinds import Kind
from geodata.periods import day_number, month_before
from geodata.results.proof import FEWEST_JUDGED, Judged

SHARES = (0.01, 0.05)
LEARN_MONTHS = (36, 24, 12)
"""As many as the ledgers allow; the list itself learns from 36."""

JUDGE_MONTHS, FEWEST_FOLDS, MOST_FOLDS = 3, 4, 8

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Looks:
    """How the past is looked back on: none where it is too short."""

    learn_months: int
    folds: tuple[Fold, ...]


def looks_back(first: date, end: date) -> Looks:
    """Choose the longest time to learn from that leaves enough quarters to judge by.

    Parameters
    ----------
    first
        Day of the first incident.
    end
        First day of a month; nothing from it on is looked at.
    """
    for learn in LEARN_MONTHS:
        cutoffs = [month_before(end, JUDGE_MONTHS * n) for n in range(MOST_FOLDS, 0, -1)]
        usable = [cutoff for cutoff in cutoffs if month_before(cutoff, learn) >= first]
        if len(usable) >= FEWEST_FOLDS:
            return Looks(learn, tuple(_fold(cutoff, learn) for cutoff in usable))
    return Looks(0, ())


def judge_kind(
    kind: Kind, columns: Columns, located: Located, ground: Ground, folds: Sequence[Fold]
) -> list[Judged]:
    """Judge the list of one kind at each of `SHARES`, beside the plain count.

    Of each fold only what lies before its cut-off is learned from.
    """
    rows = kind.holds(columns.classes)
    unit = located.cell if kind.inside else located.piece
    happened = Incidents(located.xy[rows], unit[rows], columns.from_day[rows].astype(np.int64))
    length_m = ground.street_map.streets.network.length_m
    size = np.ones(len(ground.cells)) if kind.inside else length_m
    pasts = [happened.between(fold.start, fold.cutoff) for fold in folds]
    laters = [happened.between(fold.cutoff, fold.end) for fold in folds]
    believed = [_believed(kind, past, ground) for past in pasts]
    return [
        _tested(
            kind,
            share,
            pooled(
                [
                    judge(b.mean / size, later.unit, size, share=share)
                    for b, later in zip(believed, laters, strict=True)
                ]
            ),
            pooled(
                [
                    judge(_counts(past.unit, len(size)) / size, later.unit, size, share=share)
                    for past, later in zip(pasts, laters, strict=True)
                ]
            ),
            _ceiling(believed, laters, size, folds, share),
        )
        for share in SHARES
    ]


def _tested(
    kind: Kind, share: float, mine: Judgement, plain: Judgement, ceiling: float | None
) -> Judged:
    low, high = mine.interval
    return Judged(
        kind=kind.id,
        units="cells" if kind.inside else "pieces",
        share=share,
        later=mine.total,
        hits=mine.hits,
        plain_hits=plain.hits,
        oracle_hits=mine.oracle_hits,
        low=round(low, 4),
        high=round(high, 4),
        attainable=ceiling,
    )


def _believed(kind: Kind, past: Incidents, ground: Ground) -> Posterior:
    if kind.inside:
        return find_hot_units(past.unit, ground.cells).numbers
    return find_hotspots(past.unit, ground.street_map.streets).pieces


def _ceiling(
    believed: Sequence[Posterior],
    laters: Sequence[Incidents],
    size: Floats,
    folds: Sequence[Fold],
    share: float,
) -> float | None:
    """Mean of what knowing the true rates would find, each fold as heavy as its later incidents.

    None with so few of them that nothing is said of the list either.
    """
    weights = np.array([len(later) for later in laters])
    if weights.sum() < FEWEST_JUDGED:
        return None
    times = [(fold.end - fold.cutoff) / (fold.cutoff - fold.start) for fold in folds]
    rates = [
        attainable(one, size, share=share, times=each) * float(np.mean(later.unit >= 0))
        for one, later, each in zip(believed, laters, times, strict=True)
        if len(later)
    ]
    found = float(np.average(rates, weights=weights[weights > 0]))
    return round(found, 4) if np.isfinite(found) else None


def _fold(cutoff: date, learn_months: int) -> Fold:
    start, end = month_before(cutoff, learn_months), month_before(cutoff, -JUDGE_MONTHS)
    return Fold(day_number(start), day_number(cutoff), day_number(end))


def _counts(unit: Counts, units: int) -> Counts:
    return np.bincount(unit[unit >= 0], minlength=units)
