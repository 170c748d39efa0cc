"""A city of sub-districts side by side, for benchmarks: plain ledgers, written fast.

All towns share one plan, which tiles; tenants and incidents are drawn anew for each.
"""

from collections.abc import Mapping
from datetime import date
from math import ceil, sqrt
from pathlib import Path

import numpy as np

from etl.town.habits import iso_dates, moments
from etl.town.incident_kinds import FAMILIES, Scene
from etl.town.incidents import Incidents, happen
from etl.town.ledger import Ledger
from etl.town.map_ledgers import people_table, write_areas, write_streets
from etl.town.office import Column, Table, write_csv
from etl.town.outline import ACROSS, ALONG
from etl.town.premises import Premises, open_premises
from etl.town.rentals import Rentals, let_buildings
from etl.town.scenes import Spots, set_scenes
from etl.town.town import CODE, Floats, Town, build_town
from geodata.areas import LEVELS

MOST = 176
"""Sub-districts of Guangzhou."""


def _neighbour(town: Town, number: int, count: int) -> Town:
    """Move the plan to a place of its own, row by row, with a made-up code and name."""
    row, column = divmod(number, ceil(sqrt(count)))
    east, north = column * ACROSS + row * ALONG
    if number == 0:
        return town
    return town._replace(
        code=f"{CODE[:6]}{500 + number}",
        name=f"示例街道{number:03d}",
        moved=(float(east), float(north)),
    )


def _position(town: Town, x: Floats, y: Floats) -> list[Column]:
    lng, lat = town.lnglat(x, y)
    return [Column("经度", lng.round(6).tolist()), Column("纬度", lat.round(6).tolist())]


def _codes(town: Town, codes: np.ndarray) -> list[str]:
    return [f"{town.code}-{code}" for code in codes]


def _rental_table(town: Town, rentals: Rentals) -> Table:
    houses, rows = town.buildings, rentals.building
    return Table([
        Column("房屋编码", _codes(town, rentals.code)),
        Column("房屋地址", [town.addresses[row] for row in rows]),
        *_position(town, houses.x[rows], houses.y[rows]),
        Column("房屋类型", rentals.kind.tolist()),
        Column("风险等级", rentals.grade.tolist()),
        Column("状态", rentals.status.tolist()),
        Column("套数", rentals.units.tolist()),
        Column("层数", rentals.floors.tolist()),
        Column("登记日期", iso_dates(rentals.registered)),
    ], numbered=False)  # fmt: skip


def _premises_table(town: Town, premises: Premises) -> Table:
    return Table([
        Column("场所编号", _codes(town, premises.code)),
        Column("场所名称", premises.name),
        Column("地址", premises.address),
        *_position(town, premises.x, premises.y),
        Column("场所性质", premises.kind.tolist()),
        Column("风险等级", premises.grade.tolist()),
        Column("经营面积", premises.area_m2.tolist()),
        Column("登记日期", iso_dates(premises.registered)),
        Column("停业日期", iso_dates(premises.ended)),
    ], numbered=False)  # fmt: skip


def _incident_table(town: Town, made: Mapping[str, Incidents]) -> Table:
    columns: dict[str, list[object]] = {}
    for family, incidents in made.items():
        count = len(incidents.day)
        part = [
            Column("案件编号", [f"{town.code}-{family}-{n:05d}" for n in range(1, count + 1)]),
            Column("数据来源", [FAMILIES[family].source] * count),
            Column("类别", incidents.kind.tolist()),
            Column("发生时间", moments(incidents.day, incidents.minute)),
            Column("地点", incidents.address.tolist()),
            *_position(town, incidents.x, incidents.y),
            Column("死亡人数", incidents.dead.tolist()),
            Column("重伤人数", incidents.grave.tolist()),
            Column("受伤人数", incidents.injured.tolist()),
            Column("状态", ["已结" if over else "未结" for over in incidents.closed]),
        ]
        for column in part:
            columns.setdefault(column.heading, []).extend(column.cells)
    return Table([Column(h, cells) for h, cells in columns.items()], numbered=False)  # type: ignore[arg-type]


def _write_town(
    town: Town,
    premises: Premises,
    scenes: dict[Scene, Spots],
    folder: Path,
    as_of: date,
    rng: np.random.Generator,
) -> list[Ledger]:
    """Write one sub-district into a folder of its own."""
    own = folder / town.code
    own.mkdir(parents=True, exist_ok=True)
    rentals = let_buildings(town, rng, as_of)
    made = {family: happen(family, scenes, as_of, rng) for family in FAMILIES}
    main = [street for street in town.plan.streets if street.kind != "local"]
    tables = {
        "population": ("人口统计表.csv.gz", people_table(town, rentals, as_of)),
        "rental": ("出租屋台账.csv.gz", _rental_table(town, rentals)),
        "premises": ("三小场所台账.csv.gz", _premises_table(town, premises)),
        "incident": ("事故案件.csv.gz", _incident_table(town, made)),
    }
    ledgers = [*write_areas(town, own), write_streets(town, main, own)]
    for layer, (name, table) in tables.items():
        write_csv(table, own / name, encoding="utf-8")
        ledgers.append(Ledger(own / name, layer))
    return [ledger._replace(district=town.code) for ledger in ledgers]


def write_city(folder: Path, seed: int, as_of: date, *, count: int) -> list[Ledger]:
    """Write the ledgers of a city.

    Parameters
    ----------
    folder
        Where to; each sub-district gets a folder named by its code.
    seed
        Source of everything made up; the same seed, day and count give the same bytes.
    as_of
        Day the ledgers were handed in.
    count
        Sub-districts, at most 176; each has some 7,200 features, so 140 have a million.

    Returns
    -------
    :
        The ledgers in the order in which they are to be imported: the areas of all sub-districts
        first, as records already there would be given their areas anew with each.

    Raises
    ------
    ValueError
        If the count is not between 1 and 176.
    """
    if not 1 <= count <= MOST:
        raise ValueError(f"scale {count}: expected 1 to {MOST} sub-districts")
    first, *rngs = np.random.default_rng(seed).spawn(count + 1)
    town = build_town(first)
    premises = open_premises(town, first, as_of)
    scenes = set_scenes(town, let_buildings(town, first, as_of), premises, first)
    ledgers = [
        ledger
        for number, rng in enumerate(rngs)
        for ledger in _write_town(
            _neighbour(town, number, count), premises, scenes, folder, as_of, rng
        )
    ]
    return sorted(ledgers, key=lambda ledger: ledger.layer not in LEVELS)
