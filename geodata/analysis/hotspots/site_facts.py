"""What is told of each site beside its rank: how bad, when, why, and whether it changed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PEAK_HOURS = 3
"""Peak hours are so many in a row."""

FEWEST_TO_TELL = 5
"""With fewer incidents no peak and no leading cause is told."""

MINUTES_AN_HOUR, HOURS_A_DAY = 60, 24

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Peak:
    """The hours most incidents fall in.

    Parameters
    ----------
    hour
        First of the hours, 0 to 23; -1 where there are too few, or no hours stand out.
    count, known
        Incidents in those hours, and incidents whose time is known.
    """

    hour: Integers
    count: Integers
    known: Integers


@dataclass(frozen=True, slots=True)
class Leading:
    """The commonest value of a list such as causes.

    Parameters
    ----------
    value
        Its index; -1 where there are too few or two are equally common.
    count, known
        Incidents with it, and incidents that have any value.
    """

    value: Integers
    count: Integers
    known: Integers


def count_values(
    site: Integers, values: NDArray[np.integer], *, sites: int, kinds: int
) -> Integers:
    """Count the incidents of each site by the values of a list, such as killed, serious, slight.

    Parameters
    ----------
    site
        Of each incident, -1 for none.
    values
        Index of each incident's value; beyond `kinds` for one that is not told.
    sites, kinds
        How many there are.

    Returns
    -------
    array
        Shape (sites, kinds).
    """
    told = (site >= 0) & (values < kinds) & (values >= 0)
    place = site[told] * kinds + values[told].astype(np.int64)
    return np.bincount(place, minlength=sites * kinds).reshape(sites, kinds)


def peak_hours(site: Integers, minutes: NDArray[np.integer], *, sites: int) -> Peak:
    """Find the busiest `PEAK_HOURS` in a row of each site, around midnight too.

    The earliest of equally busy ones; none where they hold no more than twice their even share.

    Parameters
    ----------
    minutes
        Minute of the local day; 1440 and above for a time not known.
    """
    hours = count_values(site, minutes // MINUTES_AN_HOUR, sites=sites, kinds=HOURS_A_DAY)
    row = np.concatenate([hours, hours[:, : PEAK_HOURS - 1]], axis=1)
    total = np.cumsum(np.pad(row, ((0, 0), (1, 0))), axis=1)
    busy = total[:, PEAK_HOURS:] - total[:, :-PEAK_HOURS]
    count, known = busy.max(axis=1, initial=0), hours.sum(axis=1)
    stands_out = count > 2.0 * known * PEAK_HOURS / HOURS_A_DAY
    first = np.where(stands_out & (known >= FEWEST_TO_TELL), busy.argmax(axis=1), -1)
    return Peak(first, count, known)


def leading_value(counts: Integers) -> Leading:
    """Find the commonest value of each site.

    Parameters
    ----------
    counts
        As `count_values` gives them, at least one kind.
    """
    known, count = counts.sum(axis=1), counts.max(axis=1)
    alone = (counts == count[:, np.newaxis]).sum(axis=1) == 1
    value = np.where(alone & (known >= FEWEST_TO_TELL), counts.argmax(axis=1), -1)
    return Leading(value, count, known)
