"""Which places there are on a day."""

import numpy as np
from numpy.typing import NDArray

from geodata.catalogue.model import Layer
from geodata.columns import Columns


def standing(columns: Columns, layer: Layer, day: int) -> NDArray[np.bool_]:
    """Say for each place whether it is on record on a day and its status is not a closed one."""
    there = (columns.from_day <= day) & (columns.to_day > day)
    if layer.statuses is None:
        return np.asarray(there)
    closed = [n for n, status in enumerate(layer.statuses.values) if status.closed]
    return np.asarray(there & ~np.isin(columns.statuses, closed))
