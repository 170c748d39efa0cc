"""Plain counts of what a selection chooses: no smoothing, no statistics."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.columns import NOT_TOLD, Columns, mask
from geodata.criteria import Criteria
from geodata.mercator import WORLD

EQUATOR_M = 40_075_016.686
"""Length of the equator of Web Mercator's sphere, metres."""


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
class CellCounts:
    """Counts by square cell, only of cells that hold any, by row, then column.

    Cell (column, row) spans ``side`` world units each way from ``(column, row) * side``.
    """

    side: float
    column: NDArray[np.int64]
    row: NDArray[np.int64]
    count: NDArray[np.int64]


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


def cell_counts(
    columns: Columns, chosen: NDArray[np.bool_], *, size_m: float, latitude_y: int
) -> CellCounts:
    """Count the placed records among the chosen by cell.

    Parameters
    ----------
    size_m
        Side of a cell on the ground, metres.
    latitude_y
        World coordinate at whose latitude a metre is taken, for all cells alike: the cells are
        squares of the map, fixed to its north-west corner.
    """
    side = size_m / metres_per_unit(latitude_y)
    rows = chosen & (columns.placed == 1)
    cells = np.stack([columns.y[rows] // side, columns.x[rows] // side], axis=1).astype(np.int64)
    found, count = np.unique(cells, axis=0, return_counts=True)
    return CellCounts(side, found[:, 1], found[:, 0], count)


def metres_per_unit(y: int) -> float:
    """Metres on the ground that one world unit measures at a height of the map (on the sphere)."""
    north = np.pi * (1.0 - 2.0 * y / WORLD)
    return float(EQUATOR_M / WORLD / np.cosh(north))
