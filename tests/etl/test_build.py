"""What follows of a row's values, where some of them could not be read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.report import BatchReport
from tests.etl.making import write_csv, write_xlsx

Import = Callable[..., BatchReport]
Records = Callable[[str], list[dict[str, Any]]]

HARM = ["死亡人数", "重伤人数", "受伤人数"]
DAY = "2025-03-05 08:30"


@pytest.mark.parametrize(
    ("harm", "grade"),
    [
        ([0, 0, "约3人"], None),
        ([0, "一两个", 2], None),
        (["数人", 1, 2], None),
        ([0, 1, "约3人"], "serious"),
        ([2, "若干", "约10人"], "death"),
        (["数人", "若干", "约10人"], None),
        ([0, 0, 3], "slight"),
        ([0, 0, None], "none"),
        ([0, None, 0], "none"),
    ],
)
def test_harm_nobody_could_read_never_makes_an_incident_harmless(
    tmp_path: Path, bring_in: Import, records: Records, harm: list[Any], grade: str | None
) -> None:
    rows: list[list[Any]] = [
        ["案件编号", "案由", "发生时间", *HARM],
        ["A1", "机械伤害", DAY, *harm],
    ]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "incident", source="应急办")
    (case,) = records("incident")
    assert case["grade"] == grade
    unread = [heading for heading, told in zip(HARM, harm, strict=True) if isinstance(told, str)]
    assert [p.column for row in report.warned for p in row.problems] == unread
    assert [case[name] for name in ("dead", "gravely_injured", "injured")] == [
        None if isinstance(told, str) else told for told in harm
    ]


def test_a_merged_number_of_dead_leaves_both_incidents_open(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    rows: list[list[Any]] = [
        ["案件编号", "案由", "发生时间", "死亡人数", "受伤人数"],
        ["A1", "机械伤害", DAY, 3, 0],
        ["A2", "机械伤害", DAY, None, 0],
    ]
    book = write_xlsx(tmp_path / "a.xlsx", rows, merged=["D2:D3"])
    bring_in(book, "incident", source="应急办")
    assert [(case["dead"], case["grade"]) for case in records("incident")] == [
        (3, "death"),
        (None, None),
    ]
