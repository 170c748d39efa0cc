"""A list of communities of a whole city, brought into one street."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl.order import Order
from etl.preview import preview_ledger
from etl.reasons import told
from etl.report import BatchReport
from geodata.errors import LedgerError
from geodata.storage.store import Storage
from tests.etl.conftest import CATALOGUE
from tests.etl.making import write_csv
from tests.etl.test_claimed import STREET, as_geojson, write_areas

Import = Callable[..., BatchReport]
Records = Callable[[str], list[dict[str, Any]]]

OURS, OTHER = "440112015", "440113001"
ROWS = [
    ["代码", "名称", "街道代码"],
    ["440112015001", "新庄社区", OURS],
    ["440113001001", "市桥社区", OTHER],
    ["440113001002", "沙墟社区", OTHER],
]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "社区名单.csv", ROWS)


@pytest.fixture
def street(tmp_path: Path, bring_in: Import) -> None:
    bring_in(as_geojson(tmp_path / "街道.geojson", STREET), "district", crs="wgs84")


@pytest.mark.usefixtures("street")
def test_whose_communities_are_wanted_is_asked_and_the_others_come_back(
    city: Path, bring_in: Import, records: Records
) -> None:
    with pytest.raises(LedgerError, match=f"2 个街道：{OTHER} \\(2\\)、{OURS} \\(1\\)"):
        bring_in(city, "community")
    report = bring_in(city, "community", only=OURS)
    assert (report.counts.new, report.counts.rejected) == (1, 2)
    assert [told(one) for row in report.rejected for one in row.problems] == [
        f"属于“{OTHER}”，不是所选的“{OURS}”，没有导入"
    ] * 2
    assert [one.text() for one in report.notes] == [f"2 行属于别的街道，按所选只导入 {OURS} 的。"]
    assert [one["name"] for one in records("community")] == ["新庄社区"]


def test_all_may_be_wanted(city: Path, bring_in: Import) -> None:
    assert bring_in(city, "community", only="all").counts.new == 3


@pytest.mark.usefixtures("street")
def test_a_list_of_streets_that_are_all_here_is_no_question(
    tmp_path: Path, city: Path, bring_in: Import
) -> None:
    other = write_areas(tmp_path / "2.geojson", {(OTHER, "市桥", ""): STREET}, "EPSG:4326")
    bring_in(other, "district", crs="wgs84")
    assert bring_in(city, "community").counts.new == 3


@pytest.mark.usefixtures("street")
def test_the_page_offers_the_street_that_is_here_first(storage: Storage, city: Path) -> None:
    found = preview_ledger(storage, CATALOGUE, Order(city, "community"), today=date(2026, 1, 5))
    assert (found.problem, found.parents) == (None, ((OURS, 1, ""), (OTHER, 2, "")))


@pytest.mark.usefixtures("street")
def test_who_is_asked_sees_the_names_the_list_gives_the_streets(
    tmp_path: Path, storage: Storage, bring_in: Import
) -> None:
    names = {"街道代码": "街道名称", OURS: "永和街道", OTHER: "市桥街道"}
    path = write_csv(tmp_path / "名单.csv", [[*row, names[row[2]]] for row in ROWS])
    found = preview_ledger(storage, CATALOGUE, Order(path, "community"), today=date(2026, 1, 5))
    assert found.parents == ((OURS, 1, "永和街道"), (OTHER, 2, "市桥街道"))
    with pytest.raises(LedgerError, match=f"{OTHER} 市桥街道 \\(2\\)、{OURS} 永和街道 \\(1\\)"):
        bring_in(path, "community")


@pytest.mark.usefixtures("street")
def test_the_only_street_there_is_need_not_be_named(
    tmp_path: Path, storage: Storage, bring_in: Import, records: Records
) -> None:
    path = write_csv(tmp_path / "名单.csv", [row[:2] for row in ROWS[:2]])
    found = preview_ledger(storage, CATALOGUE, Order(path, "community"), today=date(2026, 1, 5))
    assert (found.missing, found.problem) == ((), None)
    report = bring_in(path, "community")
    assert [one["parent"] for one in records("community")] == [OURS]
    assert [one.text() for one in report.notes] == [
        f"台账没有上级代码列，全部归入这里唯一的街道 {OURS}。"
    ]


@pytest.mark.usefixtures("street")
def test_a_row_without_its_street_is_refused_where_the_others_name_theirs(
    tmp_path: Path, bring_in: Import
) -> None:
    path = write_csv(tmp_path / "名单.csv", [*ROWS[:2], ["440112015002", "永岗社区", ""]])
    report = bring_in(path, "community")
    assert (report.counts.new, report.counts.rejected) == (1, 1)


def test_of_several_streets_one_has_to_be_named(
    tmp_path: Path, storage: Storage, bring_in: Import
) -> None:
    both = {(code, code, ""): STREET for code in (OURS, OTHER)}
    bring_in(write_areas(tmp_path / "1.geojson", both, "EPSG:4326"), "district", crs="wgs84")
    path = write_csv(tmp_path / "名单.csv", [row[:2] for row in ROWS[:2]])
    found = preview_ledger(storage, CATALOGUE, Order(path, "community"), today=date(2026, 1, 5))
    assert found.missing == ("parent",)


@pytest.mark.usefixtures("street")
def test_without_a_column_for_the_street_those_of_others_are_doubted_and_counted(
    tmp_path: Path, bring_in: Import
) -> None:
    path = write_csv(tmp_path / "名单.csv", [row[:2] for row in ROWS])
    report = bring_in(path, "community", defaults={"parent": OURS})
    assert (report.counts.new, report.counts.warned) == (3, 2)
    assert {one.rule for row in report.warned for one in row.problems} == {"code_elsewhere"}
    assert report.notes[0].text().startswith("2 个区域在本街道范围之外")


@pytest.mark.usefixtures("street")
def test_an_outline_outside_the_street_is_doubted(tmp_path: Path, bring_in: Import) -> None:
    far = [(lng + 0.2, lat) for lng, lat in STREET]
    drawn = {("440112015001", "东", OURS): STREET, ("440112015002", "远", OURS): far}
    path = write_areas(tmp_path / "社区.geojson", drawn, "EPSG:4326")
    report = bring_in(path, "community", crs="wgs84")
    assert [(row.row, row.problems[0].rule) for row in report.warned] == [(2, "outside_boundary")]
