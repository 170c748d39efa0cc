"""Ledgers written as csv, and each indicator counted from their words with nothing but ``csv``."""

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from tests.etl.making import write_csv

Row = Mapping[str, str]
Rows = list[Row]
Ledgers = Mapping[str, Rows]
Wanted = list[tuple[str, Collection[str]]]

CRIME = frozenset({"抢劫抢夺", "入室盗窃", "盗窃车辆", "诈骗"})
ORDER = frozenset({"殴打他人", "黄赌毒"})
TRAFFIC = frozenset({"机动车相撞", "涉电动车摩托车", "撞行人"})
FIRE = frozenset({"电气火灾", "电动车火灾", "其他火灾"})
WORK = frozenset({"机械伤害", "高处坠落"})
LIVING = frozenset({"一氧化碳中毒", "燃气泄漏爆炸", "跌倒坠落", "烧烫伤", "走失"})
ALL = CRIME | ORDER | TRAFFIC | FIRE | WORK | LIVING | {"内涝"}
STRICT: tuple[str, Collection[str]] = ("风险等级", frozenset({"红", "橙"}))

CASES = {
    "criminal_cases": CRIME,
    "public_order_cases": ORDER,
    "road_crashes": TRAFFIC,
    "fires": FIRE,
    "incidents": ALL,
    "robberies": {"抢劫抢夺"},
    "thefts": {"入室盗窃", "盗窃车辆"},
    "vice": {"黄赌毒"},
    "pedestrian_crashes": {"撞行人"},
    "electric_fires": {"电气火灾"},
    "ebike_fires": {"电动车火灾"},
    "work_accidents": WORK,
    "machine_injuries": {"机械伤害"},
    "falls_from_height": {"高处坠落"},
    "gas_electric": {"一氧化碳中毒", "燃气泄漏爆炸", "电气火灾"},
    "elder_risks": {"跌倒坠落", "烧烫伤", "走失"},
    "floods": {"内涝"},
}
SUMS = {
    "deaths": ("死亡人数", ALL, 1),
    "gravely_injured": ("重伤人数", ALL, 1),
    "injured": ("受伤人数", ALL, 1),
    "loss": ("直接经济损失", ALL, 10_000),
    "traffic_deaths": ("死亡人数", TRAFFIC, 1),
    "fire_deaths": ("死亡人数", FIRE, 1),
}
PER_HEAD = {
    "criminal_rate": CRIME,
    "public_order_rate": ORDER,
    "crash_rate": TRAFFIC,
    "fire_rate": FIRE,
}
SHARES = {"two_wheeler_share": ({"涉电动车摩托车"}, TRAFFIC)}
PLACES: Mapping[str, tuple[str, Wanted]] = {
    "strict_rentals": ("rental", [STRICT]),
    "rentals": ("rental", []),
    "strict_enterprises": ("enterprise", [STRICT]),
    "strict_premises": ("premises", [STRICT]),
    "trading_premises": ("premises", [("经营状态", {"在营"})]),
    "schools": ("school", [("状态", {"在办"})]),
}
IN_USE: tuple[str, Collection[str]] = ("状态", {"在用"})
PLACE_SUMS: Mapping[str, tuple[str, str, Wanted]] = {
    "rental_units": ("rental", "套数", []),
    "shelter_capacity": ("shelter", "可容纳人数", [IN_USE]),
}
PLACE_RATES: Mapping[str, tuple[str, str, Wanted, int]] = {
    "shelter_m2_per_head": ("shelter", "有效避难面积", [IN_USE], 1),
    "fixed_capacity_share": (
        "shelter",
        "可容纳人数",
        [IN_USE, ("类型", {"固定避难场所", "中心避难场所"})],
        100,
    ),
}
PROJECTS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "fire": {"premises": frozenset(), "incident": FIRE},
    "public_order": {"incident": CRIME | ORDER},
    "migrant_housing": {
        "rental": frozenset(),
        "incident": frozenset({"一氧化碳中毒", "燃气泄漏爆炸", "电气火灾"}),
    },
}
"""What each project declares; no classes: all of the layer."""

COMMUNITIES = {"D1": "新庄社区", "D2": "永岗社区"}

TOLD: Mapping[str, tuple[tuple[str, str], Mapping[str, Sequence[str]]]] = {
    "rental": (("房屋编码", "房屋地址"), {"风险等级": "红橙黄绿", "套数": ("1", "12", "30")}),
    "premises": (
        ("场所编号", "场所名称"),
        {"场所性质": ("小档口", "小作坊"), "风险等级": "红橙黄绿", "经营状态": ("在营", "停业")},
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
}
"""What a ledger of places tells besides where they stand, with the words that may stand there."""


@dataclass(frozen=True)
class Filter:
    """Area code, project and days (the end not counted), as a reader would choose them."""

    area: str | None
    project: str | None
    start: date
    end: date


@dataclass(frozen=True)
class Found:
    """What a count from the files gives; no number where nobody tells, or it does not belong."""

    value: float | None
    records: int


def write_ledgers(folder: Path, seed: int = 7) -> dict[str, Path]:
    """Write a ledger for each layer that an indicator counts."""
    random = np.random.default_rng(seed)
    made = {"population": _people(), "incident": _incidents(random)}
    for layer, (names, told) in TOLD.items():
        made[layer] = _places(random, names, told)
    return {layer: write_csv(folder / f"{layer}.csv", rows) for layer, rows in made.items()}


def read_ledgers(paths: Mapping[str, Path]) -> dict[str, Rows]:
    """Read them back as they stand on disk."""
    read: dict[str, Rows] = {}
    for layer, path in paths.items():
        with path.open(encoding="utf-8", newline="") as text:
            read[layer] = list(csv.DictReader(text))
    return read


def count_again(ledgers: Ledgers, indicator: str, chosen: Filter) -> Found:
    """Count one indicator from the words of the ledgers."""
    if indicator in CASES:
        rows = _cases(ledgers, chosen, CASES[indicator])
        return _held(Found(len(rows), len(rows)), _may(chosen, "incident", CASES[indicator]))
    if indicator in SUMS:
        column, kinds, parts = SUMS[indicator]
        rows = _cases(ledgers, chosen, kinds)
        total = _sum(rows, column)
        value = None if total is None else total / parts
        return _held(Found(value, len(rows)), _may(chosen, "incident", kinds))
    if indicator in PER_HEAD:
        rows = _cases(ledgers, chosen, PER_HEAD[indicator])
        value = len(rows) / _heads(ledgers, chosen) * 10_000
        return _held(Found(value, len(rows)), _may(chosen, "incident", PER_HEAD[indicator]))
    if indicator in SHARES:
        part, whole = (_cases(ledgers, chosen, kinds) for kinds in SHARES[indicator])
        value = len(part) / len(whole) * 100 if whole else None
        return _held(Found(value, len(part)), _may(chosen, "incident", SHARES[indicator][0]))
    return _count_places(ledgers, indicator, chosen)


def _count_places(ledgers: Ledgers, indicator: str, chosen: Filter) -> Found:
    if indicator in PLACES:
        layer, wanted = PLACES[indicator]
        rows = _chosen(ledgers, layer, chosen, wanted)
        return _held(Found(len(rows), len(rows)), _may(chosen, layer))
    if indicator in PLACE_SUMS:
        layer, column, wanted = PLACE_SUMS[indicator]
        rows = _chosen(ledgers, layer, chosen, wanted)
        return _held(Found(_sum(rows, column), len(rows)), _may(chosen, layer))
    layer, column, wanted, factor = PLACE_RATES[indicator]
    rows = _chosen(ledgers, layer, chosen, wanted)
    total = _sum(rows, column)
    value = None if total is None else total / _heads(ledgers, chosen) * factor
    return _held(Found(value, len(rows)), _may(chosen, layer))


def _held(found: Found, belongs: bool) -> Found:  # noqa: FBT001 - the one thing it asks
    return found if belongs or found.records else Found(None, 0)


def _may(chosen: Filter, layer: str, kinds: Iterable[str] = ()) -> bool:
    declared = PROJECTS.get(chosen.project or "", {})
    if chosen.project is None:
        return True
    return layer in declared and (layer != "incident" or bool(declared[layer] & set(kinds)))


def _cases(ledgers: Ledgers, chosen: Filter, kinds: Iterable[str]) -> Rows:
    wanted = set(kinds)
    if chosen.project is not None:
        wanted &= PROJECTS[chosen.project].get("incident", frozenset())
    days = (chosen.start.isoformat(), chosen.end.isoformat())
    return [
        row
        for row in ledgers["incident"]
        if row["类别"] in wanted and days[0] <= row["发生时间"] < days[1] and _in_area(row, chosen)
    ]


def _chosen(ledgers: Ledgers, layer: str, chosen: Filter, wanted: Wanted) -> Rows:
    if chosen.project is not None and layer not in PROJECTS[chosen.project]:
        return []
    return [
        row
        for row in ledgers[layer]
        if _in_area(row, chosen) and all(row[column] in words for column, words in wanted)
    ]


def _in_area(row: Row, chosen: Filter) -> bool:
    return chosen.area is None or row["社区"] == COMMUNITIES[chosen.area]


def _heads(ledgers: Ledgers, chosen: Filter) -> int:
    year = str((chosen.end - timedelta(days=1)).year)
    return sum(
        int(row["人数"])
        for row in ledgers["population"]
        if row["年份"] == year
        and row["人口类别"] in {"户籍", "流动"}
        and chosen.area in {None, row["区域代码"]}
    )


def _sum(rows: Rows, column: str) -> float | None:
    told = [float(row[column]) for row in rows if row[column]]
    return sum(told) if told or not rows else None


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
        harm = [random.choice(["", "0", "0", "1", "2"]) for _ in range(3)]
        kind, loss = random.choice(sorted(ALL)), random.choice(["", "1500", "20000"])
        rows.append([f"A{number}", "派出所", kind, day, *_where(random), *harm, loss])
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
