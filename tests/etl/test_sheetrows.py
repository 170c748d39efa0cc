"""What is kept of a row of a text with more cells than headings."""

from collections.abc import Callable
from pathlib import Path

from etl.reasons import told
from etl.report import BatchReport
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
