"""Where things happen in the sample town: junctions, lanes, works, homes, shop fronts, water."""

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from etl.town.incident_kinds import Scene
from etl.town.outline import bend
from etl.town.plan import Street
from etl.town.premises import Premises
from etl.town.rentals import Rentals
from etl.town.town import Floats, Ints, Town, addresses_at

HOT_JUNCTIONS = {
    ("永岗大道", "永贤大道"): 10.0,
    ("新庄路", "永岗大道"): 8.0,
    ("永贤大道", "永顺大道"): 5.5,
    ("永岗大道", "禾丰大道"): 4.0,
    ("井泉大道", "禾丰大道"): 3.0,
}
"""Crossings where crashes are many times as frequent as elsewhere: the hotspots to be found."""
VILLAGE_GATE = ("永岗大道", 0.345, 0.345, 7.0)
"""Street, place in the unit square and weight of the hot stretch before a village."""

JUNCTION_SHARE, GATE_SHARE = 0.42, 0.07
ROAD_PULL = {"arterial": 1.0, "collector": 0.45, "local": 0.07}


class Spots(NamedTuple):
    """Places of a scene to draw from, with weights that add up to one."""

    x: Floats
    y: Floats
    weight: Floats
    address: NDArray[np.str_]
    group: Ints


def _spots(town: Town, x: Floats, y: Floats, weight: Floats, address: list[str]) -> Spots:
    return Spots(x, y, weight / weight.sum(), np.array(address), town.groups_at(x, y))


def _main_streets(town: Town) -> list[Street]:
    return [street for street in town.plan.streets if street.kind in ("arterial", "collector")]


def junctions(town: Town) -> tuple[list[tuple[Street, Street]], Floats, Floats]:
    """Pairs of main streets that meet, where they meet, and how often crashes happen there."""
    streets = _main_streets(town)
    pairs, places, weights = [], [], []
    for number, one in enumerate(streets):
        for other in streets[number + 1 :]:
            meeting = one.line.buffer(1.5).intersection(other.line)
            if meeting.is_empty:
                continue
            pairs.append((one, other))
            places.append(meeting.centroid.coords[0])
            usual = 1.0 if other.kind == "arterial" else 0.4
            names = sorted((one.name, other.name))
            weights.append(HOT_JUNCTIONS.get((names[0], names[1]), usual))
    return pairs, np.array(places), np.array(weights)


def _junction_spots(town: Town, rng: np.random.Generator, each: int = 60) -> Spots:
    """Places on the arms of junctions, thinning out over some 30 m."""
    pairs, places, weights = junctions(town)
    xs, ys, shares, names = [], [], [], list[str]()
    for pair, place, weight in zip(pairs, places, weights, strict=True):
        for arm, street in enumerate(pair):
            here = street.line.project(shapely.Point(place))
            at = here + rng.laplace(0, 26, each)
            x, y = shapely.get_coordinates(shapely.line_interpolate_point(street.line, at)).T
            xs.append(x)
            ys.append(y)
            shares.append(np.full(each, weight))
            names += [f"{street.name}与{pair[1 - arm].name}路口"] * each
    return _spots(town, np.concatenate(xs), np.concatenate(ys), np.concatenate(shares), names)


def _gate_spots(town: Town, rng: np.random.Generator, each: int = 120) -> Spots:
    """Places before the village gate, where walkers cross the arterial."""
    name, s, t, _ = VILLAGE_GATE
    street = next(street for street in town.plan.streets if street.name == name)
    here = street.line.project(shapely.Point(bend(np.array([(s, t)]))[0]))
    at = here + rng.normal(0, 45, each)
    x, y = shapely.get_coordinates(shapely.line_interpolate_point(street.line, at)).T
    return _spots(town, x, y, np.ones(each), [f"{name}新庄村口路段"] * each)


def _stretch_spots(town: Town) -> Spots:
    """Places every 25 m of all streets, arterials far ahead, busier where houses are near."""
    xs, ys, pulls = [], [], []
    for street in town.plan.streets:
        at = np.arange(12, street.line.length - 12, 25.0)
        x, y = shapely.get_coordinates(shapely.line_interpolate_point(street.line, at)).T
        xs.append(x)
        ys.append(y)
        pulls.append(np.full(len(at), ROAD_PULL[street.kind]))
    x, y = np.concatenate(xs), np.concatenate(ys)
    busy = 1 + town.houses_near(x, y, 120) / 12
    groups = town.groups_at(x, y)
    address = addresses_at(town.plan, town.plan.streets, x, y, groups)
    return _spots(
        town, x, y, np.concatenate(pulls) * busy, [f"{place}附近路段" for place in address]
    )


def _mixed(parts: list[tuple[float, Spots]]) -> Spots:
    """Join spots, each part keeping its share of the weight."""
    return Spots(
        np.concatenate([spots.x for _, spots in parts]),
        np.concatenate([spots.y for _, spots in parts]),
        np.concatenate([share * spots.weight for share, spots in parts]),
        np.concatenate([spots.address for _, spots in parts]),
        np.concatenate([spots.group for _, spots in parts]),
    )


def _house_spots(town: Town, rows: Ints, weight: Floats) -> Spots:
    houses = town.buildings
    return _spots(
        town, houses.x[rows], houses.y[rows], weight, [town.addresses[row] for row in rows]
    )


def _water_spots(town: Town, rng: np.random.Generator, each: int = 150) -> Spots:
    """Low places within 60 m of the river and the ponds."""
    banks = [town.plan.river.exterior, *(pond.exterior for _, pond in town.plan.ponds)]
    lengths = np.array([bank.length for bank in banks])
    chosen = rng.choice(len(banks), each, p=lengths / lengths.sum())
    points = [banks[n].interpolate(rng.random() * lengths[n]) for n in chosen]
    x, y = shapely.get_coordinates(points).T
    x, y = x + rng.normal(0, 20, each), y + rng.normal(0, 20, each)
    address = addresses_at(town.plan, town.plan.streets, x, y, town.groups_at(x, y))
    return _spots(town, x, y, np.ones(each), address)


def set_scenes(
    town: Town, rentals: Rentals, premises: Premises, rng: np.random.Generator
) -> dict[Scene, Spots]:
    """Gather the places of every scene.

    Parameters
    ----------
    town, rentals, premises
        What stands where; burglars go where many people live.
    rng
        Source of the exact places at junctions and banks.

    Returns
    -------
    :
        For each scene its places with weights.
    """
    uses = np.array(town.uses)
    homes = np.flatnonzero(np.isin(uses, ["village", "estate"]))
    sizes = town.buildings.floors[homes].astype(float) * np.where(uses[homes] == "estate", 6.0, 1.0)
    works = np.flatnonzero(uses == "industry")
    stretches = _stretch_spots(town)
    rest = 1 - JUNCTION_SHARE - GATE_SHARE
    return {
        "road": _mixed([
            (JUNCTION_SHARE, _junction_spots(town, rng)),
            (GATE_SHARE, _gate_spots(town, rng)),
            (rest, stretches),
        ]),
        "village": _house_spots(town, rentals.building, rentals.occupants.astype(float)),
        "homes": _house_spots(town, homes, sizes),
        "works": _house_spots(town, works, town.buildings.width_m[works]),
        "shops": _spots(town, premises.x, premises.y, np.ones(len(premises.x)), premises.address),
        "water": _water_spots(town, rng),
        "streets": stretches,
    }  # fmt: skip
