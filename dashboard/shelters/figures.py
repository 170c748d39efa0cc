"""What the page of shelters says in numbers, each made once for card, table and sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geodata.results.shelter_reach import EVERY, SHELTER, STRAIGHT, Coverage, ShelterReach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodata.readmodel import ReadModel


@dataclass(frozen=True, slots=True)
class Asked:
    """From what it is measured.

    Parameters
    ----------
    kind
        `EVERY` or a class of shelters.
    way
        `STRAIGHT` or `STREETS`.
    within_m
        Metres, one of the distances it is told for.
    """

    kind: str = EVERY
    way: str = STRAIGHT
    within_m: float = 500.0

    def usable(self, made: ShelterReach) -> Asked:
        """Return it with what there is in place of what there is not."""
        usual = Asked()
        return Asked(
            self.kind if self.kind in made.kinds else usual.kind,
            self.way if self.way in made.ways else usual.way,
            self.within_m if self.within_m in made.walks_m else made.walks_m[0],
        )


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """People of one area who are too far off."""

    code: str
    people: float
    of: float


def coverage(made: ShelterReach, asked: Asked) -> Coverage:
    """Count the people placed in a home, and those of them within reach."""
    return made.coverage(asked.kind, asked.way, asked.within_m)


def uncovered(made: ShelterReach, asked: Asked) -> list[OutOfReach]:
    """List the areas with people out of reach, the most people first."""
    far = made.far[asked.kind, asked.way, asked.within_m]
    order = np.argsort(-far, kind="stable")
    return [
        OutOfReach(made.area_codes[n], float(far[n]), float(made.people[n]))
        for n in order.tolist()
        if round(float(far[n])) > 0
    ]


def far_rentals(made: ShelterReach, asked: Asked) -> NDArray[np.uint32]:
    """Return the numbers of rental buildings out of reach, the farthest first."""
    distance = made.rental_m[asked.kind, asked.way]
    rows = np.flatnonzero(made.far_rentals(asked.kind, asked.way, asked.within_m))
    return made.rentals[rows[np.argsort(-distance[rows], kind="stable")]]


def of_classes(made: ShelterReach, model: ReadModel, classes: tuple[str, ...]) -> NDArray[np.bool_]:
    """Say for each shelter in use whether it is of some classes; of any where none is named."""
    if not classes or not len(made.shelters):
        return np.ones(len(made.shelters), dtype=np.bool_)
    declared = model.catalogue.by_layer[SHELTER].classes
    ids = declared.ids if declared else ()
    columns = model.columns[SHELTER]
    place = np.searchsorted(columns.number, made.shelters)
    there = columns.classes[np.minimum(place, len(columns) - 1)]
    wanted = [n for n, each in enumerate(ids) if each in classes]
    return np.asarray(np.isin(there, wanted))


def m2_per_place(made: ShelterReach, model: ReadModel, classes: tuple[str, ...]) -> float:
    """Return the effective area of a place in shelters of some classes; NaN where none tells it."""
    rows = of_classes(made, model, classes)
    effective_m2 = made.effective_m2[rows].astype(np.float64)
    capacity = made.capacity[rows].astype(np.float64)
    told = np.isfinite(effective_m2) & np.isfinite(capacity)
    places = float(capacity[told].sum())
    return float(effective_m2[told].sum()) / places if places else float("nan")
