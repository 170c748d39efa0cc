"""What an import refuses, only reports, or keeps besides its records."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl.reasons import told
from etl.report import BatchReport
from geodata.errors import LedgerError
from tests.etl.making import RENTAL_HEADINGS, outcome, write_csv, write_rentals, write_xlsx

Import = Callable[..., BatchReport]
Records = Callable[[str], list[dict[str, Any]]]


@pytest.mark.parametrize("comma", ["440112,015", "440112，015"])
def test_a_code_of_an_area_with_a_comma_is_refused(
    tmp_path: Path, bring_in: Import, comma: str
) -> None:
    rows = [["社区代码", "社区名称", "上级代码"], [comma, "甲", "D"], ["D2", "乙,丙", "D"]]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "community")
    assert outcome(report) == (3, 1, 0, 0, 1, 0, 0, 1)
    assert report.rejected[0].problems[0].rule == "comma_in_code"
    assert comma in told(report.rejected[0].problems[0])


def test_a_file_without_known_headings_is_refused_and_shows_what_was_seen(
    tmp_path: Path, bring_in: Import
) -> None:
    path = write_csv(tmp_path / "a.csv", [["甲", "乙"], [1, 2]])
    with pytest.raises(LedgerError, match="甲、乙"):
        bring_in(path, "rental")
    with pytest.raises(LedgerError, match="rental"):
        bring_in(path, "no_such_layer")


@pytest.mark.parametrize("below", [[], [[]], [["合计", None, None, 0]]])
def test_headings_without_data_are_refused(
    tmp_path: Path, bring_in: Import, below: list[list[Any]]
) -> None:
    path = write_csv(tmp_path / "a.csv", [RENTAL_HEADINGS, *below])
    with pytest.raises(LedgerError, match="没有数据行"):
        bring_in(path, "rental")


def test_a_ledger_of_which_every_row_is_refused_is_a_batch(
    tmp_path: Path, bring_in: Import
) -> None:
    path = write_csv(tmp_path / "a.csv", [["房屋编码", "房屋地址", "套数"], ["A", "B", None]])
    assert bring_in(path, "rental").counts.rejected == 1


def test_a_missing_required_column_is_named(tmp_path: Path, bring_in: Import) -> None:
    path = write_csv(tmp_path / "a.csv", [["房屋编码", "房屋地址"], ["A", "B"]])
    with pytest.raises(LedgerError, match="套数"):
        bring_in(path, "rental")


def test_a_dry_run_reports_and_writes_nothing(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    report = bring_in(write_rentals(tmp_path / "a.csv"), "rental", crs="wgs84", dry_run=True)
    assert report.batch is None
    assert outcome(report) == (4, 1, 0, 0, 3, 0, 0, 0)
    assert records("rental") == []


def test_text_that_looks_like_code_is_stored_as_it_is(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    texts = ["A{{7*7}}B", "{#1栋", "<img src=x onerror=alert(1)>", "${1}", "`", "=1+1", "'; --"]
    rows: list[list[Any]] = [
        ["房屋编码", "房屋地址", "套数"],
        *([f"YH-{n}", t, 1] for n, t in enumerate(texts)),
    ]
    bring_in(write_xlsx(tmp_path / "a.xlsx", rows), "rental")
    assert [record["address"] for record in records("rental")] == texts


def test_characters_no_database_takes_are_removed_and_told(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    path = tmp_path / "a.geojson"
    feature = {"type": "Feature", "geometry": None}
    twice = [{"编号": "S1", "名称": "甲\ud800\x00店", "面积": area} for area in "12"]
    features = [{**feature, "properties": row} for row in twice]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    report = bring_in(path, "shelter")
    assert records("shelter")[0]["name"] == "甲店"
    assert report.warned[0].problems[0].rule == "removed_characters"
    assert report.rejected[0].cells["名称"] == "甲店"


def test_the_data_date_is_kept_with_the_batch(tmp_path: Path, bring_in: Import) -> None:
    path = write_rentals(tmp_path / "a.csv")
    assert bring_in(path, "rental", crs="wgs84", data_date=date(2026, 10, 31)).batch == 1
