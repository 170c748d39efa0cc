"""Kinds of defect that ledgers have, each to be seeded into a clean one."""

from datetime import date
from typing import Any, NamedTuple

from tests.etl.corpus.table import Formula


class Defect(NamedTuple):
    """What is wrong with one row.

    Parameters
    ----------
    column, rule
        Where it is to be reported and under which rule.
    cells
        What stands in the row instead, by heading.
    """

    column: str
    rule: str
    cells: dict[str, Any]


class Ledger(NamedTuple):
    """A layer with the headings and cells of its clean rows; ``{n}`` is the row's number."""

    layer: str
    cells: dict[str, Any]
    defects: dict[str, Defect]


def at(column: str, rule: str, cell: Any, **beside: Any) -> Defect:
    """Put a cell into the column where it is to be reported."""
    return Defect(column, rule, {column: cell, **beside})


RENTAL = Ledger(
    "rental",
    {
        "房屋编码": "YH-{n}", "楼栋名称": "{n}栋", "房屋地址": "新庄西街{n}号", "社区": "新庄",
        "经度": 113.57, "纬度": 23.2, "房屋类型": "自建房", "风险等级": "绿", "套数": 12,
        "层数": "3层", "燃气": "瓶装", "房东电话": "13812345678",
        "房东身份证号": "11010519491231002X",
        "责任书签订": "是", "最近检查": "2026-03-05", "登记日期": "2020.1.2", "注销日期": None,
        "备注": "无",
    },
    {
        "no code": at("房屋编码", "required", None),
        "a code of blanks": at("房屋编码", "required", " \u3000"),
        "no address": at("房屋地址", "required", "—"),
        "no number of units": at("套数", "required", None),
        "a word for a number": at("套数", "not_a_number", "很多"),
        "two numbers": at("套数", "not_a_number", "3-5"),
        "half a unit": at("套数", "not_whole", "3.5"),
        "less than nothing": at("套数", "below_minimum", "-1"),
        "far too many": at("套数", "above_maximum", "2001"),
        "an unknown unit": at("套数", "unknown_unit", "3公里"),
        "about so many storeys": at("层数", "not_a_number_left_out", "约3"),
        "half a storey": at("层数", "not_whole_left_out", "3.5"),
        "a tower to heaven": at("层数", "above_maximum_left_out", "201"),
        "no storey": at("层数", "below_minimum_left_out", "0层"),
        "a formula without a value": at("套数", "formula_error", Formula("#REF!")),
        "a formula in an optional column": at("层数", "formula_error", Formula("#DIV/0!")),
        "a day in words": at("最近检查", "not_a_date_left_out", "上周"),
        "a day that never was": at("最近检查", "not_a_date_left_out", "2026-02-30"),
        "a month too many": at("登记日期", "not_a_date_left_out", "2020年13月1日"),
        "a day or a month first": at("最近检查", "day_or_month_left_out", "05/03/2024"),
        "a day to come": at("最近检查", "future_left_out", "2099-01-01"),
        "ended before it began": at("注销日期", "valid_order", "2019-12-31"),
        "an unknown grade": at("风险等级", "unknown_word_left_out", "紫"),
        "an unknown kind of gas": at("燃气", "unknown_word_left_out", "沼气"),
        "neither yes nor no": at("责任书签订", "not_yes_or_no", "也许"),
        "a phone with a digit too few": at("房东电话", "odd_phone", "1381234567"),
        "a phone in scientific notation": at("房东电话", "lost_digits", "1.38E+10"),
        "a wrong check digit": at("房东身份证号", "odd_id_number", "110105194912310021"),
        "an ID number without its end": at("房东身份证号", "lost_digits", "1.10105E+17"),
        "a code in scientific notation": at("房屋编码", "lost_digits", "4.40112E+17"),
        "a code twice": at("房屋编码", "duplicate_key", "YH-0"),
        "invisible characters": at("房屋地址", "removed_characters", "新庄\u200b西街"),
        "a private character": at("楼栋名称", "private_characters", "\ue863楼"),
        "a page pasted in": at("备注", "long_text", "长" * 2_001),
        "words for coordinates": at("经度", "not_coordinates", "在村口", 纬度="路边"),
        "one coordinate": at("经度", "half_coordinates", 113.57, 纬度=None),
        "zeros for coordinates": at("经度", "zero_coordinates", 0, 纬度=0),
        "off the globe": at("经度", "off_the_globe", 113.57, 纬度=99),
        "far away": at("经度", "outside_district", 116.4, 纬度=39.9),
    },
)  # fmt: skip

INCIDENT = Ledger(
    "incident",
    {
        "案件编号": "A{n}", "数据来源": "派出所", "类别": "盗窃", "发生时间": "2026-03-05 08:30",
        "时刻": None, "接报时间": "2026-03-05 09:00", "地点": "新庄路{n}号", "经度": 113.57,
        "纬度": 23.2, "受伤人数": 0, "直接经济损失（元）": 1500, "关联项目": "消防安全",
    },
    {
        "no day": at("发生时间", "required", None),
        "before all counting": at("发生时间", "too_early", "1999-12-31"),
        "tomorrow": at("发生时间", "future", "2026-11-22"),
        "no such hour": at("时刻", "not_a_time_left_out", "25点"),
        "a day or a month first": at("发生时间", "day_or_month", "05.03.2026 08:30"),
        "another day beside the time": at("时刻", "other_moment", "2026-03-06 08:30"),
        "another time of day": at("时刻", "other_moment", "09:45"),
        "an event of a month": at("发生时间", "month_of_event", "2025年3月"),
        "an unknown type": at("类别", "unknown_word_left_out", "外星人"),
        "a project nobody has": at("关联项目", "unknown_project", "造火箭"),
        "a number twice": Defect("数据来源", "duplicate_key", {"案件编号": "A0"}),
        "hurt less than nobody": at("受伤人数", "below_minimum_left_out", -1),
        "a loss in shells": at("直接经济损失（元）", "unknown_unit_left_out", "3贝"),
    },
)  # fmt: skip

GATE = Ledger(
    "school_gate",
    {"学校代码": "S{n}", "校门名称": "东门", "经度": 113.57, "纬度": 23.2},
    {
        "a gate nowhere": at("经度", "required", None, 纬度=None),
        "a gate at zero": at("经度", "position_required", 0, 纬度=0),
    },
)

LEDGERS = (RENTAL, INCIDENT, GATE)
OF_NUMBERS = frozenset({"经度", "纬度"})
"""Columns whose defects a map has not: its geometries are numbers or none."""

TODAY = date(2026, 11, 21)
