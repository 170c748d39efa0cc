import pytest

from etl.headings import find_headings
from etl.sheets import Row
from etl.units import unit_meant, units_above
from geodata.catalogue import read_catalogue

LAYERS = read_catalogue().by_layer
LOSS = LAYERS["incident"].by_field["loss_yuan"]


@pytest.mark.parametrize(
    ("title", "units"),
    [
        (["单位：万元、人"], ["万元", "人"]),
        (["火灾统计表（单位：万元）"], ["万元"]),
        ([None, "填报单位：永和街道", "单 位:亩"], ["永和街道", "亩"]),
        (["单位：万元    制表人：张三"], ["万元", "制表人"]),
        (["填报单位：永和街道  单位： 万元"], ["永和街道", "单位", "万元"]),
        (["2026年"], []),
    ],
)
def test_the_units_named_in_titles_are_found(title: Row, units: list[str]) -> None:
    assert units_above([[], title]) == units


def test_a_heading_tells_the_unit_before_a_title_and_others_units_tell_nothing() -> None:
    assert unit_meant(LOSS, "损失万元", ["元"]) == "万元"
    assert unit_meant(LOSS, "损失", ["人", "万元"]) == "万元"
    assert unit_meant(LOSS, "损失", ["永和街道"]) is None


def test_a_loss_in_ten_thousands_by_the_title_is_no_loss_in_yuan() -> None:
    rows: list[Row] = [
        ["2026年事故统计表"],
        [None, "单位：万元"],
        ["发生时间", "直接经济损失", "地点"],
        ["2026-03-05", "1.5", "新庄西街1号"],
    ]
    found = find_headings(rows, LAYERS["incident"])
    assert found is not None
    assert [column.unit for column in found.columns] == [None, "万元", None]


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("经营面积㎡", "m2"),
        ("经营面积/亩", "亩"),
        ("面积（单位：平方米）", "平方米"),
        ("面积", None),
    ],
)
def test_a_heading_says_its_unit_with_and_without_brackets(heading: str, unit: str | None) -> None:
    found = find_headings([["场所名称", heading]], LAYERS["premises"])
    assert found is not None
    assert (found.columns[1].field, found.columns[1].unit) == ("area_m2", unit)
