"""Ledgers of single places: clinics, schools with their gates, shelters."""

from datetime import date
from pathlib import Path

import numpy as np

from etl.town.ledger import Ledger
from etl.town.map_ledgers import on_globe
from etl.town.names import people, phones
from etl.town.office import Column, Table, write_csv, write_geojson, write_workbook
from etl.town.schools import STAGES, school_gates, schools
from etl.town.shelters import Shelters
from etl.town.sites import Sites, open_clinics
from etl.town.town import Town

HECTARE_M2 = 10_000
SCHOOL_YEARS = 4
TERMS = (("一", 0, (9, 1), (1, 16)), ("二", 1, (2, 24), (7, 10)))
"""Name of a term, years after the school year begins, first day, last day (the year after)."""


def _sites(town: Town, sites: Sites, code: str, named: str, kind: str) -> list[Column]:
    lng, lat = town.lnglat(sites.x, sites.y)
    return [
        Column("编号", [f"{code}{number:02d}" for number in range(1, len(sites.name) + 1)]),
        Column(named, list(sites.name)),
        Column(kind, list(sites.kind)),
        Column("地址", sites.address),
        Column("社区", town.communities(sites.group)),
        Column("经度", lng.round(6).tolist()),
        Column("纬度", lat.round(6).tolist()),
    ]


def write_clinics(town: Town, folder: Path) -> Ledger:
    """Write the health centre and its stations."""
    sites = open_clinics(town)
    columns = [*_sites(town, sites, "WS", "机构名称", "类型"), Column("状态", ["开诊"] * 5)]
    path = folder / "卫生机构.csv"
    write_csv(Table(columns), path)
    return Ledger(path, "clinic")


def write_schools(town: Town, folder: Path, rng: np.random.Generator) -> list[Ledger]:
    """Write the campuses as polygons and the gates with their times as a table."""
    sites = schools(town)
    heads, numbers = people(len(sites.name), rng), phones(len(sites.name), rng)
    named = [
        {
            "学校代码": f"YHXX{place:02d}",
            "学校名称": name,
            "学段": sites.kind[place - 1],
            "地址": sites.address[place - 1],
            "社区": town.communities(sites.group)[place - 1],
            "学生数": STAGES[name][1],
            "教职工数": STAGES[name][2],
            "保安数": 3 + STAGES[name][1] // 400,
            "护学岗": "是" if STAGES[name][0] != "幼儿园" else "否",
            "状态": "在办",
            "安全负责人": heads[place - 1],
            "联系电话": numbers[place - 1],
        }
        for place, name in enumerate(sites.name, start=1)
    ]
    path = folder / "学校校园范围.geojson"
    write_geojson(on_globe(town, [campus.ground for campus in town.plan.campuses]), named, path)
    return [Ledger(path, "school"), _write_gates(town, folder)]


def _write_gates(town: Town, folder: Path) -> Ledger:
    gates = school_gates(town)
    lng, lat = town.lnglat(np.array([g.x for g in gates]), np.array([g.y for g in gates]))
    columns = [
        Column("学校代码", [f"YHXX{gate.school + 1:02d}" for gate in gates]),
        Column("校门名称", [gate.name for gate in gates]),
        Column("是否主门", ["是" if gate.main else "否" for gate in gates]),
        Column("经度", lng.round(6).tolist()),
        Column("纬度", lat.round(6).tolist()),
        Column("上学时间", [gate.opens for gate in gates]),
        Column("放学时间", [gate.closes for gate in gates]),
    ]
    path = folder / "校门及上放学时间.csv"
    write_csv(Table(columns), path)
    return Ledger(path, "school_gate")


def write_calendar(folder: Path, as_of: date) -> Ledger:
    """Write the terms of the last four school years; public holidays need no row."""
    terms = [
        (f"{year}学年第{name}学期", "学期", date(year + after, *first), date(year + 1, *last))
        for year in range(as_of.year - SCHOOL_YEARS, as_of.year + 1)
        for name, after, first, last in TERMS
    ]
    headings = ("校历名称", "校历类别", "开始日期", "结束日期")
    columns = [
        Column(heading, list(values))
        for heading, values in zip(headings, zip(*terms, strict=True), strict=True)
    ]
    path = folder / "校历.csv"
    write_csv(Table(columns), path)
    return Ledger(path, "school_calendar")


def write_shelters(town: Town, shelters: Shelters, folder: Path, as_of: date) -> Ledger:
    """Write the shelters; the larger sites give their area in hectares."""
    kinds = {"紧急": "紧急避难场所", "固定": "固定避难场所", "室内": "室内避难场所"}
    sites = shelters.sites._replace(kind=[kinds[kind] for kind in shelters.sites.kind])
    large = shelters.total_m2 > HECTARE_M2
    total = [
        f"{size / HECTARE_M2:.4f}公顷" if wide else f"{size}㎡"
        for size, wide in zip(shelters.total_m2, large, strict=True)
    ]
    columns = [
        *_sites(town, sites, "BN", "避难场所名称", "类型"),
        Column("总用地面积", total),
        Column("有效避难面积", [f"{size}㎡" for size in shelters.effective_m2]),
        Column("最大容纳人数", shelters.capacity.tolist()),
        Column("是否室内", ["是" if kind == "室内避难场所" else "否" for kind in sites.kind]),
        Column("状态", ["在用" if there else "维修中" for there in shelters.in_use]),
        Column("管理人员", shelters.keeper),
        Column("管理员手机", shelters.phone),
        Column("启用日期", shelters.opened),
    ]
    total_row = {"最大容纳人数": int(shelters.capacity.sum())}
    path = folder / "应急避护场所一览表.xlsx"
    write_workbook(Table(columns, f"{town.name}应急避护场所一览表", total_row), path, as_of)
    return Ledger(path, "shelter")
