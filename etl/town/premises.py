"""Three-small premises 三小场所 of the sample town, along the streets where people live."""

from datetime import date
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from etl.town.draws import pick, some
from etl.town.names import id_numbers, people, phones, trade_names
from etl.town.rentals import Days, Texts
from etl.town.town import Floats, Ints, Town, addresses_at

STANDING = 956
ENDED = 38
"""Closed within the last three years, and still in the ledger with the day they ended."""
UNPLACED = 59

KINDS = {"小档口": 0.73, "小作坊": 0.13, "小娱乐场所": 0.1, "小旅馆": 0.04}
TRADES = {
    "小档口": ("便利店", "小食店", "美发店", "水果店", "五金店", "药店", "服装店", "电动车维修部",
             "洗衣店", "粮油店", "奶茶店", "快递驿站"),
    "小作坊": ("木器加工部", "豆制品作坊", "服装加工部", "铝合金门窗部", "糕点作坊", "汽车维修部"),
    "小娱乐场所": ("棋牌室", "足浴店", "网吧", "茶艺馆", "桌球室"),
    "小旅馆": ("旅馆", "住宿部", "客栈"),
}  # fmt: skip
AREAS_M2 = {"小档口": (12, 110), "小作坊": (45, 230), "小娱乐场所": (40, 190), "小旅馆": (90, 280)}
FRONTAGE_M = {"arterial": 18.0, "collector": 11.0, "local": 7.0}
PAVEMENT_M = 5.0
"""No shop stands nearer to the middle of any street."""
DRAW = {"arterial": 5.0, "collector": 3.2, "local": 1.0}
GRADES = {"红": 26, "橙": 88, "黄": 250, "绿": STANDING + ENDED - 26 - 88 - 250}


class Premises(NamedTuple):
    """Premises as columns of equal length; x and y in metres on the town's plane."""

    code: Texts
    name: list[str]
    address: list[str]
    x: Floats
    y: Floats
    group: Ints
    kind: Texts
    grade: Texts
    area_m2: Ints
    floor: Ints
    licence: NDArray[np.bool_]
    sleeping: NDArray[np.bool_]
    extinguishers: Ints
    alarm: NDArray[np.bool_]
    keeper: list[str]
    phone: list[str]
    id_number: list[str]
    checked: Days
    registered: Days
    ended: Days
    placed: NDArray[np.bool_]


def _frontages(town: Town) -> tuple[Floats, Floats, Floats]:
    """Places for a shop along both sides of the streets, with the pull of each."""
    xs, ys, pulls = [], [], []
    for street in town.plan.streets:
        at = np.arange(15, street.line.length - 15, 9.0)
        here = shapely.get_coordinates(shapely.line_interpolate_point(street.line, at))
        ahead = shapely.get_coordinates(shapely.line_interpolate_point(street.line, at + 2))
        sideways = (ahead - here)[:, ::-1] * (-0.5, 0.5)
        for side in (-1, 1):
            x, y = (here + side * FRONTAGE_M[street.kind] * sideways).T
            xs.append(x)
            ys.append(y)
            pulls.append(np.full(len(at), DRAW[street.kind]))
    x, y = np.concatenate(xs), np.concatenate(ys)
    lines = np.array([street.line for street in town.plan.streets])
    points = shapely.points(x, y)
    clear = shapely.distance(points, lines[shapely.STRtree(lines).nearest(points)]) > PAVEMENT_M
    near = np.maximum(town.houses_near(x, y, 150) - 3, 0)
    return x, y, np.concatenate(pulls) * clear * near**0.9


def _names(town: Town, kind: Texts, group: Ints, rng: np.random.Generator) -> list[str]:
    trades = [str(rng.choice(TRADES[k])) for k in kind]
    first = trade_names(len(kind), rng)
    return [
        f"{town.plan.groups[g].community}{a}{b}"
        for g, a, b in zip(group, first, trades, strict=True)
    ]


def open_premises(town: Town, rng: np.random.Generator, as_of: date) -> Premises:
    """Open shops, workshops and leisure venues.

    Parameters
    ----------
    town
        Where they stand.
    rng
        Source of all that is not given.
    as_of
        Day of the ledger; 956 stand on it, 38 have ended before.

    Returns
    -------
    :
        Premises on street fronts with houses around, more of them on arterials.
    """
    count = STANDING + ENDED
    x, y, pull = _frontages(town)
    rows = np.sort(rng.choice(len(x), count, replace=False, p=pull / pull.sum()))
    x, y = x[rows] + rng.normal(0, 0.8, count), y[rows] + rng.normal(0, 0.8, count)
    group = town.groups_at(x, y)
    kind = pick(KINDS, count, rng)
    low, high = np.array([AREAS_M2[k] for k in kind]).T
    area = (low + (high - low) * rng.beta(1.3, 2.6, count)).astype(int)
    sleeping = rng.random(count) < np.where(kind == "小旅馆", 0, 0.055)
    alarm = some(0.8, count, rng)
    extinguishers = rng.choice([0, 1, 2, 2, 2, 3, 4], count)
    danger = 2.4 * sleeping + 0.9 * ~alarm + 0.8 * (extinguishers == 0) + rng.normal(0, 0.5, count)
    grade = np.empty(count, dtype="<U1")
    grade[np.argsort(-danger, kind="stable")] = np.repeat(list(GRADES), list(GRADES.values()))
    today = np.datetime64(as_of)
    closed = some(ENDED / count, count, rng)
    ended = np.where(closed, today - rng.integers(5, 1_000, count), np.datetime64("NaT"))
    last: Days = np.where(closed, ended, today).astype("datetime64[D]")
    recent = some(0.2, count, rng)
    age_days = np.where(recent, rng.integers(120, 1_000, count), rng.integers(1_200, 3_400, count))
    return Premises(
        code=np.array([f"SX{number:05d}" for number in range(1, count + 1)]),
        name=_names(town, kind, group, rng),
        address=addresses_at(town.plan, town.plan.streets, x, y, group),
        x=x,
        y=y,
        group=group,
        kind=kind,
        grade=grade,
        area_m2=area,
        floor=np.where(some(0.93, count, rng), 1, 2),
        licence=some(0.94, count, rng),
        sleeping=sleeping,
        extinguishers=extinguishers,
        alarm=alarm,
        keeper=people(count, rng),
        phone=phones(count, rng),
        id_number=id_numbers(count, rng),
        checked=last - rng.integers(1, 40, count),
        registered=last - age_days,
        ended=ended,
        placed=~some(UNPLACED / count, count, rng),
    )
