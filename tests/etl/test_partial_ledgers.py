"""Ledgers of the same things with different columns."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from etl.report import BatchReport
from tests.etl.making import write_csv, write_rentals, write_xlsx

Import = Callable[..., BatchReport]
Records = Callable[[str], list[dict[str, Any]]]


def test_a_ledger_with_fewer_columns_takes_nothing_away(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    bring_in(write_rentals(tmp_path / "a.csv"), "rental", crs="wgs84")
    before = records("rental")[0]
    rows: list[list[Any]] = [["房屋编码", "房屋地址", "套数"], ["YH-1", "新庄西街1号甲", 13]]
    report = bring_in(write_csv(tmp_path / "b.csv", rows), "rental")
    assert (report.counts.changed, report.counts.unchanged) == (1, 0)
    now = records("rental")[0]
    assert (now["address"], now["attributes"]["units"]) == ("新庄西街1号甲", 13)
    kept = ("lng", "lat", "x", "y", "crs", "community", "grade", "name", "area")
    assert [now[name] for name in kept] == [before[name] for name in kept]
    assert now["lng"] is not None


def test_a_ledger_with_fewer_columns_and_the_same_values_changes_nothing(
    tmp_path: Path, bring_in: Import
) -> None:
    first = bring_in(write_rentals(tmp_path / "a.csv"), "rental", crs="wgs84")
    rows: list[list[Any]] = [["房屋编码", "房屋地址", "套数"], ["YH-1", "新庄西街1号", 12]]
    report = bring_in(write_csv(tmp_path / "b.csv", rows), "rental")
    assert (report.counts.unchanged, report.version) == (1, first.version)


def test_each_sheet_tells_what_it_has_columns_for(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    bring_in(write_rentals(tmp_path / "a.csv"), "rental", crs="wgs84")
    rows: list[list[Any]] = [
        ["房屋编码", "房屋地址", "套数", "社区"],
        ["YH-1", "新庄西街1号", 12, None],
    ]
    bring_in(write_xlsx(tmp_path / "b.xlsx", rows), "rental")
    first = records("rental")[0]
    assert (first["community"], first["grade"]) == (None, "red")


def test_harm_that_is_not_told_stays(tmp_path: Path, bring_in: Import, records: Records) -> None:
    head = ["案件编号", "案由", "发生时间", "死亡人数", "关联项目"]
    full = write_csv(tmp_path / "a.csv", [head, ["A1", "机械伤害", "2025-03-05 08:30", 3, None]])
    bring_in(full, "incident", source="police")
    few = write_csv(
        tmp_path / "b.csv", [[*head[:3], "地点"], ["A1", "机械伤害", "2025-03-05 08:30", "甲街"]]
    )
    assert bring_in(few, "incident", source="police").counts.changed == 1
    (case,) = records("incident")
    assert (case["dead"], case["grade"], case["severity"]) == (3, "death", "considerable")
    assert case["address"] == "甲街"
