"""Where official rules, which go by plain counts, call a stretch of street a black spot."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from geodata.analysis.streets.reach import window
from geodata.catalogue.model import CountRule, Threshold

Counts = NDArray[np.int64]


def pieces_meeting(
    rule: CountRule, counted: Callable[[Threshold], Counts], distances: csr_array
) -> NDArray[np.bool_]:
    """Say for each piece whether the stretch around it meets a rule.

    Parameters
    ----------
    counted
        Incidents on each piece that count for a threshold, over the rule's months.
    distances
        Between pieces, at least up to half the stretch.
    """
    around = window(distances, radius_m=rule.stretch_m / 2.0)
    met = np.zeros(around.shape[0], dtype=np.bool_)
    for threshold in rule.thresholds:
        met |= np.rint(around @ counted(threshold)) >= threshold.least
    return met


def counts_for(
    threshold: Threshold,
    grades: NDArray[np.object_],
    dead: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Say which incidents count for a threshold.

    Parameters
    ----------
    grades
        Grade id of each incident, None where it is not told.
    dead
        People killed in each, NaN where it is not told: such an incident is not counted as fatal.
    """
    chosen = np.ones(len(grades), dtype=np.bool_)
    if threshold.grades:
        chosen &= np.isin(grades.astype(np.str_), threshold.grades)
    if threshold.dead is not None:
        chosen &= np.nan_to_num(dead) >= threshold.dead
    return chosen
