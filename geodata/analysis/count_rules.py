"""Where official rules, which go by plain counts, call a stretch of street a black spot."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from geodata.analysis.reach import window
from geodata.catalogue.model import CountRule

Counts = NDArray[np.int64]


def pieces_meeting(
    rule: CountRule, counts: Mapping[str, Counts], total: Counts, distances: csr_array
) -> NDArray[np.bool_]:
    """Say for each piece whether the stretch around it meets a rule.

    Parameters
    ----------
    counts
        Incidents on each piece by grade, over the rule's months; a grade not in here has none.
    total
        Incidents on each piece whatever their grade, also those whose grade is not told.
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
