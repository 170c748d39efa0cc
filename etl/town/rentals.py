"""Rental buildings 出租屋 of the sample town: the reference's 3,176 with 38,162 units."""

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from etl.town.draws import apportion, pick, some
from etl.town.names import people, phones
from etl.town.town import Ints, Town
from etl.town.zoning import Use

UNITS = 38_162
OCCUPANTS = 62_951
"""Floating population of the reference: all of them live in rental buildings."""
UNPLACED = 112
MANY_UNITS = 20
"""More units than that are a hazard of their own; Dongguan asks for access control from 20."""
GRADES = {"红": 49, "橙": 181, "黄": 682, "绿": 2_264}
INTERVAL_DAYS = {"红": 7, "橙": 7, "黄": 14, "绿": 21}
"""Days between visits by grade, as Longgang, Shenzhen, visits: one, two and three weeks."""

QUOTAS: dict[Use, int] = {"village": 2_958, "estate": 118, "industry": 76, "open": 24}
TYPES: dict[Use, dict[str, float]] = {
    "village": {"自建房": 0.895, "群租房": 0.055, "日租房": 0.02, "公寓": 0.03},
    "estate": {"商品房": 0.72, "公寓": 0.28},
    "industry": {"宿舍": 0.9, "公寓": 0.1},
    "open": {"自建房": 1.0},
}
GAS = {"瓶装": 0.55, "管道气": 0.17, "无": 0.235, "瓶装，瓶在厨房外": 0.045}
HEATERS = {
    "强排式": 0.37,
    "电热水器": 0.34,
    "烟道式": 0.17,
    "太阳能": 0.05,
    "直排式": 0.04,
    "无": 0.03,
}
WIRING = {"合格": 0.885, "不合格": 0.075, "未查": 0.04}
STATUSES = {"在租": 0.925, "空置": 0.05, "停租": 0.025}

Texts = NDArray[np.str_]
Days = NDArray[np.datetime64]


class Rentals(NamedTuple):
    """Rental buildings as columns of equal length."""

    code: Texts
    building: Ints
    """Row of `Town.buildings`."""
    kind: Texts
    grade: Texts
    status: Texts
    floors: Ints
    units: Ints
    occupants: Ints
    gas: Texts
    heater: Texts
    wiring: Texts
    owner: Texts
    phone: Texts
    registered: Days
    checked: Days
    due: Days
    placed: NDArray[np.bool_]


def _chosen(town: Town, rng: np.random.Generator) -> Ints:
    """Rows of the buildings that are let, by quota of use."""
    uses = np.array(town.uses)
    rows = [
        rng.choice(np.flatnonzero(uses == use), count, replace=False)
        for use, count in QUOTAS.items()
    ]
    return np.sort(np.concatenate(rows))


def _graded(hazards: NDArray[np.float64], rng: np.random.Generator) -> Texts:
    """Give the worst grade to the buildings with most hazards, in the shares of `GRADES`."""
    worst_first = np.argsort(-(hazards + rng.normal(0, 0.55, len(hazards))), kind="stable")
    grades = np.empty(len(hazards), dtype="<U1")
    grades[worst_first] = np.repeat(list(GRADES), list(GRADES.values()))
    return grades


def _codes(town: Town, building: Ints) -> Texts:
    """Count the buildings within their community: YH-XZ-00421."""
    letters = {"贤江": "XJ", "新庄": "XZ", "永岗": "YG", "禾丰": "HF"}
    communities = [town.plan.groups[group].community for group in town.groups[building]]
    counts = dict.fromkeys(letters, 0)
    codes = []
    for community in communities:
        counts[community] += 1
        codes.append(f"YH-{letters[community]}-{counts[community]:05d}")
    return np.array(codes)


def let_buildings(town: Town, rng: np.random.Generator, as_of: date) -> Rentals:
    """Let buildings to tenants.

    Parameters
    ----------
    town
        Where they stand.
    rng
        Source of all that is not given by the reference.
    as_of
        Day of the ledger: no building is registered and none checked after it.

    Returns
    -------
    :
        Totals are the reference's exactly; hazards go with bad grades.
    """
    building = _chosen(town, rng)
    count = len(building)
    uses = np.array(town.uses)[building]
    kind = np.empty(count, dtype="<U3")
    for use, shares in TYPES.items():
        kind[uses == use] = pick(shares, int((uses == use).sum()), rng)
    floors = town.buildings.floors[building]
    spread = rng.gamma(5.0, 0.2, count) * np.where(np.isin(kind, ["宿舍", "公寓"]), 2.2, 1.0)
    units = apportion(UNITS, np.minimum(floors, 9) * spread, at_least=2)
    occupants = apportion(OCCUPANTS, units * rng.gamma(14, 1 / 14, count), at_least=1)
    gas, heater, wiring = (pick(shares, count, rng) for shares in (GAS, HEATERS, WIRING))
    hazards = (
        2.0 * (heater == "直排式") + 1.6 * (wiring == "不合格") + 1.6 * (gas == "瓶装，瓶在厨房外")
        + 1.1 * np.isin(kind, ["群租房", "日租房"]) + 0.6 * (units > MANY_UNITS)
    )  # fmt: skip
    grade = _graded(hazards, rng)
    today = np.datetime64(as_of)
    interval = np.array([INTERVAL_DAYS[g] for g in grade])
    waited = np.where(some(0.11, count, rng), rng.integers(1, 60, count), 0)
    checked = today - (rng.random(count) * interval).astype(int) - waited
    recent = some(0.09, count, rng)
    age_days = np.where(recent, rng.integers(70, 1_050, count), rng.integers(1_200, 4_300, count))
    return Rentals(
        code=_codes(town, building),
        building=building,
        kind=kind,
        grade=grade,
        status=pick(STATUSES, count, rng),
        floors=floors,
        units=units,
        occupants=occupants,
        gas=gas,
        heater=heater,
        wiring=wiring,
        owner=np.array(people(count, rng)),
        phone=np.array(phones(count, rng)),
        registered=today - age_days,
        checked=checked,
        due=checked + interval,
        placed=~some(UNPLACED / count, count, rng),
    )
