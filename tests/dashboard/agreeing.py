"""Each indicator counted from the words of ledgers with nothing but ``csv``."""

import csv
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.dashboard.agreeing_around import (
    coming_and_unknown,
    near,
    near_gates,
    near_schools,
)
from tests.dashboard.agreeing_ledgers import (
    ALL,
    COMMUNITIES,
    CRIME,
    FIRE,
    ORDER,
    TRAFFIC,
    WORK,
)

Row = Mapping[str, str]
Rows = list[Row]
Ledgers = Mapping[str, Rows]
Wanted = list[tuple[str, Collection[str]]]

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


def read_ledgers(paths: Mapping[str, Path]) -> dict[str, Rows]:
    """Read them back as they stand on disk."""
    read: dict[str, Rows] = {}
    for layer, path in paths.items():
        with path.open(encoding="utf-8", newline="") as text:
            read[layer] = list(csv.DictReader(text))
    # What is measured from is the whole, even where an export of a part stands for the layer.
    return read | {"every school": read["school"], "every shelter": read["shelter"]}


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
    if indicator in AROUND:
        return AROUND[indicator](ledgers, chosen)
    return _count_places(ledgers, indicator, chosen)


def _zone_incidents(ledgers: Ledgers, chosen: Filter) -> Found:
    found = near_gates(ledgers, _cases(ledgers, chosen, ALL), 150.0)
    return _held(Found(len(found), len(found)), _may(chosen, "incident", ALL))


def _zone_hours(ledgers: Ledgers, chosen: Filter) -> Found:
    rows = near_gates(ledgers, _cases(ledgers, chosen, ALL), 150.0)
    coming, unknown = coming_and_unknown(rows)
    value = None if unknown and not coming else len(coming)
    return _held(Found(value, len(coming)), _may(chosen, "incident", ALL))


def _zone_deaths(ledgers: Ledgers, chosen: Filter) -> Found:
    rows = near_gates(ledgers, _cases(ledgers, chosen, ALL), 150.0)
    coming, unknown = coming_and_unknown(rows)
    value = None if unknown and not coming else _sum(coming, "死亡人数")
    return _held(Found(value, len(coming)), _may(chosen, "incident", ALL))


def _banned_venues(ledgers: Ledgers, chosen: Filter) -> Found:
    rows = _chosen(ledgers, "premises", chosen, [("场所性质", {"小娱乐场所"})])
    found = near_schools(ledgers, rows, 200.0)
    return _held(Found(len(found), len(found)), _may(chosen, "premises"))


def _reached(within_m: float) -> Callable[[Ledgers, Filter], Found]:
    def count(ledgers: Ledgers, chosen: Filter) -> Found:
        shelters = _chosen(ledgers, "shelter", chosen, [IN_USE])
        homes = [r for r in ledgers["dwelling"] if r["经度"] and _in_area(r, chosen)]
        open_ones = [row for row in ledgers["every shelter"] if row["状态"] == "在用"]
        covered = _sum(near(homes, open_ones, within_m), "居住人数") or 0.0
        value = covered / (_sum(homes, "居住人数") or 0.0) * 100
        return _held(Found(value, len(shelters)), _may(chosen, "shelter"))

    return count


AROUND: Mapping[str, Callable[[Ledgers, Filter], Found]] = {
    "zone_incidents": _zone_incidents,
    "zone_hours": _zone_hours,
    "zone_deaths": _zone_deaths,
    "banned_venues": _banned_venues,
    "shelter_cover_500": _reached(500.0),
    "shelter_cover_1000": _reached(1_000.0),
}


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
