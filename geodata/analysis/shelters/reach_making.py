"""Working out how far people and rental buildings are from shelters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.hotspots.street_map import STREET, cut_streets
from geodata.analysis.shelters.homes import Homes, find_homes, metres
from geodata.analysis.shelters.walking import straight_distance, street_distance
from geodata.analysis.standing import standing
from geodata.columns import Columns
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import local_metric_crs
from geodata.coordinates.crs_names import Crs
from geodata.periods import day_number
from geodata.readmodel import ReadModel
from geodata.results.shelter_reach import EVERY, RENTAL, SHELTER, STRAIGHT, STREETS, ShelterReach

Floats = NDArray[np.float64]
Walk = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class Details:
    """What the read model does not hold.

    Parameters
    ----------
    floors, levels
        Of footprints and of streets, by number.
    effective_m2, capacity
        Of shelters, by number; NaN where it is not told.
    """

    floors: Mapping[int, float]
    levels: Mapping[int, float]
    effective_m2: Mapping[int, float]
    capacity: Mapping[int, float]


def make_reach(model: ReadModel, details: Details, *, today: date) -> ShelterReach | None:
    """Measure from every home and rental building to the nearest shelter in use.

    Straight, and along the streets where there are any; to shelters of every class, and class by
    class. None where nothing is placed anywhere.
    """
    if model.extent is None:
        return None
    crs, day = local_metric_crs(Bounds(*model.extent)), day_number(today)
    homes = find_homes(model, crs, today=today, floors=details.floors)
    shelters = model.columns[SHELTER]
    shelters = shelters.take(standing(shelters, model.catalogue.by_layer[SHELTER], day))
    rentals = model.columns[RENTAL]
    rentals = rentals.take(standing(rentals, model.catalogue.by_layer[RENTAL], day))
    rentals = rentals.take(rentals.placed == 1)
    walks = _walks(model, details, crs)
    targets = _targets(model, shelters, crs)
    measured = {
        (kind, way): (walk(homes.xy, to), walk(metres(rentals, crs), to))
        for kind, to in targets.items()
        for way, walk in walks.items()
    }
    walks_m = sorted({zone.distance_m for zone in model.catalogue.zones if zone.layer == SHELTER})
    areas = sorted({*homes.area.tolist(), *homes.unplaced})
    counted = _Counted(homes, areas)
    return ShelterReach(
        version=model.version,
        day=today.isoformat(),
        ways=tuple(walks),
        kinds=tuple(targets),
        walks_m=tuple(walks_m),
        living=homes.living,
        area_codes=tuple(_code(model, area) for area in areas),
        people=counted.sums(homes.people),
        unplaced=np.array([homes.unplaced.get(area, 0.0) for area in areas], dtype=np.float32),
        far={
            (*key, walk_m): counted.sums(np.where(home_m > walk_m, homes.people, 0.0))
            for key, (home_m, _) in measured.items()
            for walk_m in walks_m
        },
        rentals=rentals.number,
        rental_m={key: rental_m.astype(np.float32) for key, (_, rental_m) in measured.items()},
        shelters=shelters.number,
        effective_m2=_values(shelters, details.effective_m2),
        capacity=_values(shelters, details.capacity),
        off_streets=_off_streets(walks, metres(shelters, crs)),
    )


class _Counted:
    """Sums over the homes of each area."""

    def __init__(self, homes: Homes, areas: list[int]) -> None:
        self._place = np.searchsorted(areas, homes.area) if areas else homes.area
        self._size = len(areas)

    def sums(self, people: Floats) -> NDArray[np.float32]:
        counted = np.bincount(self._place, weights=people, minlength=self._size)
        return counted.astype(np.float32)


def _walks(model: ReadModel, details: Details, crs: Crs) -> dict[str, Walk]:
    walks: dict[str, Walk] = {STRAIGHT: straight_distance}
    streets = model.shapes[STREET]
    if len(streets):
        network, _ = cut_streets(streets, details.levels, crs)
        walks[STREETS] = lambda xy, places: street_distance(network, xy, places)
    return walks


def _off_streets(walks: dict[str, Walk], places: Floats) -> NDArray[np.uint8]:
    """Mark the places from which no way leads even to themselves."""
    if STREETS not in walks:
        return np.zeros(len(places), dtype=np.uint8)
    return np.isinf(walks[STREETS](places, places)).astype(np.uint8)


def _targets(model: ReadModel, shelters: Columns, crs: Crs) -> dict[str, Floats]:
    """Return the positions of all shelters, and of those of each class that has any."""
    classes = model.catalogue.by_layer[SHELTER].classes
    placed = shelters.take(shelters.placed == 1)
    xy = metres(placed, crs)
    ids = classes.ids if classes is not None else ()
    by_class = {kind: xy[placed.classes == n] for n, kind in enumerate(ids)}
    return {EVERY: xy} | {kind: at for kind, at in by_class.items() if len(at)}


def _values(shelters: Columns, told: Mapping[int, float]) -> NDArray[np.float32]:
    found = [told.get(number, np.nan) for number in shelters.number.tolist()]
    return np.array(found, dtype=np.float32)


def _code(model: ReadModel, area: int) -> str:
    """Return the code of an area, '' for people in none."""
    return model.areas.areas[area].code if area < len(model.areas.areas) else ""
