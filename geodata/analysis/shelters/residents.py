"""Where people live: each area's population spread over the homes in it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spread:
    """People by home.

    Parameters
    ----------
    people
        In each home; fractions, because nobody knows who lives where.
    placed_share
        Of all people that found a home; the others' area has none.
    by_floors
        Share of the placed whose area's homes all tell their floors, so that people were spread by
        floor area; the others' by ground area, or evenly where that is not known either.
    """

    people: Floats
    placed_share: float
    by_floors: float


def spread_people(area: Integers, ground_m2: Floats, floors: Floats, population: Floats) -> Spread:
    """Spread the population of areas over their homes by floor area.

    Dasymetric mapping (Eicher and Brewer 2001, Cartography and Geographic Information Science 28).

    Parameters
    ----------
    area
        Index of each home's area, -1 for none.
    ground_m2, floors
        Of each home; NaN or 0 where it is not known.
    population
        Of each area.
    """
    if not len(population):
        return Spread(np.zeros(len(area)), float("nan"), float("nan"))
    inside = area >= 0
    number = np.bincount(area[inside], minlength=len(population))
    has_ground, has_floors = (_all_told(area, value, number) for value in (ground_m2, floors))
    ground = np.where(has_ground[area], ground_m2, 1.0)
    weight = ground * np.where((has_ground & has_floors)[area], floors, 1.0)
    weight = np.where(inside, weight, 0.0)
    total = np.bincount(area[inside], weights=weight[inside], minlength=len(population))
    each = np.divide(population, total, out=np.zeros(len(population)), where=total > 0.0)
    people = weight * np.where(inside, each[area], 0.0)
    homes = number > 0
    placed = population[homes].sum()
    floored = population[homes & has_ground & has_floors].sum()
    return Spread(people, _share(placed, population.sum()), _share(floored, placed))


def _all_told(area: Integers, value: Floats, number: Integers) -> NDArray[np.bool_]:
    """Say for each area whether all its homes tell a value."""
    told = (area >= 0) & (np.nan_to_num(value) > 0.0)
    return np.asarray((np.bincount(area[told], minlength=len(number)) == number) & (number > 0))


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")
