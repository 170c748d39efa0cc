"""Records whose written community is not where they stand are told of, row by row."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from etl.reasons import told
from etl.report import ROWS_SAID, BatchReport
from tests.etl.conftest import CATALOGUE
from tests.etl.making import write_csv

Import = Callable[..., BatchReport]

HEADINGS = ["房屋编码", "房屋地址", "套数", "社区", "经度", "纬度"]


def community(code: str, name: str, west: float) -> dict[str, Any]:
    east = west + 0.05
    ring = [[west, 23.1], [east, 23.1], [east, 23.3], [west, 23.3], [west, 23.1]]
    return {
        "type": "Feature",
        "properties": {"社区代码": code, "社区名称": name, "上级代码": "440112015"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def bring_communities(tmp_path: Path, bring_in: Import) -> None:
    drawn = [
        community("440112015001", "新庄社区", 113.5),
        community("440112015002", "永岗", 113.55),
    ]
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": drawn}), "utf-8")
    bring_in(path, "community", crs="wgs84")


def test_each_row_says_what_was_written_and_where_it_was_counted(
    tmp_path: Path, bring_in: Import
) -> None:
    bring_communities(tmp_path, bring_in)
    rows: list[list[Any]] = [
        HEADINGS,
        ["A", "甲街1号", 1, "新庄", 113.52, 23.2],
        ["B", "甲街2号", 1, "新庄", 113.58, 23.2],
        ["C", "甲街3号", 1, "月亮湾", 113.52, 23.2],
        ["D", "甲街4号", 1, "月亮湾", None, None],
    ]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "rental", crs="wgs84")
    assert report.counts.misplaced == 3
    said = [(row.row, told(row.problems[0])) for row in report.misplaced]
    assert said == [
        (3, "写的是“新庄”，坐标在永岗，按坐标归入"),
        (4, "社区名单中没有“月亮湾”，按坐标归入新庄社区"),
        (5, "社区名单中没有“月亮湾”，也没有坐标，未归入社区"),
    ]
    lines = report.to_lines(CATALOGUE.by_layer["rental"])
    assert any(text.startswith("3 条写的社区与坐标所在的不一致") for text in lines)
    assert any("第 3 行" in text and "永岗" in text for text in lines)
    assert "cells" not in report.to_json()["misplaced"][0]


def test_many_such_rows_are_counted_and_the_first_are_named(
    tmp_path: Path, bring_in: Import
) -> None:
    bring_communities(tmp_path, bring_in)
    wrong = [[f"A{n}", f"甲街{n}号", 1, "新庄", 113.58, 23.2] for n in range(ROWS_SAID + 5)]
    report = bring_in(write_csv(tmp_path / "a.csv", [HEADINGS, *wrong]), "rental", crs="wgs84")
    assert len(report.misplaced) == ROWS_SAID + 5
    assert report.to_lines(CATALOGUE.by_layer["rental"])[-1].startswith("……另有 5 行")
