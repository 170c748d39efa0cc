"""Plain counts of what a selection chooses: no smoothing, no statistics."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.columns import NOT_TOLD, Columns, mask
from geodata.criteria import Criteria

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LayerCount:
    """How many records of a layer a selection chooses.

    `placed` and `unplaced` add up to `records`. `measures` are sums by field id, over all of them
    that tell a number; `told` is how many do.
    """

    records: int
    placed: int
    unplaced: int
    measures: Mapping[str, int]
    told: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records there are of each value, as the legend tells them.

    `total` is of all, the others of the placed ones: arrays by index, long enough for those that
    occur. A record without a value stands at `NO_VALUE`, one without an area at `NO_AREA`.
    """

    total: int
    placed: int
    classes: Counts
    grades: Counts
    statuses: Counts
    areas: Counts


def count_layer(columns: Columns, criteria: Criteria) -> LayerCount:
    """Count the records of a layer that a selection chooses."""
    return count_rows(columns, mask(columns, criteria))


def count_rows(columns: Columns, chosen: NDArray[np.bool_]) -> LayerCount:
    """Count chosen rows; `chosen` is of the length of the columns."""
    records = int(np.count_nonzero(chosen))
    placed = int(np.count_nonzero(chosen & (columns.placed == 1)))
    telling = {name: chosen & (values != NOT_TOLD) for name, values in columns.measures.items()}
    sums = {
        name: int(np.sum(columns.measures[name], where=rows, dtype=np.int64))
        for name, rows in telling.items()
    }
    told = {name: int(np.count_nonzero(rows)) for name, rows in telling.items()}
    return LayerCount(records, placed, records - placed, sums, told)


def tally_rows(columns: Columns, chosen: NDArray[np.bool_]) -> Tally:
    """Count chosen rows by value; `chosen` is of the length of the columns."""
    rows = np.flatnonzero(chosen & (columns.placed == 1))
    lists = (columns.classes, columns.grades, columns.statuses, columns.areas)
    return Tally(
        int(np.count_nonzero(chosen)), len(rows), *(np.bincount(values[rows]) for values in lists)
    )
