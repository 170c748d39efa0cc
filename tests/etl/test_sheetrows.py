"""What is kept of a row with more cells than headings, and said of one with a single cell."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from etl.reasons import told
from etl.report import BatchReport
from etl.sheetrows import SPARSE_FROM
from tests.etl.making import write_csv

Import = Callable[..., BatchReport]

HEADINGS = ["房屋编码", "房屋地址", "套数"]


def test_a_row_refused_for_too_many_cells_keeps_those_behind_the_headings(
    tmp_path: Path, bring_in: Import
) -> None:
    rows = [HEADINGS, ["A", "甲街1号", "后座", "3", "", "空\x0b置"], ["B", "甲街2号", "4", ""]]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "rental")
    (refused,) = report.rejected
    assert refused.cells == {
        "房屋编码": "A",
        "房屋地址": "甲街1号",
        "套数": "后座",
        "表头之外": "3，空置",
    }
    assert "补上“备注”" in told(refused.problems[0])
    assert report.counts.new == 1


def test_a_row_refused_for_something_else_has_nothing_behind_the_headings(
    tmp_path: Path, bring_in: Import
) -> None:
    rows = [HEADINGS, ["A", "甲街1号", "很多", " "], ["B", "甲街2号", "4"]]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "rental")
    (refused,) = report.rejected
    assert refused.cells["套数"] == "很多"
    assert "表头之外" not in refused.cells


SHELTERS = ["序号", "名称", "地址", "容纳人数"]


def test_a_record_with_a_single_cell_is_taken_and_told(tmp_path: Path, bring_in: Import) -> None:
    rows: list[list[Any]] = [
        SHELTERS,
        [1, "永和广场", "新庄路1号", 200],
        ["", "2026年11月5日"],
        [3, "禾丰公园"],
    ]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "shelter")
    assert (report.counts.new, report.counts.rejected) == (3, 0)
    assert [(row.row, p.column, p.rule) for row in report.warned for p in row.problems] == [
        (3, "名称", "lone_cell"),
        (4, "名称", "lone_cell"),
    ]
    assert "删去" in told(report.warned[0].problems[0])


def test_records_of_a_ledger_that_gives_names_only_are_not_told(
    tmp_path: Path, bring_in: Import
) -> None:
    rows: list[list[Any]] = [SHELTERS, [1, "永和广场", "新庄路1号", 200]]
    rows += [[n, f"避难点{n}"] for n in range(2, 2 + SPARSE_FROM)]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "shelter")
    assert (report.counts.new, report.counts.warned) == (1 + SPARSE_FROM, 0)


def test_a_list_of_names_says_no_more_of_each_and_nothing_is_told(
    tmp_path: Path, bring_in: Import
) -> None:
    rows: list[list[Any]] = [["序号", "名称", "地址"], [1, "永和广场", ""], [2, "禾丰公园", ""]]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "shelter")
    assert (report.counts.new, report.counts.warned) == (2, 0)


def test_names_below_a_line_that_divides_are_records(tmp_path: Path, bring_in: Import) -> None:
    rows = [SHELTERS, ["一、室内"], ["", "永和小学"], ["", "新庄会堂"], ["二、室外"], ["", "广场"]]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "shelter")
    assert (report.counts.new, report.counts.headings) == (3, 3)
