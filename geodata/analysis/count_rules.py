"""Official rules that call a place an accident black spot by plain counts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from geodata.analysis.reach import window

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Threshold:
    """So many incidents of some grades.

    Parameters
    ----------
    least
        Incidents needed; this number is enough (以上).
    grades
        Ids of the grades counted; empty: all, also those whose grade is not told.
    """

    least: int
    grades: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountRule:
    """A rule on a stretch of street; any one of its thresholds is enough.

    Parameters
    ----------
    id
        Names its texts.
    stretch_m
        Length of street looked at, centred on a piece, measured along the streets.
    months
        Looked back.
    thresholds
        Any of them.
    source
        The rule's own paper.
    unverified
        Its text was not checked with whoever applies it: 待核.
    """

    id: str
    stretch_m: float
    months: int
    thresholds: tuple[Threshold, ...]
    source: str
    unverified: bool = False


def pieces_meeting(
    rule: CountRule, counts: dict[str, Counts], total: Counts, distances: csr_array
) -> NDArray[np.bool_]:
    """Say for each piece whether the stretch around it meets a rule.

    Parameters
    ----------
    counts
        Incidents on each piece by grade, over the rule's months; a grade not in here has none.
    total
        Incidents on each piece whatever their grade.
    distances
        Between pieces, at least up to half the stretch.
    """
    around = window(distances, radius_m=rule.stretch_m / 2.0)
    none = np.zeros_like(total)
    met = np.zeros(len(total), dtype=np.bool_)
    for threshold in rule.thresholds:
        graded = [counts.get(grade, none) for grade in threshold.grades]
        counted = np.sum(graded, axis=0) if graded else total
        met |= np.rint(around @ counted) >= threshold.least
    return met
