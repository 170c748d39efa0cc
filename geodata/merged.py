"""What becomes of a record that stands for others: it belongs wherever one of them does."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geodata.columns import Columns, Merged


def standing_for(numbers: NDArray[np.uint32], into: Mapping[int, int]) -> NDArray[np.uint32]:
    """Put in place of merged records those that stand for them in the end.

    Parameters
    ----------
    into
        By merged record, what it was merged into; never a circle.
    """
    while not into.keys().isdisjoint(numbers.tolist()):
        numbers = np.array([into.get(n, n) for n in numbers.tolist()], dtype=np.uint32)
    return numbers


def with_merged(columns: Columns, theirs: Columns, into: NDArray[np.uint32]) -> Columns:
    """Let records stand for those merged into them: in the projects of these too.

    Nothing of this is stored, so that a merge taken back leaves each as it was.

    Parameters
    ----------
    theirs, into
        As `Merged`; none are none.
    """
    if not len(theirs):
        return columns
    told = dict(zip(theirs.number.tolist(), into.tolist(), strict=True))
    final = standing_for(into, told)
    there = np.isin(final, columns.number)
    bits = columns.projects.copy()
    rows = np.searchsorted(columns.number, final[there])
    np.bitwise_or.at(bits, rows, theirs.projects[there])
    return replace(columns, projects=bits, merged=Merged(theirs, into))
