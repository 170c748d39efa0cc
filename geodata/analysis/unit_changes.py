"""How the incidents of two periods differ, unit by unit: squares of ground or named streets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.evidence import exact_test
from geodata.columns import Bools, Columns

SIDE_M: Final = 500
"""Of a square: one size at every zoom, for what is evident may not depend on the view."""

ROWS: Final = 2**32
"""More than any grid has: makes one number of column and row."""

NOWHERE: Final = -1
"""The unit of an incident that is in none."""

Integers = NDArray[np.int64]


class Chosen(NamedTuple):
    """The incidents of one layer: the unit of each, and which are of which period."""

    unit: Integers
    now: Bools
    before: Bools


@dataclass(frozen=True, slots=True)
class Changes:
    """Units with an incident in either period, ascending; arrays of one length.

    Parameters
    ----------
    unit
        Which one: of squares as `squares_of` numbers them, of streets the place of the name.
    now, before
        Their incidents.
    arrow
        1 up, -1 down, 0 no evident change.
    elsewhere_now, elsewhere_before
        Incidents chosen that are in no unit: not placed, or on no street with a name.
    """

    unit: Integers
    now: Integers
    before: Integers
    arrow: NDArray[np.int8]
    elsewhere_now: int
    elsewhere_before: int

    def told_first(self) -> Integers:
        """Return the places of the units, what has an arrow first, then the most incidents."""
        return np.lexsort((self.unit, -(self.now + self.before), self.arrow == 0))


def squares_of(columns: Columns, side: float) -> Integers:
    """Return each record's square, numbered ``column * ROWS + row`` from the world's corner.

    Parameters
    ----------
    side
        World units.
    """
    column, row = ((axis // side).astype(np.int64) for axis in (columns.x, columns.y))
    return np.where(columns.placed == 1, column * ROWS + row, NOWHERE)


def count_changes(chosen: Sequence[Chosen], *, days_now: int, days_before: int) -> Changes:
    """Count both periods unit by unit and say where the difference is evident (`exact_test`).

    Parameters
    ----------
    days_now, days_before
        Length of the periods: rates are compared, not counts.
    """
    none = np.zeros(0, dtype=np.int64)
    now = np.concatenate([none, *(one.unit[one.now] for one in chosen)])
    before = np.concatenate([none, *(one.unit[one.before] for one in chosen)])
    units = np.unique(np.concatenate([now, before]))
    units = units[units != NOWHERE]
    (counts_now, left_now), (counts_before, left_before) = _count(now, units), _count(before, units)
    _, arrow = exact_test(counts_now, counts_before, days_now=days_now, days_before=days_before)
    return Changes(units, counts_now, counts_before, arrow, left_now, left_before)


def commonest(unit: Integers, value: Integers, units: Integers) -> Integers:
    """Return of each unit the value most of its incidents have, the smaller of equals.

    Parameters
    ----------
    unit, value
        Of each incident; its unit is among `units`.
    units
        Ascending, each with an incident.
    """
    many = int(value.max(initial=0)) + 1
    # One number for each pair: rows of two are sorted eight times as slowly.
    pairs, counts = np.unique(np.searchsorted(units, unit) * many + value, return_counts=True)
    ranked = pairs[np.lexsort((pairs, -counts, pairs // many))]
    most: Integers = ranked[np.searchsorted(ranked // many, np.arange(len(units)))] % many
    return most


def _count(found: Integers, units: Integers) -> tuple[Integers, int]:
    """Count the incidents of each unit, and those in none."""
    inside = found[found != NOWHERE]
    counts = np.bincount(np.searchsorted(units, inside), minlength=len(units))
    return counts.astype(np.int64), len(found) - len(inside)
