"""Whether shelters are near enough and large enough for the people there are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WALKS_M = (500.0, 1_000.0)
"""Ten and twenty minutes on foot (outline of Guangdong, 粤府办〔2013〕44号: 500 m)."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Coverage:
    """People within one distance of a shelter.

    Parameters
    ----------
    within_m
        The distance; on the ring belongs.
    people, covered
        All, and those within.
    """

    within_m: float
    people: float
    covered: float

    @property
    def share(self) -> float:
        """Covered share, NaN without people."""
        return self.covered / self.people if self.people else float("nan")


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Places out of reach, the most people first; arrays of one length.

    Parameters
    ----------
    place
        Index of the place.
    people
        Out of reach there.
    share
        Of the place's people.
    """

    place: Integers
    people: Floats
    share: Floats


@dataclass(frozen=True, slots=True)
class Room:
    """Room in shelters for the people there are; NaN without people.

    Parameters
    ----------
    effective_m2_per_head
        Effective area 有效避难面积 by resident.
    capacity_share
        Places in shelters by resident.
    """

    effective_m2_per_head: float
    capacity_share: float


def cover(distance_m: Floats, people: Floats, *, within_m: float) -> Coverage:
    """Count the people within a distance.

    Parameters
    ----------
    distance_m
        From each home to its nearest shelter.
    people
        In each home.
    """
    near = distance_m <= within_m
    return Coverage(within_m, float(people.sum()), float(people[near].sum()))


def rank_uncovered(
    place: Integers, distance_m: Floats, people: Floats, *, within_m: float
) -> Uncovered:
    """List the places (groups, cells) with people out of reach.

    Parameters
    ----------
    place
        Of each home, -1 for none.
    """
    counted = (place >= 0) & (people > 0.0)
    size = int(place.max(initial=-1)) + 1
    far = counted & (distance_m > within_m)
    living = np.bincount(place[counted], weights=people[counted], minlength=size)
    out = np.bincount(place[far], weights=people[far], minlength=size).astype(np.float64)
    order = np.argsort(-out, kind="stable")
    order = order[out[order] > 0.0]
    return Uncovered(order, out[order], out[order] / living[order])


def room_for(effective_m2: Floats, capacity: Floats, people: float) -> Room:
    """Compare the room in some shelters with the people it is for.

    Parameters
    ----------
    effective_m2, capacity
        Of each shelter; NaN where it is not told, which adds nothing.
    people
        Residents, of the kind the page names.
    """
    if not people:
        return Room(float("nan"), float("nan"))
    area_m2, places = float(np.nansum(effective_m2)), float(np.nansum(capacity))
    return Room(area_m2 / people, places / people)
