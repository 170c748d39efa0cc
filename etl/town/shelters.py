"""Shelters of the sample town: squares, parks, school grounds and a hall."""

from datetime import date
from typing import NamedTuple

import numpy as np
import shapely

from etl.town.names import people, phones
from etl.town.outline import bend
from etl.town.schools import STAGES
from etl.town.sites import Sites, sites_at
from etl.town.town import Ints, Town


class Shelters(NamedTuple):
    """Shelters: their sites, and square metres, persons, keepers and first day of each."""

    sites: Sites
    total_m2: Ints
    effective_m2: Ints
    capacity: Ints
    in_use: list[bool]
    keeper: list[str]
    phone: list[str]
    opened: list[date]


OPEN_AIR = (
    ("街道办广场", "固定", 0.475, 0.375), ("新庄文化广场", "紧急", 0.325, 0.415),
    ("永岗广场", "紧急", 0.605, 0.41), ("沙湾篮球场", "紧急", 0.65, 0.53),
    ("禾丰文化广场", "紧急", 0.615, 0.7), ("布岭篮球场", "紧急", 0.14, 0.44),
    ("田园工业园停车场", "紧急", 0.87, 0.3), ("永盛工业园广场", "紧急", 0.88, 0.56),
)  # fmt: skip
M2_PER_HEAD = {"紧急": 1.0, "固定": 2.0, "室内": 3.0}
"""Effective square metres a person: the figures planners use by class of shelter."""


def _shelter_places(town: Town) -> list[tuple[str, str, float, float, float]]:
    """Name, class, place and size of every shelter: squares, parks, schools and a hall."""
    places = []
    for name, kind, s, t in OPEN_AIR:
        x, y = bend(np.array([(s, t)]))[0]
        places.append((name, kind, x, y, 2_400 + 3_000 * (s + t)))
    water = shapely.union_all([pond.buffer(30) for _, pond in town.plan.ponds])
    parks = [block for block in town.plan.blocks if block.centre.use == "park"]
    parks.sort(key=lambda block: block.face.area)
    for name, block in {block.centre.name: block for block in parks}.items():
        middle = block.face.difference(water).representative_point()
        places.append((name, "固定", middle.x, middle.y, block.face.area * 0.4))
    for campus in town.plan.campuses:
        if STAGES[campus.name][0] != "幼儿园":
            middle = campus.ground.centroid
            hall = campus.name == "贤江小学"
            kind, name = ("室内", "体育馆") if hall else ("固定", "操场")
            places.append((campus.name + name, kind, middle.x, middle.y, campus.ground.area))
    return places


def prepare_shelters(town: Town, rng: np.random.Generator, as_of: date) -> Shelters:
    """Prepare the shelters: 16 squares, the five parks, school grounds and a hall."""
    names, kinds, x, y, sizes = zip(*_shelter_places(town), strict=True)
    total = np.array(sizes).astype(int)
    effective = (total * rng.uniform(0.45, 0.7, len(names))).astype(int)
    heads = effective / np.array([M2_PER_HEAD[kind] for kind in kinds])
    first = as_of.year - 9
    return Shelters(
        sites=sites_at(town, names, kinds, np.array(x), np.array(y)),
        total_m2=total,
        effective_m2=effective,
        capacity=(heads // 10 * 10).astype(int),
        in_use=[name != "布岭篮球场" for name in names],
        keeper=people(len(names), rng),
        phone=phones(len(names), rng),
        opened=[date(first + n % 6, 1 + n % 12, 15) for n in range(len(names))],
    )
