"""Cells that take from others of their row or sheet what they leave open."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from etl.report import BatchReport
from geodata.localtime import LOCAL_TIME
from tests.etl.corpus.formats import write_book
from tests.etl.corpus.table import DAYS_TO_1904
from tests.etl.making import write_csv, write_xlsx

Import = Callable[..., BatchReport]
Records = Callable[[str], list[dict[str, Any]]]

HEADINGS = ["案件编号", "案由", "发生日期", "发生时间"]
MOMENT = datetime(2026, 3, 5, 14, 20, tzinfo=LOCAL_TIME)


@pytest.mark.parametrize("both", ["2026-03-05 14:20", "2026年3月5日14时20分", "46086.597222"])
def test_a_day_that_stands_with_the_time_only_is_taken(
    tmp_path: Path, bring_in: Import, records: Records, both: str
) -> None:
    rows = [HEADINGS, ["A1", "盗窃", "", both], ["A2", "盗窃", "2026-03-05", "14:20"]]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "incident", source="派出所")
    assert (report.counts.new, report.counts.warned) == (2, 0)
    assert [case["occurred_at"] for case in records("incident")] == [MOMENT, MOMENT]
    assert all(case["time_known"] for case in records("incident"))


@pytest.mark.parametrize(
    ("day", "time", "rule"),
    [
        ("", "14:20", "required"),
        ("", "2026-03-05", "required"),
        ("", "2099-03-05 14:20", "required"),
        ("前天", "2026-03-05 14:20", "not_a_date"),
    ],
)
def test_no_day_is_taken_where_one_is_written_or_the_time_has_none(
    tmp_path: Path, bring_in: Import, day: str, time: str, rule: str
) -> None:
    rows = [HEADINGS, ["A1", "盗窃", day, time], ["A2", "盗窃", "2026-03-05", "14:20"]]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "incident", source="派出所")
    (refused,) = report.rejected
    assert [(p.column, p.rule) for p in refused.problems if not p.aside] == [("发生日期", rule)]


@pytest.mark.parametrize(
    ("day", "time", "kept"),
    [
        ("2026-03-05", "2026-03-06 14:20", MOMENT),
        ("2026-03-05 14:20", "2026-03-06 09:10", MOMENT),
        ("2026-03-05 14:20", "15:00", MOMENT),
        ("2026-03-05 14:20", "14:20:30", None),
        ("2026-03-05 14:20", "00:00:00", None),
        ("2026-03-05", "2026年3月5日14时20分", None),
    ],
)
def test_where_two_columns_say_another_day_or_time_the_day_stands_and_both_are_told(
    tmp_path: Path, bring_in: Import, records: Records, day: str, time: str, kept: datetime | None
) -> None:
    rows = [HEADINGS, ["A1", "盗窃", day, time], ["A2", "盗窃", "2026-03-05", "14:20"]]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "incident", source="派出所")
    assert (report.counts.new, report.counts.warned) == (2, 0 if kept is None else 1)
    assert [case["occurred_at"] for case in records("incident")] == [MOMENT, MOMENT]
    for row in report.warned:
        (problem,) = row.problems
        assert (problem.column, problem.rule) == ("发生时间", "other_moment")
        assert problem.named == {"found": time, "kept": "2026-03-05 14:20"}


def test_a_row_of_a_workbook_that_counts_from_1904_goes_back_with_its_day(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    rows: list[list[Any]] = [
        ["房屋编码", "房屋地址", "套数", "登记日期", "最近检查"],
        ["A", "甲街1号", 3, 43894, 43894.5],
        ["B", "甲街2号", "很多", 43894, date(2024, 3, 5)],
        ["C", "甲街3号", 43894, "2024.3.5", None],
    ]
    book = write_book(tmp_path / "a.xlsx", {"台账": rows}, from_1904=True)
    report = bring_in(book, "rental")
    refused, too_many = report.rejected
    assert (refused.cells["登记日期"], refused.cells["最近检查"]) == ("2024-03-05", "2024-03-05")
    assert (too_many.cells["套数"], too_many.cells["登记日期"]) == ("43894", "2024.3.5")
    assert records("rental")[0]["valid_from"] == date(2024, 3, 5)
    assert records("rental")[0]["attributes"]["checked"] == "2024-03-05"


def test_a_day_beside_the_time_counts_from_1904_as_well(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    rows: list[list[Any]] = [HEADINGS, ["A1", "盗窃", None, 46086.597222 - DAYS_TO_1904]]
    book = write_book(tmp_path / "a.xlsx", {"台账": rows}, from_1904=True)
    bring_in(book, "incident", source="派出所")
    assert [case["occurred_at"] for case in records("incident")] == [MOMENT]


def test_a_workbook_that_counts_from_1900_is_left_as_it_is(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    rows: list[list[Any]] = [
        ["房屋编码", "房屋地址", "套数", "登记日期"],
        ["A", "甲街1号", 3, 45356],
    ]
    bring_in(write_xlsx(tmp_path / "a.xlsx", rows), "rental")
    assert records("rental")[0]["valid_from"] == date(2024, 3, 5)
