"""Up to which day records are true, where several sources feed one layer up to different days."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from geodata.columns import Columns
from geodata.periods import day_number

LIVELY_DAYS = 366
"""A source without any record for longer than this before the latest day feeds no more."""


def true_until(columns: Columns | None, days: Sequence[date]) -> date:
    """Return the day up to which a whole layer is true: that of the feeder that lags most.

    Parameters
    ----------
    columns
        Of the layer; None where it is not counted.
    days
        By feeder, at least one.
    """
    latest = max(days)
    if columns is None or columns.feeders is None:
        return min(days)
    lively = columns.from_day.astype(np.int64) > day_number(latest) - LIVELY_DAYS
    return fed_until(columns, lively, days) or latest


def fed_until(columns: Columns, rows: NDArray[np.bool_], days: Sequence[date]) -> date | None:
    """Return the earliest day among the feeders of some rows; None where no feeder is known."""
    if columns.feeders is None:
        return None
    feeding = np.unique(columns.feeders[rows])
    return min((days[n] for n in feeding.tolist() if n < len(days)), default=None)
