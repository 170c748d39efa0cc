"""Ledgers of gates, terms and homes, and what lies around them counted from their words alone."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from pyproj import Geod

Row = Mapping[str, str]
Rows = Sequence[Row]

TERMS = ((date(2024, 5, 13), date(2024, 5, 31)), (date(2025, 3, 3), date(2025, 3, 28)))
"""Without public holidays or working weekends; so far apart that days outside are not known."""

BELLS = ("07:50", "16:40")
HOURS = ("07:20", "07:55", "12:00", "16:10", "17:11", "")
"""Two of them on the edge of what counts, one a minute beyond, and a time nobody told."""

MARGIN = 30
SATURDAY = 5
DAY_LETTERS = 10


def write_gates(random: np.random.Generator) -> list[list[object]]:
    """Stand a gate beside every second school."""
    rows: list[list[object]] = [["学校代码", "校门名称", "经度", "纬度", "上学时间", "放学时间"]]
    for number in range(0, 40, 2):
        lng, lat = 113.5005 + 0.019 * random.random(), 23.1005 + 0.009 * random.random()
        rows.append([f"N{number:04}", "正门", round(lng, 6), round(lat, 6), *BELLS])
    return rows


def write_calendar() -> list[list[object]]:
    """Tell the terms."""
    head: list[object] = ["校历名称", "校历类别", "开始日期", "结束日期"]
    return [head, *([f"{first:%Y}", "学期", first, last] for first, last in TERMS)]


def coming_and_unknown(near: Rows) -> tuple[list[Row], int]:
    """Return the incidents as pupils come and go, and how many nobody can tell it of."""
    known = [row for row in near if len(row["发生时间"]) > DAY_LETTERS and _term(row)]
    coming = [row for row in known if _term(row) == "lessons" and _near_bell(row)]
    return coming, len(near) - len(known)


def near_gates(ledgers: Mapping[str, Rows], rows: Rows, within_m: float) -> list[Row]:
    """Return the rows within a distance of a gate of a school that is open."""
    open_ones = {row["学校代码"] for row in ledgers["every school"] if row["状态"] == "在办"}
    return near(rows, [g for g in ledgers["school_gate"] if g["学校代码"] in open_ones], within_m)


def near_schools(ledgers: Mapping[str, Rows], rows: Rows, within_m: float) -> list[Row]:
    """Return the rows within a distance of a school that is open."""
    return near(rows, [row for row in ledgers["every school"] if row["状态"] == "在办"], within_m)


def near(rows: Rows, places: Rows, within_m: float) -> list[Row]:
    """Return the rows within a distance of any of the places, on the ellipsoid."""
    at = np.array([_lnglat(place) for place in places if place["经度"]]).T
    found = []
    for row in rows:
        if not row["经度"]:
            continue
        lng, lat = _lnglat(row)
        same = np.ones(at.shape[1])
        _, _, metres = Geod(ellps="GRS80").inv(lng * same, lat * same, at[0], at[1])
        if min(metres) <= within_m:
            found.append(row)
    return found


def _lnglat(row: Row) -> tuple[float, float]:
    return float(row["经度"]), float(row["纬度"])


def _term(row: Row) -> str:
    """Say whether there are lessons on a day, or whether the calendar says nothing of it."""
    day = date.fromisoformat(row["发生时间"][:DAY_LETTERS])
    if not any(first <= day <= last for first, last in TERMS):
        return ""
    return "lessons" if day.weekday() < SATURDAY else "weekend"


def _near_bell(row: Row) -> bool:
    minute = _minute(row["发生时间"][DAY_LETTERS + 1 :])
    return any(abs(minute - _minute(bell)) <= MARGIN for bell in BELLS)


def _minute(time: str) -> int:
    return 60 * int(time[:2]) + int(time[3:5])
