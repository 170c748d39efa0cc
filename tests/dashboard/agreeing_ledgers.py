"""Ledgers written as csv: people, incidents, places, and what lies around schools."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from tests.dashboard.agreeing_around import HOURS, TERMS, write_calendar, write_gates
from tests.etl.making import write_csv

CRIME = frozenset({"抢劫抢夺", "入室盗窃", "盗窃车辆", "诈骗"})
ORDER = frozenset({"殴打他人", "黄赌毒"})
TRAFFIC = frozenset({"机动车相撞", "涉电动车摩托车", "撞行人"})
FIRE = frozenset({"电气火灾", "电动车火灾", "其他火灾"})
WORK = frozenset({"机械伤害", "高处坠落"})
LIVING = frozenset({"一氧化碳中毒", "燃气泄漏爆炸", "跌倒坠落", "烧烫伤", "走失"})
ALL = CRIME | ORDER | TRAFFIC | FIRE | WORK | LIVING | {"内涝"}

COMMUNITIES = {"D1": "新庄社区", "D2": "永岗社区"}

TOLD: Mapping[str, tuple[tuple[str, str], Mapping[str, Sequence[str]]]] = {
    "rental": (("房屋编码", "房屋地址"), {"风险等级": "红橙黄绿", "套数": ("1", "12", "30")}),
    "premises": (
        ("场所编号", "场所名称"),
        {
            "场所性质": ("小档口", "小娱乐场所"),
            "风险等级": "红橙黄绿",
            "经营状态": ("在营", "停业"),
        },
    ),
    "enterprise": (("统一社会信用代码", "企业名称"), {"风险等级": "红橙黄蓝"}),
    "school": (
        ("学校代码", "学校名称"),
        {"学段": ("小学", "幼儿园"), "状态": ("在办", "停办")},
    ),
    "shelter": (
        ("场所编号", "避难场所名称"),
        {
            "类型": ("固定避难场所", "中心避难场所", "紧急避难场所"),
            "状态": ("在用", "停用"),
            "有效避难面积": ("100", "250", ""),
            "可容纳人数": ("50", "80", ""),
        },
    ),
    "dwelling": (("楼栋编号", "地址"), {"居住人数": ("0", "7", "30")}),
}
"""What a ledger of places tells besides where they stand, with the words that may stand there."""


def write_ledgers(folder: Path, seed: int = 7) -> dict[str, Path]:
    """Write a ledger for each layer that an indicator counts."""
    random = np.random.default_rng(seed)
    made = {"population": _people(), "incident": _incidents(random)}
    made |= {"school_calendar": write_calendar()}
    for layer, (names, told) in TOLD.items():
        made[layer] = _places(random, names, told)
    made["school_gate"] = write_gates(random)
    return {layer: write_csv(folder / f"{layer}.csv", rows) for layer, rows in made.items()}


def _people() -> list[list[object]]:
    rows: list[list[object]] = [["区域代码", "区域名称", "年份", "人口类别", "人数"]]
    for area, name in COMMUNITIES.items():
        for year in (2024, 2025):
            for kind, people in (("户籍", 1_300), ("流动", 6_200), ("常住", 9_999)):
                rows.append([area, name, year, kind, people + year - 2024 + 10 * len(rows)])
    return rows


def _incidents(random: np.random.Generator) -> list[list[object]]:
    head: list[object] = ["案件编号", "数据来源", "类别", "发生时间", "社区", "经度", "纬度"]
    rows = [[*head, "死亡人数", "重伤人数", "受伤人数", "直接经济损失"]]
    for number in range(400):
        day = date(2024, 1, 1) + timedelta(days=int(random.integers(0, 731)))
        if number % 2:  # half of them in a term
            first, last = TERMS[int(random.integers(0, len(TERMS)))]
            day = first + timedelta(days=int(random.integers(0, (last - first).days + 1)))
        moment = f"{day} {random.choice(HOURS)}".strip()
        harm = [random.choice(["", "0", "0", "1", "2"]) for _ in range(3)]
        kind, loss = random.choice(sorted(ALL)), random.choice(["", "1500", "20000"])
        rows.append([f"A{number}", "派出所", kind, moment, *_where(random), *harm, loss])
    return rows


def _places(
    random: np.random.Generator, names: tuple[str, str], told: Mapping[str, Sequence[str]]
) -> list[list[object]]:
    rows: list[list[object]] = [[*names, "社区", "经度", "纬度", *told]]
    for number in range(40):
        cells = [str(random.choice(list(words))) for words in told.values()]
        rows.append([f"N{number:04}", f"永和路{number + 1}号", *_where(random), *cells])
    return rows


def _where(random: np.random.Generator) -> list[object]:
    """Stand in one of the two communities, one in four without a position."""
    east = int(random.integers(0, 2))
    name = list(COMMUNITIES.values())[east]
    if random.random() < 0.25:
        return [name, "", ""]
    lng = 113.5005 + 0.01 * east + 0.009 * random.random()
    return [name, round(lng, 6), round(23.1005 + 0.009 * random.random(), 6)]
