"""Ledgers of many places: rental buildings, premises, enterprises."""

from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from etl.town.draws import some
from etl.town.enterprises import Enterprises
from etl.town.habits import (
    dates_as_kept,
    full_width,
    given,
    iso_dates,
    with_unit,
    yes_no,
)
from etl.town.ledger import Ledger
from etl.town.office import Broken, Column, Table, write_csv, write_workbook
from etl.town.premises import Premises
from etl.town.rentals import Rentals
from etl.town.town import Floats, Town
from geodata.coordinates.gcj02 import wgs84_to_gcj02


def _as_surveyed(column: Floats, marked: NDArray[np.bool_], digits: int) -> list[float | None]:
    """Round coordinates; blank where the object has not been surveyed."""
    return [
        round(float(v), digits) if there else None for v, there in zip(column, marked, strict=True)
    ]


def write_rentals(
    town: Town, rentals: Rentals, folder: Path, as_of: date, rng: np.random.Generator
) -> Ledger:
    """Write the rental ledger: title, merged headings, units in cells, X = north in EPSG:4547."""
    houses, count = town.buildings, len(rentals.code)
    groups = town.groups[rentals.building]
    east, north = town.eastnorth(houses.x[rentals.building], houses.y[rentals.building])
    addresses = [town.addresses[row] for row in rentals.building]
    columns = [
        Column("房屋编码", rentals.code.tolist()),
        Column("社区", town.communities(groups)),
        Column("居民小组", town.group_names(groups)),
        Column("房屋地址", full_width(addresses, some(0.05, count, rng))),
        Column("X坐标", _as_surveyed(north, rentals.placed, 2), "位置"),
        Column("Y坐标", _as_surveyed(east, rentals.placed, 2), "位置"),
        Column("房屋类型", rentals.kind.tolist(), "房屋情况"),
        Column("层数", with_unit(rentals.floors.tolist(), "层", some(0.4, count, rng)), "房屋情况"),
        Column("套数", with_unit(rentals.units.tolist(), "套", some(0.3, count, rng)), "房屋情况"),
        Column("居住人数", rentals.occupants.tolist(), "房屋情况"),
        Column("状态", rentals.status.tolist(), "房屋情况"),
        Column("姓名", rentals.owner.tolist(), "房东"),
        Column("电话", given(rentals.phone.tolist(), some(0.97, count, rng)), "房东"),
        Column("燃气", rentals.gas.tolist(), "安全情况"),
        Column("热水器", rentals.heater.tolist(), "安全情况"),
        Column("电气线路", rentals.wiring.tolist(), "安全情况"),
        Column("风险等级", rentals.grade.tolist(), "分级管理"),
        Column("最近检查", dates_as_kept(rentals.checked, rng), "分级管理"),
        Column("应查日期", dates_as_kept(rentals.due, rng), "分级管理"),
        Column("登记日期", iso_dates(rentals.registered)),
    ]
    usual = {"社区": "新庄社区", "房屋类型": "自建房", "状态": "在租", "风险等级": "绿"}
    broken: list[Broken] = [
        (412, {**usual, "房屋地址": "新庄社区田心一巷旁新建", "套数": 8}),
        (
            1_207,
            {**usual, "房屋编码": "YH-XZ-09001", "房屋地址": "新庄社区布岭二巷8号", "套数": -3},
        ),
        (
            2_650,
            {
                **usual,
                "房屋编码": "YH-XZ-09002",
                "房屋地址": "新庄社区布岭二巷9号",
                "套数": "约十来套",
            },
        ),
        (2_951, {**usual, "房屋编码": "YH-XZ-09003", "套数": 12}),
    ]
    total = {"套数": int(rentals.units.sum()), "居住人数": int(rentals.occupants.sum())}
    title = f"{town.name}出租屋基础信息台账（{as_of.year}年{as_of.month}月）"
    path = folder / "出租屋台账.xlsx"
    write_workbook(Table(columns, title, total, broken), path, as_of)
    return Ledger(path, "rental", crs="EPSG:4547")


def write_premises(
    town: Town, premises: Premises, folder: Path, rng: np.random.Generator
) -> Ledger:
    """Write the premises as the app of the fire team exports them: GB18030, CRLF, GCJ-02."""
    count = len(premises.code)
    lng, lat = wgs84_to_gcj02(*town.lnglat(premises.x, premises.y))
    closed = ~np.isnat(premises.ended)
    area = with_unit(premises.area_m2.tolist(), "㎡", some(0.55, count, rng))
    columns = [
        Column("场所编号", premises.code.tolist()),
        Column("名称", premises.name),
        Column("场所性质", premises.kind.tolist()),
        Column("经营面积", full_width([str(a) for a in area], some(0.04, count, rng))),
        Column("所在楼层", [f"{floor}楼" for floor in premises.floor]),
        Column("地址", premises.address),
        Column("社区", town.communities(premises.group)),
        Column("居民小组", town.group_names(premises.group)),
        Column("经度", _as_surveyed(lng, premises.placed, 6)),
        Column("纬度", _as_surveyed(lat, premises.placed, 6)),
        Column("风险等级", premises.grade.tolist()),
        Column("经营状态", ["停业" if shut else "在营" for shut in closed]),
        Column("是否有营业执照", yes_no(premises.licence)),
        Column("是否住人", yes_no(premises.sleeping)),
        Column("灭火器", [f"{number}具" for number in premises.extinguishers]),
        Column("烟感", ["有" if there else "无" for there in premises.alarm]),
        Column("经营者", premises.keeper),
        Column("经营者电话", premises.phone),
        Column("经营者证件号码", given(premises.id_number, some(0.4, count, rng))),
        Column("最近检查", iso_dates(premises.checked)),
        Column("登记日期", iso_dates(premises.registered)),
        Column("停业日期", iso_dates(premises.ended)),
    ]
    usual = {"社区": "永岗社区", "地址": "永岗社区永岗大道300号", "经营状态": "在营"}
    broken: list[Broken] = [
        (
            133,
            {
                **usual,
                "场所编号": "SX90001",
                "名称": "永岗顺发五金店",
                "场所性质": "小档口",
                "经营面积": "-5",
            },
        ),
        (
            540,
            {
                **usual,
                "场所编号": "SX90002",
                "名称": "永岗惠民商场",
                "场所性质": "大型商场",
                "经营面积": "2600㎡",
            },
        ),
        (701, {**usual, "场所编号": "SX90003", "场所性质": "小档口", "经营面积": "40㎡"}),
    ]
    path = folder / "三小场所台账.csv"
    write_csv(Table(columns, broken=broken), path, encoding="gb18030")
    return Ledger(path, "premises", crs="gcj02")


def write_enterprises(town: Town, firms: Enterprises, folder: Path, as_of: date) -> Ledger:
    """Write the enterprises in a plain workbook."""
    houses = town.buildings
    lng, lat = town.lnglat(houses.x[firms.building], houses.y[firms.building])
    columns = [
        Column("统一社会信用代码", firms.code),
        Column("企业名称", firms.name),
        Column("规模", firms.scale.tolist()),
        Column("行业", firms.industry.tolist()),
        Column("从业人数", firms.staff.tolist()),
        Column("风险等级", firms.grade.tolist()),
        Column("状态", ["在产"] * len(firms.code)),
        Column("地址", [town.addresses[row] for row in firms.building]),
        Column("社区", town.communities(town.groups[firms.building])),
        Column("经度", lng.round(6).tolist()),
        Column("纬度", lat.round(6).tolist()),
        Column("安全负责人", firms.head),
        Column("联系电话", firms.phone),
    ]
    path = folder / "企业台账.xlsx"
    write_workbook(Table(columns, total={"从业人数": int(firms.staff.sum())}), path, as_of)
    return Ledger(path, "enterprise")
