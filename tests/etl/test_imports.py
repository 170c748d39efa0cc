"""From a file to records in the database, and what is said about it."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from etl.reasons import told
from etl.report import BatchReport
from geodata.errors import LedgerError
from geodata.localtime import LOCAL_TIME
from tests.etl.conftest import CATALOGUE
from tests.etl.making import (
    RENTAL_HEADINGS,
    RENTAL_ROWS,
    outcome,
    write_csv,
    write_rentals,
    write_xlsx,
)

Import = Callable[..., BatchReport]
Records = Callable[[str], list[dict[str, Any]]]

CASES = [
    "案件编号",
    "案由",
    "发生时间",
    "时刻",
    "死亡人数",
    "重伤人数",
    "受伤人数",
    "损失（万元）",
    "报警人",
]
DISTRICT = {
    "type": "Feature",
    "properties": {"代码": "440112015", "名称": "永和街道"},
    "geometry": {
        "type": "Polygon",
        "coordinates": [
            [[113.5, 23.1], [113.6, 23.1], [113.6, 23.3], [113.5, 23.3], [113.5, 23.1]]
        ],
    },
}


def write_district(path: Path) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [DISTRICT]}), "utf-8")
    return path


def test_a_plain_ledger_becomes_records_with_all_it_says(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    report = bring_in(write_rentals(tmp_path / "a.csv"), "rental", crs="wgs84")
    assert outcome(report) == (4, 1, 0, 0, 3, 0, 0, 0)
    first, second, third = records("rental")
    assert (first["code"], first["community"], first["grade"]) == ("YH-1", "新庄", "red")
    assert first["attributes"]["units"] == 12
    assert second["attributes"]["units"] == 3
    assert (first["lng"], first["lat"], first["crs"]) == (113.57, 23.2, "EPSG:4326")
    assert third["lng"] is None


def test_a_number_merged_over_rows_is_not_counted_for_each(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    rows: list[list[Any]] = [
        ["房屋编码", "房屋地址", "社区", "套数", "层数"],
        ["A1", "甲", "新庄", 12, 3],
        ["A2", "乙", None, None, None],
        ["A3", "丙", "新庄", 2, 5],
        ["A4", "丁", None, 4, None],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", rows, merged=["C2:C3", "C4:C5", "D2:D3", "E4:E5"])
    report = bring_in(path, "rental")
    assert [(row.row, row.problems[0].rule) for row in report.rejected] == [(3, "merged_number")]
    assert [(row.row, row.problems[0].rule) for row in report.warned] == [(5, "merged_number")]
    assert [r["attributes"] for r in records("rental")] == [
        {"units": 12, "floors": 3},
        {"units": 2, "floors": 5},
        {"units": 4},
    ]
    assert {r["community"] for r in records("rental")} == {"新庄"}


def test_the_same_file_again_is_a_no_op_that_names_the_batch(
    tmp_path: Path, bring_in: Import
) -> None:
    path = write_rentals(tmp_path / "a.csv")
    first = bring_in(path, "rental", crs="wgs84")
    again = bring_in(path, "rental", crs="wgs84")
    assert again.repeated
    assert (again.batch, again.version) == (first.batch, first.version)


def test_the_same_rows_from_another_format_and_order_are_unchanged(
    tmp_path: Path, bring_in: Import
) -> None:
    bring_in(write_rentals(tmp_path / "a.csv"), "rental", crs="wgs84")
    rows: list[list[Any]] = [
        ["出租屋台账"],
        RENTAL_HEADINGS,
        *reversed(RENTAL_ROWS),
        ["合计", None, None, 20],
    ]
    report = bring_in(write_xlsx(tmp_path / "b.xlsx", rows), "rental", crs="wgs84")
    assert outcome(report) == (6, 2, 0, 1, 0, 0, 3, 0)


def test_the_rows_of_a_report_add_up_and_those_that_are_no_data_are_named(
    tmp_path: Path, bring_in: Import
) -> None:
    rows: list[list[Any]] = [
        ["出租屋台账"],
        RENTAL_HEADINGS,
        *RENTAL_ROWS,
        [],
        [4, None, "新庄西街4号", "新庄", None, None, None, "4套"],
        ["合计", None, None, 20],
    ]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "rental", crs="wgs84")
    counts = report.counts
    assert counts.data_rows == counts.new + counts.rejected == 4
    assert report.to_json()["data_rows"] == 4
    first, second, *_ = report.to_lines(CATALOGUE.by_layer["rental"])
    assert "数据 4 行，其中新增 3，变更 0，未变 0，退回 1" in first
    assert "文件共 8 行，其中表头和说明 2、空行 1、合计 1 不是数据" in second


def test_a_changed_row_is_changed(tmp_path: Path, bring_in: Import, records: Records) -> None:
    bring_in(write_rentals(tmp_path / "a.csv"), "rental", crs="wgs84")
    rows: list[list[Any]] = [
        RENTAL_HEADINGS,
        [1, "YH-1", "新庄西街1号", "新庄", 113.57, 23.20, "绿", "12套"],
    ]
    report = bring_in(write_csv(tmp_path / "b.csv", rows), "rental", crs="wgs84")
    assert outcome(report)[4:7] == (0, 1, 0)
    assert records("rental")[0]["grade"] == "green"


def test_each_refused_row_says_row_column_rule_and_reason(tmp_path: Path, bring_in: Import) -> None:
    rows: list[list[Any]] = [
        RENTAL_HEADINGS,
        *RENTAL_ROWS,
        [],
        [4, None, "新庄西街4号", "新庄", None, None, None, "4套"],
        [5, "YH-5", "新庄西街5号", "新庄", None, None, None, "-5"],
        [6, "YH-1", "新庄西街6号", "新庄", None, None, None, 6],
        [7, "YH-7", None, "新庄", None, None, None, "很多"],
    ]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "rental", crs="wgs84")
    assert outcome(report) == (9, 1, 1, 0, 3, 0, 0, 4)
    said = [(r.row, [(p.column, p.rule) for p in r.problems]) for r in report.rejected]
    assert said == [
        (6, [("房屋编码", "required")]),
        (7, [("套数", "below_minimum")]),
        (8, [("房屋编码", "duplicate_key")]),
        (9, [("套数", "not_a_number"), ("房屋地址", "required")]),
    ]
    assert told(report.rejected[2].problems[0]) == "编号“YH-1”与第 2 行重复"
    assert report.rejected[1].cells["房屋地址"] == "新庄西街5号"


def test_what_refused_a_row_is_told_before_what_would_only_have_warned(
    tmp_path: Path, bring_in: Import
) -> None:
    rows: list[list[Any]] = [
        ["房屋编码", "房屋地址", "房东电话", "套数"],
        ["YH-1", "新庄西街1号", "1381234567", None],
        ["YH-2", "新庄西街2号", "1381234567", "2"],
    ]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "rental")
    refused, warned = report.rejected[0].problems, report.warned[0].problems
    assert [(p.column, p.rule) for p in refused] == [
        ("套数", "required"),
        ("房东电话", "odd_phone"),
    ]
    assert told(refused[1]) == "“****4567”不像电话号码（只是提示，不是退回的原因）"
    assert [told(p) for p in warned] == ["“****4567”不像电话号码"]
    lines = report.to_lines(CATALOGUE.by_layer["rental"])
    assert "退回 第 2 行，套数：必填，但为空  rejected" in lines
    assert any(line.startswith("退回 第 2 行，房东电话：“****4567”不像电话号码") for line in lines)


def test_a_rule_across_fields_warns_or_refuses_as_declared(
    tmp_path: Path, bring_in: Import
) -> None:
    rows: list[list[Any]] = [
        ["场所编号", "场所名称", "场所性质", "经营面积", "登记日期", "停业日期"],
        ["A", "甲", "小档口", "301", "2024-1-2", None],
        ["B", "乙", "小作坊", "300㎡", "2024-1-2", "2024-1-1"],
        ["C", "丙", "小档口", "300", "2024-1-2", "2024-1-2"],
    ]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "premises")
    assert [(r.row, r.problems[0].rule) for r in report.warned] == [(2, "shop_area")]
    assert [(r.row, {p.rule for p in r.problems}) for r in report.rejected] == [
        (3, {"workshop_area", "valid_order"})
    ]


def write_cases(path: Path) -> Path:
    return write_csv(
        path,
        [
            CASES,
            ["A1", "机械伤害", "2025年3月5日", "８：３０", 0, 0, 2, "1", "张三"],
            ["A2", "机械伤害", "2025.3.6", None, 3, 1, None, None, "李四"],
            [None, "诈骗", "2025-03-07 00:01", None, None, None, None, "3", None],
            [None, "诈骗", "2025-03-07 00:01", None, None, None, None, "3", None],
        ],
        "gb18030",
    )


def test_incidents_keep_when_how_bad_and_who_reported(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    bring_in(write_cases(tmp_path / "a.csv"), "incident", source="应急办")
    first, second, third, fourth = records("incident")
    assert first["occurred_at"] == datetime(2025, 3, 5, 8, 30, tzinfo=LOCAL_TIME)
    assert second["occurred_at"] == datetime(2025, 3, 6, tzinfo=LOCAL_TIME)
    assert [r["time_known"] for r in (first, second, third)] == [True, False, True]
    assert [r["grade"] for r in (first, second, third)] == ["slight", "death", None]
    assert [r["severity"] for r in (first, second, third)] == ["ordinary", "considerable", None]
    assert (first["loss_yuan"], third["loss_yuan"]) == (10_000, 30_000)
    assert (first["key"], first["source"]) == ("应急办|A1", "应急办")
    assert third["key"] != fourth["key"]


def test_equal_rows_without_number_are_unchanged_when_they_come_again(
    tmp_path: Path, bring_in: Import
) -> None:
    bring_in(write_cases(tmp_path / "a.csv"), "incident", source="应急办")
    path = write_cases(tmp_path / "b.csv")
    path.write_bytes(path.read_bytes() + b"\r\n")
    assert outcome(bring_in(path, "incident", source="应急办"))[4:7] == (0, 0, 4)


def test_outside_the_sub_district_a_row_stays_unplaced_with_its_numbers(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    assert (
        outcome(bring_in(write_district(tmp_path / "d.geojson"), "district", crs="wgs84"))[4] == 1
    )
    rows: list[list[Any]] = [RENTAL_HEADINGS, [1, "YH-1", "某地", "新庄", 116.4, 39.9, None, 1]]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "rental", crs="wgs84")
    assert [r.problems[0].rule for r in report.warned] == ["outside_district"]
    (record,) = records("rental")
    assert (record["lng"], record["x"], record["y"]) == (None, 116.4, 39.9)
    assert record["district"] == "440112015"


def test_personal_fields_and_unknown_columns_do_not_become_attributes(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    rows: list[list[Any]] = [
        ["房屋编码", "房屋地址", "套数", "房东", "房东电话", "宗教信仰"],
        ["YH-1", "新庄1号", 3, "张三", 13812345678, "无"],
    ]
    report = bring_in(write_xlsx(tmp_path / "a.xlsx", rows), "rental")
    assert report.unknown == ("宗教信仰",)
    assert records("rental")[0]["attributes"] == {"units": 3}
    assert "13812345678" not in json.dumps(report.to_json(), ensure_ascii=False)


def test_a_link_to_projects_is_read_by_their_names(tmp_path: Path, bring_in: Import) -> None:
    rows: list[list[Any]] = [
        ["案件编号", "发生时间", "关联项目"],
        ["A1", "2025-1-1", "消防安全、造火箭"],
    ]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "incident", source="x")
    assert [(p.rule, p.column) for p in report.warned[0].problems] == [
        ("unknown_project", "关联项目")
    ]


def test_one_value_may_be_given_for_a_column_the_ledger_lacks(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [DISTRICT]}), "utf-8")
    with pytest.raises(LedgerError, match="地类"):
        bring_in(path, "ground", crs="wgs84")
    bring_in(path, "ground", crs="wgs84", defaults={"kind": "公园"})
    assert records("ground")[0]["class"] == "park"
    for wrong in ({"kind": "月球"}, {"sort": "park"}):
        with pytest.raises(LedgerError):
            bring_in(path, "ground", crs="wgs84", defaults=wrong)
