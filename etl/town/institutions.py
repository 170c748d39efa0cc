"""Enterprises, clinics, schools and shelters of the sample town."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import shapely

from etl.town.draws import pick
from etl.town.names import credit_codes, people, phones, trade_names
from etl.town.outline import bend
from etl.town.rentals import Texts
from etl.town.town import Floats, Ints, Town, addresses_at

ENTERPRISES = {"规模以上": 282, "规模以下": 96, "小微企业": 50}
INDUSTRIES = {
    "食品制造": 0.1, "塑料制品": 0.13, "五金制品": 0.17, "电子设备": 0.16, "汽车零部件": 0.15,
    "电镀": 0.03, "包装印刷": 0.09, "家具制造": 0.07, "仓储物流": 0.1,
}  # fmt: skip

CLINICS = (
    ("永和街道社区卫生服务中心", "卫生服务中心", 0.47, 0.35),
    ("贤江社区卫生服务站", "卫生服务站", 0.4, 0.74),
    ("新庄社区卫生服务站", "卫生服务站", 0.29, 0.43),
    ("永岗社区卫生服务站", "卫生服务站", 0.6, 0.37),
    ("禾丰社区卫生服务站", "卫生服务站", 0.61, 0.74),
)


class Enterprises(NamedTuple):
    """Enterprises as columns of equal length; `building` is a row of `Town.buildings`."""

    code: list[str]
    name: list[str]
    building: Ints
    scale: Texts
    grade: Texts
    industry: Texts
    staff: Ints
    head: list[str]
    phone: list[str]


def settle_enterprises(town: Town, rng: np.random.Generator) -> Enterprises:
    """Settle the reference's 428 enterprises, 282 of them above scale, in the works.

    A shed may house several, as in a 工业园; smaller firms also sit in offices on open ground.
    """
    count = sum(ENTERPRISES.values())
    works = np.flatnonzero(np.isin(town.uses, ["industry"]))
    offices = np.flatnonzero(np.isin(town.uses, ["industry", "open"]))
    large = ENTERPRISES["规模以上"]
    building = np.concatenate([
        rng.choice(works, large, replace=large > len(works)),
        rng.choice(offices, count - large, replace=False),
    ])  # fmt: skip
    scale = np.repeat(list(ENTERPRISES), list(ENTERPRISES.values()))
    industry = pick(INDUSTRIES, count, rng)
    staff = np.where(scale == "规模以上", rng.gamma(2.2, 90, count) + 40, rng.gamma(2, 14, count) + 3)
    names = [
        f"广州{first}{trade.removesuffix('制造')}有限公司"
        for first, trade in zip(trade_names(count, rng), industry, strict=True)
    ]
    return Enterprises(
        code=credit_codes(count, rng),
        name=names,
        building=building,
        scale=scale,
        grade=pick({"红": 0.03, "橙": 0.12, "黄": 0.35, "蓝": 0.5}, count, rng),
        industry=industry,
        staff=staff.astype(int),
        head=people(count, rng),
        phone=phones(count, rng),
    )


class Sites(NamedTuple):
    """Named places as columns: name, class, address, group and metres on the plane."""

    name: Sequence[str]
    kind: Sequence[str]
    address: list[str]
    group: Ints
    x: Floats
    y: Floats


def _sites(town: Town, names: Sequence[str], kinds: Sequence[str], x: Floats, y: Floats) -> Sites:
    group = town.groups_at(x, y)
    return Sites(names, kinds, addresses_at(town.plan, town.plan.streets, x, y, group), group, x, y)


def open_clinics(town: Town) -> Sites:
    """Open one health centre and four stations, each in the building nearest its place."""
    names, kinds, s, t = zip(*CLINICS, strict=True)
    wanted = bend(np.column_stack((s, t)))
    houses = shapely.STRtree(shapely.points(town.buildings.x, town.buildings.y))
    rows = houses.nearest(shapely.points(wanted))
    return _sites(town, names, kinds, town.buildings.x[rows], town.buildings.y[rows])


STAGES = {
    "新庄小学": ("小学", 1_286, 74),
    "永岗中学": ("初中", 1_642, 131),
    "新围幼儿园": ("幼儿园", 318, 38),
    "贤江小学": ("小学", 968, 58),
    "禾丰幼儿园": ("幼儿园", 274, 33),
    "永和第一幼儿园": ("幼儿园", 402, 46),
}
"""Stage, pupils and staff of the schools in the plan."""
HOURS = {"小学": ("7:50", "16:40"), "初中": ("7:20", "17:30"), "幼儿园": ("8:10", "16:50")}


class Gate(NamedTuple):
    """A school gate; x and y in metres on the plane."""

    school: int
    name: str
    main: bool
    x: float
    y: float
    opens: str
    closes: str


def schools(town: Town) -> Sites:
    """The schools by the middle of their campus."""
    grounds = [campus.ground for campus in town.plan.campuses]
    x, y = shapely.get_coordinates(shapely.centroid(grounds)).T
    names = [campus.name for campus in town.plan.campuses]
    return _sites(town, names, [STAGES[name][0] for name in names], x, y)


def school_gates(town: Town) -> list[Gate]:
    """One gate for a kindergarten, two for a primary, three for a middle school.

    The main gate is in the middle of the side nearest to a street, the others opposite and beside.
    """
    streets = shapely.union_all([street.line for street in town.plan.streets])
    gates = []
    for number, campus in enumerate(town.plan.campuses):
        corners = np.asarray(campus.ground.exterior.coords)
        middles = (corners[:-1] + corners[1:]) / 2
        away = shapely.distance(shapely.points(middles), streets)
        stage = STAGES[campus.name][0]
        count = {"幼儿园": 1, "小学": 2}.get(stage, 3)
        names = ("正门", "侧门", "后门")
        for place, side in enumerate(np.argsort(away)[:count]):
            x, y = middles[side]
            gates.append(Gate(number, names[place], place == 0, x, y, *HOURS[stage]))
    return gates


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
    for block in town.plan.blocks:
        if block.centre.use == "park":
            middle = block.face.representative_point()
            places.append((block.centre.name, "固定", middle.x, middle.y, block.face.area * 0.4))
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
        sites=_sites(town, names, kinds, np.array(x), np.array(y)),
        total_m2=total,
        effective_m2=effective,
        capacity=(heads // 10 * 10).astype(int),
        in_use=[name != "布岭篮球场" for name in names],
        keeper=people(len(names), rng),
        phone=phones(len(names), rng),
        opened=[date(first + n % 6, 1 + n % 12, 15) for n in range(len(names))],
    )
