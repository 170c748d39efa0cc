"""Areas whose ledger has no column of codes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.area_codes import make_code
from etl.report import BatchReport
from geodata.errors import LedgerError
from tests.etl.making import write_csv

Import = Callable[..., BatchReport]
Records = Callable[[str], list[dict[str, Any]]]

OURS = "440112015"


def names(path: Path, *rows: list[str]) -> Path:
    return write_csv(path, [["社区名称", "街道代码"], *rows])


def test_they_are_numbered_by_name_and_the_same_each_time(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    first = bring_in(names(tmp_path / "a.csv", ["新庄社区", OURS], ["永岗", OURS]), "community")
    assert first.counts.new == 2
    assert first.notes[0].text().startswith("台账没有代码列：0 个区域按名称对上了已有的，2 个")
    codes = {one["name"]: one["code"] for one in records("community")}
    assert codes == {name: make_code(OURS, name) for name in ("新庄社区", "永岗")}
    again = bring_in(names(tmp_path / "b.csv", ["永岗", OURS], ["新庄社区", OURS]), "community")
    assert (again.counts.new, again.counts.unchanged) == (0, 2)


def test_one_that_has_an_official_code_is_told_by_its_name(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    coded = [["代码", "社区名称", "街道代码"], ["440112015001", "新庄社区", OURS]]
    bring_in(write_csv(tmp_path / "a.csv", coded), "community")
    report = bring_in(names(tmp_path / "b.csv", ["新庄", OURS]), "community")
    assert (report.counts.new, report.counts.changed) == (0, 1)
    assert [(one["code"], one["name"]) for one in records("community")] == [
        ("440112015001", "新庄")
    ]


def test_a_community_and_a_village_of_one_name_keep_their_own_codes(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    both = [["440112015001", "新庄社区", OURS], ["440112015201", "新庄村", OURS]]
    bring_in(write_csv(tmp_path / "a.csv", [["代码", "社区名称", "街道代码"], *both]), "community")
    report = bring_in(names(tmp_path / "b.csv", ["新庄社区", OURS], ["新庄村", OURS]), "community")
    assert (report.counts.rejected, report.counts.new) == (0, 0)
    assert {one["code"]: one["name"] for one in records("community")} == {
        "440112015001": "新庄社区",
        "440112015201": "新庄村",
    }


@pytest.mark.parametrize(
    ("listed", "drawn"),
    [
        ("贤江社区居民委员会", "贤江社区"),
        ("贤江社区居委会", "贤江"),
        ("永岗村民委员会", "永岗村"),
        ("永岗村委会", "永岗"),
    ],
)
def test_the_official_list_and_the_outlines_of_a_map_name_the_same_area(
    tmp_path: Path, bring_in: Import, records: Records, listed: str, drawn: str
) -> None:
    coded = [["代码", "社区名称", "街道代码"], ["440112015001", listed, OURS]]
    bring_in(write_csv(tmp_path / "a.csv", coded), "community")
    report = bring_in(names(tmp_path / "b.csv", [drawn, OURS]), "community")
    assert (report.counts.new, report.counts.changed) == (0, 1)
    assert [one["code"] for one in records("community")] == ["440112015001"]


def test_one_name_twice_under_one_street_comes_back(tmp_path: Path, bring_in: Import) -> None:
    report = bring_in(names(tmp_path / "a.csv", ["新庄社区", OURS], ["新庄", OURS]), "community")
    assert (report.counts.new, report.counts.rejected) == (1, 1)
    assert report.rejected[0].problems[0].rule == "duplicate_key"


def test_a_row_without_name_is_refused_for_that(tmp_path: Path, bring_in: Import) -> None:
    report = bring_in(names(tmp_path / "a.csv", ["", OURS], ["新庄", OURS]), "community")
    (row,) = report.rejected
    assert [(one.column, one.rule) for one in row.problems] == [("社区名称", "required")]


def test_a_street_itself_needs_its_code(tmp_path: Path, bring_in: Import) -> None:
    path = write_csv(tmp_path / "a.csv", [["街道名称"], ["永和街道"]])
    with pytest.raises(LedgerError, match="街道代码"):
        bring_in(path, "district")
