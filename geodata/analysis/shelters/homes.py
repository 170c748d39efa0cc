"""Where people live: which buildings are homes, and how many people each of them holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.analysis.hotspots.street_map import areas_at
from geodata.analysis.indicators.rates import kind_ids
from geodata.analysis.polygons import polygons_of
from geodata.analysis.shelters.residents import spread_people
from geodata.analysis.standing import standing
from geodata.areas import NO_AREA
from geodata.columns import Columns
from geodata.coordinates.crs import from_metres, to_metres
from geodata.coordinates.crs_names import Crs
from geodata.coordinates.mercator import to_lnglat, to_world
from geodata.criteria import value_indices
from geodata.people import People, people_by_area
from geodata.periods import day_number
from geodata.readmodel import ReadModel
from geodata.results.shelter_reach import RENTAL, Living

GROUND, SCHOOL, DWELLING = "ground", "school", "dwelling"
BUILDING = "building"
NOT_HOME = ("water", "park", "industry")
"""Kinds of ground on which buildings are no homes."""

POPULATION = "population"
PEOPLE = (("registered", "floating"), ("resident",))
"""Kinds of population that are everybody, as the rates of the indicators have them: the second
where the first is not told."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Homes:
    """Homes and those who live in them; arrays of one length.

    Parameters
    ----------
    xy
        Metres, shape (homes, 2).
    area
        Index of the smallest area each lies in, `NO_AREA` for none.
    people
        In each.
    unplaced
        People of areas without any home, by the index of their area.
    living
        How they were placed.
    """

    xy: Floats
    area: Integers
    people: Floats
    unplaced: Mapping[int, float]
    living: Living


@dataclass(frozen=True, slots=True)
class _Buildings:
    xy: Floats
    ground_m2: Floats
    floors: Floats


def find_homes(
    model: ReadModel,
    crs: Crs,
    *,
    today: date,
    floors: Mapping[int, float],
) -> Homes:
    """Place people in homes.

    By the ledger of residential buildings where it is loaded. Else each area's population is
    spread over the footprints in it, less those on industrial ground, in parks, on water and on
    campuses, by floor area, by ground area where floors are not told; over the rental buildings,
    evenly, where no footprint is known at all.

    Parameters
    ----------
    today
        On which buildings have to stand; people are those of its year or the newest before.
    floors
        Of footprints, by number.
    """
    day = day_number(today)
    told = _standing(model, DWELLING, day)
    if len(told):
        return _told_homes(model, crs, told)
    buildings = _footprints(model, crs, floors)
    if not len(buildings.xy):
        xy = metres(_standing(model, RENTAL, day), crs)
        unknown = np.full(len(xy), np.nan)
        buildings = _Buildings(xy, unknown, unknown)
    return _spread_homes(model, crs, buildings, until=today.year)


def metres(columns: Columns, crs: Crs) -> Floats:
    """Return the positions of records, shape (records, 2)."""
    return np.stack(to_metres(*to_lnglat(columns.x, columns.y), crs), axis=1)


def own_people(model: ReadModel, people: Mapping[int, int]) -> dict[int, float]:
    """Return of each area the people who are not told of an area below it; none below zero."""
    own = {area: float(count) for area, count in people.items()}
    for area, count in people.items():
        above = model.areas.areas[area].parent
        while above is not None and above not in people:
            above = model.areas.areas[above].parent
        if above is not None:
            own[above] -= count
    return {area: max(count, 0.0) for area, count in own.items()}


def _told_homes(model: ReadModel, crs: Crs, told: Columns) -> Homes:
    xy = metres(told, crs)
    area = np.where(told.areas == NO_AREA, areas_at(model, told.x, told.y), told.areas)
    living = Living(DWELLING, (), None, len(xy), float("nan"))
    return Homes(xy, area, told.measures["people"].astype(np.float64), {}, living)


def _spread_homes(
    model: ReadModel,
    crs: Crs,
    buildings: _Buildings,
    *,
    until: int,
) -> Homes:
    layer = model.catalogue.by_layer[POPULATION]
    choices = [value_indices(layer, "classes", kinds) for kinds in PEOPLE]
    people = model.people.get(POPULATION, People())
    told, kinds, year = people_by_area(people, model.areas, choices=choices, until=until)
    own = own_people(model, told)
    area = areas_at(model, *to_world(*from_metres(buildings.xy[:, 0], buildings.xy[:, 1], crs)))
    counted = _counted_in(model, set(own))
    codes = np.array([*own], dtype=np.int64)
    place = np.full(NO_AREA + 1, -1)
    place[codes] = np.arange(len(codes))
    target = place[counted[np.minimum(area, len(counted) - 1)]]
    spread = spread_people(
        target, buildings.ground_m2, buildings.floors, np.array([*own.values()], dtype=np.float64)
    )
    filled = set(target.tolist())
    unplaced = {code: own[code] for n, code in enumerate(codes.tolist()) if n not in filled}
    homes = int((target >= 0).sum())
    living = Living(POPULATION, kind_ids(layer, kinds), year, homes, spread.by_floors)
    return Homes(buildings.xy, area, spread.people, unplaced, living)


def _counted_in(model: ReadModel, known: set[int]) -> Integers:
    """Return for each area, and at the end for none, the smallest around it that tells people."""
    found = np.full(len(model.areas.areas) + 1, NO_AREA)
    for index, area in enumerate(model.areas.areas):  # each after the one above it
        above = NO_AREA if area.parent is None else found[area.parent]
        found[index] = index if index in known else above
    return found


def _footprints(model: ReadModel, crs: Crs, floors: Mapping[int, float]) -> _Buildings:
    ground = model.shapes[GROUND]
    ids = model.catalogue.by_layer[GROUND].classes
    assert ids is not None  # noqa: S101 - declared
    polygons = polygons_of(ground, crs)
    is_building = ground.classes == ids.index(BUILDING)
    others = polygons[np.isin(ground.classes, [ids.index(kind) for kind in NOT_HOME])]
    kept = polygons[is_building]
    middle = shapely.point_on_surface(kept)
    no_homes = shapely.STRtree(np.concatenate([others, polygons_of(model.shapes[SCHOOL], crs)]))
    lying, _ = no_homes.query(middle, predicate="intersects")
    homes = np.ones(len(kept), dtype=np.bool_)
    homes[lying] = False
    numbers = ground.number[is_building][homes].tolist()
    return _Buildings(
        shapely.get_coordinates(middle[homes]).reshape(-1, 2),
        np.asarray(shapely.area(kept[homes]), dtype=np.float64),
        np.array([floors.get(number, np.nan) for number in numbers], dtype=np.float64),
    )


def _standing(model: ReadModel, layer: str, day: int) -> Columns:
    columns = model.columns[layer]
    there = standing(columns, model.catalogue.by_layer[layer], day)
    return columns.take(there & (columns.placed == 1))
