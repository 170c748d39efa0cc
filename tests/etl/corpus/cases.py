"""The traits ledgers have, each a named case: what is written, in which formats, what is read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.etl.corpus.formats import BOOKS, TEXTS, WRITERS
from tests.etl.corpus.table import Formula, Merged

TABLES = (*BOOKS, *TEXTS)
NAMES = ["房屋编码", "房屋地址", "经度", "纬度", "套数"]
FIRST: list[Any] = ["A1", "新庄西街1号", 113.57, 23.2, 3]
SECOND: list[Any] = ["A2", "新庄西街2号", 113.58, 23.21, 4]
NOBODY: list[Any] = [None] * len(NAMES)
PLAIN: list[dict[str, Any]] = [
    {"key": "A1", "address": "新庄西街1号", "units": 3, "at": (113.57, 23.2)},
    {"key": "A2", "address": "新庄西街2号", "units": 4, "at": (113.58, 23.21)},
]
DAY = date(2024, 3, 5)


@dataclass(frozen=True)
class Case:
    """A trait.

    Parameters
    ----------
    rows
        Of the first sheet.
    records
        What is read, by the names `outcome_of` knows.
    headings, blank, totals
        Rows that are no records.
    rejected
        Row, column and rule of each refused row; rows of a map are numbered without its names.
    more
        Other sheets, by name.
    how
        What else the writer is told.
    also
        Headings a layer takes besides its own, by field id.
    """

    rows: Sequence[Sequence[Any]]
    records: Sequence[Mapping[str, Any]]
    formats: Iterable[str] = tuple(WRITERS)
    headings: int = 1
    blank: int = 0
    totals: int = 0
    rejected: Sequence[tuple[int, str, str]] = ()
    lies: bool = False
    more: Mapping[str, Sequence[Sequence[Any]]] = field(default_factory=dict)
    how: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def beside(name: str, *cells: Any) -> list[list[Any]]:
    """Give the plain rows with a column more."""
    return [[*NAMES, name], [*FIRST, cells[0]], [*SECOND, cells[-1]]]


def instead(column: str, *cells: Any) -> list[list[Any]]:
    """Give the plain rows with other cells in a column."""
    at = NAMES.index(column)
    pairs = zip((FIRST, SECOND), (cells[0], cells[-1]), strict=True)
    return [NAMES, *([*row[:at], cell, *row[at + 1 :]] for row, cell in pairs)]


def told(**more: Any) -> list[dict[str, Any]]:
    """Give the plain records with one thing more of each."""
    return [record | more for record in PLAIN]


def merged(*ranges: str) -> dict[str, Merged]:
    return {"merged": ranges}


GROUPS = ["房屋信息", None, "位置", None, "数量"]
BELOW = ["编码", "地址", "经度", "纬度", "套数"]
ONLY_FIRST = PLAIN[:1]

CASES: dict[str, Case] = {
    "plain": Case([NAMES, FIRST, SECOND], PLAIN),
    # a GeoPackage under another name makes GDAL warn, which ends a test; the child's has its own
    "a lying extension": Case(
        [NAMES, FIRST, SECOND], PLAIN, [form for form in WRITERS if form != "GeoPackage"],
        lies=True),
    "titles above": Case(
        [["出租屋台账"], ["2026年11月", None, "制表：网格办"], NAMES, FIRST, SECOND],
        PLAIN, TABLES, headings=3),
    "headings in two rows": Case([GROUPS, BELOW, FIRST, SECOND], PLAIN, TABLES, headings=2),
    "merged headings": Case(
        [GROUPS, BELOW, FIRST, SECOND], PLAIN, BOOKS, headings=2, how=merged("A1:B1", "C1:D1")),
    "merged cells": Case(
        beside("社区", "新庄", None), told(community="新庄"), BOOKS, how=merged("F2:F3")),
    "units in headings": Case(
        [["房屋编码*", "房屋地址（必填）", "经度", "纬度", "套数（套）"], FIRST, SECOND],
        PLAIN, TABLES),
    "totals": Case(
        [NAMES, FIRST, ["小计", None, None, None, 3], SECOND, ["合 计：2", None, None, None, 7]],
        PLAIN, TABLES, totals=2),
    "totals of parts": Case(
        [NAMES, FIRST, ["新庄社区小计", None, None, None, 3], SECOND, [None, "全街 合计："]],
        PLAIN, TABLES, totals=2),
    "totals in other words": Case(
        [NAMES, FIRST, ["新庄社区计", None, None, None, 3], SECOND, ["总 数", None, None, None, 7],
         ["计", 2], ["Grand Total", 2]], PLAIN, TABLES, totals=4),
    "signatures without colons": Case(
        [NAMES, FIRST, SECOND, ["填表人", "张三", "审核人", "李四"], ["制表单位", "网格办"],
         ["单位（盖章）：", None, None, "负责人签字："]], PLAIN, TABLES, headings=4),
    "ends of pages": Case(
        [["台账"], NAMES, FIRST, ["台账（续表）"], NAMES, SECOND, ["续表2"], ["（续）"]],
        PLAIN, TABLES, headings=6),
    "lines that end a ledger": Case(
        [NAMES, FIRST, SECOND, ["本月无新增"], NOBODY, ["—— 以下空白 ——"]], PLAIN, TABLES,
        headings=3, blank=1),
    "remarks below": Case(
        [NAMES, FIRST, SECOND, ["备注：1.套数为出租套数"], ["2.每月5日前报送"],
         ["填表人：张三", "审核人：李四"]], PLAIN, TABLES, headings=4),
    "lines that divide": Case(
        [["台账"], NAMES, ["一、新庄社区"], FIRST, ["台账"], NAMES, ["（二）永岗社区"], SECOND],
        PLAIN, TABLES, headings=6),
    "numbered columns": Case(
        [NAMES, ["甲", "乙", 1, 2, 3], FIRST, SECOND], PLAIN, TABLES, headings=2),
    "an example row": Case(
        [["序号", *NAMES], ["示例", *SECOND], [1, *FIRST], [2, *SECOND]], PLAIN, TABLES,
        headings=2),
    "headings with invisible characters": Case(
        [["房屋\u200b编码", "房屋\n地址", "经度\ufeff", " 纬\u00a0度", "套数"], FIRST,
         ["\ufeff房屋编码", *NAMES[1:]], SECOND], PLAIN,
        [form for form in TABLES if form != "xls"], headings=2),
    "blank rows": Case([NAMES, FIRST, NOBODY, SECOND], PLAIN, TABLES, blank=1),
    "numbered blank rows": Case(
        [["序号", *NAMES], [1, *FIRST], [2, *NOBODY], [3, *SECOND]], PLAIN, TABLES, blank=1),
    "serial numbers taken for codes": Case(
        [["序号", *NAMES], [1, *FIRST], [2, *SECOND]], PLAIN, TABLES, also={"code": ("序号",)}),
    "headings again": Case([NAMES, FIRST, NAMES, SECOND], PLAIN, TABLES, headings=2),
    "units in cells": Case(instead("套数", "3套", "4 套"), PLAIN),
    "numbers nobody can read": Case(
        beside("层数", "约3", "三四层"), told(floors=None)),
    "full-width digits": Case(
        instead("套数", "１，２００", "４"), [PLAIN[0] | {"units": 1200}, PLAIN[1]]),
    "degrees, minutes, seconds": Case(
        [NAMES, [*FIRST[:2], "113°34′12″", "北纬23°12′0″", 3], SECOND], PLAIN, TABLES),
    "both coordinates in a cell": Case(
        [["房屋编码", "房屋地址", "坐标", "套数"], ["A1", "新庄西街1号", "113.57,23.2", 3],
         ["A2", "新庄西街2号", "113.58，23.21", 4]], PLAIN, TABLES),
    "swapped columns": Case(
        [NAMES, [*FIRST[:2], 23.2, 113.57, 3], [*SECOND[:2], 23.21, 113.58, 4]], PLAIN, TABLES),
    "dates of a spreadsheet": Case(beside("登记日期", DAY), told(valid_from=DAY), BOOKS),
    "numbers of days": Case(beside("登记日期", "45356"), told(valid_from=DAY)),
    "days counted from 1904": Case(
        beside("登记日期", 43894, DAY), told(valid_from=DAY), ("xlsx", "xls", "xlsb"),
        how={"from_1904": True}),
    "dates with points": Case(beside("登记日期", "2024.3.5"), told(valid_from=DAY)),
    "short years": Case(beside("登记日期", "24.3.5", "24年3月5日"), told(valid_from=DAY)),
    "months": Case(beside("登记日期", "2024年3月", "2024/3"), told(valid_from=DAY.replace(day=1))),
    "Chinese dates": Case(beside("登记日期", "2024年3月5日"), told(valid_from=DAY)),
    "dates without marks": Case(beside("登记日期", "20240305"), told(valid_from=DAY)),
    "numbers without their digits": Case(
        [NAMES, FIRST, ["4.40112E+17", *SECOND[1:]]], ONLY_FIRST,
        TABLES, rejected=[(3, "房屋编码", "lost_digits")]),
    "phones as numbers": Case(
        beside("房东电话", 13812345678), told(phone="13812345678"), (*TABLES, "GeoJSON")),
    "words for nothing": Case(beside("楼栋名称", "—", "／"), told(name=None)),
    "strokes for nothing": Case(beside("楼栋名称", "……", "―/―"), told(name=None)),
    "zeros of formulas": Case(
        beside("楼栋名称", 0, "不清楚"), told(name=None), TABLES),
    "as above": Case(beside("社区", "新庄", "〃"), told(community="新庄")),
    "as above in other words": Case(
        beside("社区", "新庄", "(同上)"), told(community="新庄")),
    "longer numbers than a spreadsheet keeps": Case(
        [NAMES, FIRST, [440112015001000123, *SECOND[1:]]], ONLY_FIRST, BOOKS,
        rejected=[(3, "房屋编码", "lost_digits")]),
    "texts kept from being numbers": Case(
        [["房屋编码", "房屋地址", "经度", "纬度", "套数"], ['="001"', *FIRST[1:]],
         ["'002", *SECOND[1:]]], [PLAIN[0] | {"key": "001"}, PLAIN[1] | {"key": "002"}], TABLES),
    "a comma without its marks": Case(
        [[*NAMES, "楼栋名称", "备注"], [*FIRST, "一栋", None], [*SECOND, "二栋", "李", "王"]],
        ONLY_FIRST, TEXTS, rejected=[(3, "备注", "too_many_cells")]),
    "photographs in cells": Case(
        beside("楼栋名称", '=DISPIMG("ID_1F",1)'), told(name=None), TABLES),
    "formulas without a value": Case(
        [NAMES, FIRST, [*SECOND[:4], Formula("#DIV/0!")]], ONLY_FIRST,
        BOOKS, rejected=[(3, "套数", "formula_error")]),
    "invisible characters": Case(
        instead("房屋地址", "\u200b新庄西街1号\u3000", "新庄西街2号\u200b"), PLAIN),
    "line ends of Windows": Case(
        instead("房屋地址", "新庄\r\n西街", "新庄_x000D_\n西街"), told(address="新庄\n西街"),
        TABLES),
    "several sheets": Case(
        [["填表说明"], ["每月5日前报送"]], PLAIN, BOOKS, headings=2,
        more={"一月": [NAMES, FIRST], "二月": [NAMES, SECOND]}),
    "a hidden sheet": Case(
        [NAMES, FIRST], ONLY_FIRST, ("xlsx",), more={"旧": [NAMES, SECOND]}, how={"hidden": "旧"}),
    "labels of placemarks": Case(beside("名称", "一栋"), told(name="一栋"), ("KML", "KMZ")),
}  # fmt: skip

CELLS = [(name, form) for name, case in CASES.items() for form in case.formats]
