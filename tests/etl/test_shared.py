"""A point that too many rows share is told of each of them, and refuses none."""

from pathlib import Path
from typing import Any

import pytest

from etl.reasons import told
from etl.shared import with_noted
from geodata.catalogue import read_catalogue
from geodata.records import NotedRow, Problem
from tests.etl.conftest import Import
from tests.etl.making import write_csv

LAYER = read_catalogue().by_layer["rental"]
HEADINGS = ["房屋编码", "房屋地址", "套数", "房东电话", "经度", "纬度"]


def rows(shared: int, apart: int) -> list[list[Any]]:
    """Give rows of which the first stand at one point, with a doubtful number in the first."""
    points = [(113.505, 23.105)] * shared
    points += [(round(113.5 + n / 1e5, 6), 23.105) for n in range(1, apart + 1)]
    return [
        [f"Z-{n}", f"新庄{n}号", 1, "12" if n == 0 else None, *point]
        for n, point in enumerate(points)
    ]


def bring(folder: Path, bring_in: Import, shared: int, apart: int) -> Any:
    path = write_csv(folder / "a.csv", [HEADINGS, *rows(shared, apart)])
    return bring_in(path, "rental", crs="wgs84")


def test_rows_at_one_point_are_told_and_come_in(tmp_path: Path, bring_in: Import) -> None:
    report = bring(tmp_path, bring_in, shared=12, apart=30)
    assert (report.counts.new, report.counts.warned) == (42, 12)
    assert [row.row for row in report.warned] == list(range(2, 14))
    first, second = report.warned[0].problems, report.warned[1].problems
    assert [problem.rule for problem in first] == ["odd_phone", "shared_position"]
    assert (second[0].column, report.warned[1].cells) == ("经度", {"经度": "113.505, 23.105"})
    assert told(second[0]).startswith("坐标 113.505, 23.105 与另外 11 行完全相同")
    assert any("第 3 行，经度：坐标 113.505" in line for line in report.to_lines(LAYER))


@pytest.mark.parametrize(("shared", "apart"), [(9, 9), (10, 191)])
def test_a_few_rows_or_a_small_share_are_no_wonder(
    tmp_path: Path, bring_in: Import, shared: int, apart: int
) -> None:
    assert bring(tmp_path, bring_in, shared, apart).counts.warned == 1  # the telephone number


def test_a_layer_declares_what_is_too_many() -> None:
    assert (LAYER.shared_position.rows, LAYER.shared_position.share) == (10, 0.05)


def test_more_notes_stand_with_those_of_their_row_in_the_order_of_the_file() -> None:
    def noted(sheet: str, row: int, rule: str) -> NotedRow:
        return NotedRow(sheet, row, {"a": rule}, (Problem("a", rule),))

    before = [noted("二", 5, "x"), noted("一", 9, "x")]
    more = [noted("二", 5, "y"), noted("一", 2, "y")]
    joined = with_noted(before, more, ["一", "二"])
    assert [(row.sheet, row.row) for row in joined] == [("一", 2), ("一", 9), ("二", 5)]
    assert [problem.rule for problem in joined[2].problems] == ["x", "y"]
    assert joined[2].cells == {"a": "x"}
