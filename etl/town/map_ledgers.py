"""Ledgers of the ground: areas, streets, water, parks, blocks, footprints, people by area."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from etl.town.draws import apportion
from etl.town.ledger import Ledger
from etl.town.office import Column, Table, write_geojson, write_workbook
from etl.town.plan import GROUPS, Street
from etl.town.rentals import Rentals
from etl.town.town import Town

ROAD_CLASSES = {"arterial": "主干路", "collector": "次干路", "local": "支路", "lane": "巷道"}
REGISTERED = 13_447
CHILD_SHARE, ELDER_SHARE = 0.108, 0.067
FLOOR_M = 3.3
SMALLEST_SHAPE_M2 = 400.0


def on_globe(town: Town, shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Turn shapes of the plane into WGS84 degrees."""

    def turned(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(town.lnglat(corners[:, 0], corners[:, 1]))

    return list(shapely.transform(np.array(shapes), turned))


def community_faces(town: Town) -> list[BaseGeometry]:
    """Join groups into communities, so that their borders agree to the last digit."""
    return [
        shapely.union_all([g.face for g in town.plan.groups if g.community == community])
        for community in GROUPS
    ]


def write_areas(town: Town, folder: Path) -> list[Ledger]:
    """Write the sub-district, its communities and its resident groups."""
    shapes: dict[str, Sequence[BaseGeometry]] = {
        "district": [town.plan.rim],
        "community": community_faces(town),
        "group": [group.face for group in town.plan.groups],
    }
    named: dict[str, list[dict[str, Any]]] = {
        "district": [{"街道代码": town.code, "街道名称": town.name}],
        "community": [
            {
                "社区代码": town.community_code(name),
                "社区名称": f"{name}社区",
                "上级代码": town.code,
            }
            for name in GROUPS
        ],
        "group": [
            {
                "居民小组代码": town.group_code(number),
                "居民小组名称": group.name,
                "上级代码": town.community_code(group.community),
            }
            for number, group in enumerate(town.plan.groups)
        ],
    }
    files = {"district": "街道界线", "community": "社区界线", "group": "居民小组界线"}
    ledgers = []
    for layer, name in files.items():
        path = folder / f"{name}.geojson"
        write_geojson(on_globe(town, shapes[layer]), named[layer], path)
        ledgers.append(Ledger(path, layer))
    return ledgers


def write_streets(town: Town, streets: Sequence[Street], folder: Path) -> Ledger:
    """Write the centre lines of streets and lanes."""
    path = folder / "街路巷中心线.geojson"
    named = [{"道路名称": s.name, "道路等级": ROAD_CLASSES[s.kind]} for s in streets]
    write_geojson(on_globe(town, [street.line for street in streets]), named, path)
    return Ledger(path, "street")


def _hills(town: Town) -> list[BaseGeometry]:
    """Wooded hills: neighbouring blocks of a group as one."""
    grounds: dict[int, list[BaseGeometry]] = {}
    for block, ground in zip(town.plan.blocks, town.grounds, strict=True):
        if block.centre.use == "hill":
            grounds.setdefault(block.group, []).append(ground.buffer(11))
    joined = [shapely.union_all(parts).buffer(-9) for parts in grounds.values()]
    return [part for whole in joined for part in shapely.get_parts(whole)]


def _ground(town: Town) -> list[tuple[str, str, BaseGeometry]]:
    """Kind, name and shape of water, parks and built-up blocks, in the order they are drawn."""
    found: list[tuple[str, str, BaseGeometry]] = [("水域", "永和河", town.plan.river)]
    found += [("水域", name, pond) for name, pond in town.plan.ponds]
    found += [("公园绿地", "", hill) for hill in _hills(town)]
    kinds = {"village": "建成区", "estate": "建成区", "industry": "工业区", "park": "公园绿地"}
    schools = {campus.block for campus in town.plan.campuses}
    for number, (block, ground) in enumerate(zip(town.plan.blocks, town.grounds, strict=True)):
        orchard = block.centre.use == "open" and number % 4 == 0 and number not in schools
        kind = "公园绿地" if orchard else kinds.get(block.centre.use)
        name = block.centre.name if block.centre.use == "park" else ""
        if kind is not None:
            found += [(kind, name, part) for part in shapely.get_parts(ground)]
    return [entry for entry in found if entry[2].area > SMALLEST_SHAPE_M2]


def write_ground(town: Town, folder: Path) -> list[Ledger]:
    """Write water, parks and blocks in one file and the building footprints in another."""
    found = _ground(town)
    ground_path = folder / "水系绿地街区.geojson"
    named: list[dict[str, Any]] = [{"地类": kind, "名称": name or None} for kind, name, _ in found]
    write_geojson(on_globe(town, [shape for *_, shape in found]), named, ground_path)
    houses = town.buildings
    shapes = [shapely.Polygon(corners) for corners in houses.corners()]
    floors = [
        {"地类": "建筑物", "层数": int(count), "高度": round(int(count) * FLOOR_M, 1)}
        for count in houses.floors
    ]
    house_path = folder / "建筑物轮廓.geojson"
    write_geojson(on_globe(town, shapes), floors, house_path)
    return [Ledger(ground_path, "ground"), Ledger(house_path, "ground")]


def people_by_group(town: Town, rentals: Rentals) -> dict[str, NDArray[np.int64]]:
    """People of every group by kind; floating people are the tenants of its rental buildings."""
    count = len(town.plan.groups)
    floating = np.bincount(
        town.groups[rentals.building], weights=rentals.occupants, minlength=count
    ).astype(np.int64)
    uses = np.array(town.uses)
    homes = np.bincount(town.groups, weights=np.isin(uses, ["village", "estate"]), minlength=count)
    registered = apportion(REGISTERED, homes + 4)
    everybody = floating + registered
    child = apportion(round(CHILD_SHARE * everybody.sum()), 0.1 * floating + 0.15 * registered)
    elder = apportion(round(ELDER_SHARE * everybody.sum()), 0.02 * floating + 0.28 * registered)
    return {"户籍": registered, "流动": floating, "0–14岁": child, "60岁及以上": elder}


def people_table(town: Town, rentals: Rentals, as_of: date) -> Table:
    """Tell people by sub-district, community, group, year and kind.

    The last full year has the reference's 76,398 = 13,447 registered + 62,951 floating; the years
    before had one in fifty fewer each.
    """
    last = as_of.year - 1
    by_kind = people_by_group(town, rentals)
    own = np.array([list(GROUPS).index(group.community) for group in town.plan.groups])
    rows: list[tuple[str, str, int, str, int]] = []
    for year in (last - 2, last - 1, last):
        for kind, people in by_kind.items():
            there = apportion(round(int(people.sum()) * 0.98 ** (last - year)), people)
            rows.append((town.code, town.name, year, kind, int(there.sum())))
            for place, name in enumerate(GROUPS):
                members = int(there[own == place].sum())
                rows.append((town.community_code(name), f"{name}社区", year, kind, members))
            for number, group in enumerate(town.plan.groups):
                rows.append((town.group_code(number), group.name, year, kind, int(there[number])))
    headings = ("区域代码", "区域名称", "年度", "人口类别", "人数")
    columns = [Column(h, cells) for h, cells in zip(headings, zip(*rows, strict=True), strict=True)]
    return Table(columns, title=f"{town.name}人口统计表")


def write_people(town: Town, rentals: Rentals, folder: Path, as_of: date) -> Ledger:
    """Write the people of every area as a workbook."""
    path = folder / "人口统计表.xlsx"
    write_workbook(people_table(town, rentals, as_of), path, as_of)
    return Ledger(path, "population")
