"""What a second import does: nothing where all is the same, its work where anything is not."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from etl.imports import import_ledger
from etl.order import Order
from etl.report import BatchReport
from geodata.catalogue import read_catalogue
from geodata.errors import LedgerError
from geodata.storage.correct import Corrector, correct
from geodata.storage.coverage import read_coverage
from geodata.storage.ledgers import read_batches
from geodata.storage.store import Storage
from tests.etl.conftest import CATALOGUE, NOW
from tests.etl.making import write_csv, write_rentals

Import = Callable[..., BatchReport]
Records = Callable[[str], list[dict[str, Any]]]
HYDRANTS = """
template: yonghe12
own_projects:
  - id: hydrants
    number: 13
    name: {zh: 消火栓完好, en: Working hydrants}
    intervenes_on: {zh: 市政消火栓, en: Street hydrants}
"""


def _district(path: Path, code: str, west: float) -> Path:
    ring = [(west, 23.1), (west + 0.2, 23.1), (west + 0.2, 23.3), (west, 23.3), (west, 23.1)]
    feature = {
        "type": "Feature",
        "properties": {"街道代码": code, "街道名称": f"街{code}"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    return path


def _cases(path: Path, *days: str) -> Path:
    rows = [[f"A{number}", day] for number, day in enumerate(days)]
    return write_csv(path, [["案件编号", "发生时间"], *rows])


def test_among_several_sub_districts_one_must_be_named(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    rentals = write_rentals(tmp_path / "r.csv")
    bring_in(_district(tmp_path / "1.geojson", "D1", 113.5), "district", crs="wgs84")
    assert bring_in(rentals, "rental", crs="wgs84").counts.new == 3
    bring_in(_district(tmp_path / "2.geojson", "D2", 113.7), "district", crs="wgs84")
    for path, layer in (
        (rentals, "rental"),
        (_cases(tmp_path / "c.csv", "2026-01-02"), "incident"),
    ):
        with pytest.raises(LedgerError, match="D1、D2"):
            bring_in(path, layer)
    assert bring_in(rentals, "rental", crs="wgs84", district="D1").repeated
    assert len(records("rental")) == 3


def test_a_code_that_is_no_sub_district_is_refused(tmp_path: Path, bring_in: Import) -> None:
    rentals = write_rentals(tmp_path / "r.csv")
    bring_in(_district(tmp_path / "1.geojson", "D1", 113.5), "district", crs="wgs84")
    with pytest.raises(LedgerError, match="D11"):
        bring_in(rentals, "rental", district="D11")


def test_records_from_before_the_first_sub_district_are_its_own(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    rentals = write_rentals(tmp_path / "r.csv")
    bring_in(rentals, "rental", crs="wgs84")
    bring_in(_district(tmp_path / "1.geojson", "D1", 113.5), "district", crs="wgs84")
    assert {record["district"] for record in records("rental")} == {"D1"}
    assert bring_in(rentals, "rental", crs="wgs84").counts.unchanged == 3


def test_after_a_correction_the_file_is_read_again_and_changes_nothing(
    tmp_path: Path, storage: Storage, bring_in: Import, records: Records
) -> None:
    rentals = write_rentals(tmp_path / "r.csv")
    bring_in(rentals, "rental", crs="wgs84")
    layer = CATALOGUE.by_layer["rental"]
    with storage.writing() as connection:
        changes, by = {"address": "改过"}, Corrector("chen.li", "现场核实")
        correct(connection, layer, 1, version=1, changes=changes, by=by, now=NOW)
    again = bring_in(rentals, "rental", crs="wgs84")
    assert (again.repeated, again.counts.unchanged) == (False, again.counts.data_rows)
    assert records("rental")[0]["address"] == "改过"


def test_a_row_from_the_future_comes_in_when_its_day_has_come(
    tmp_path: Path, storage: Storage, bring_in: Import
) -> None:
    path = _cases(tmp_path / "c.csv", "2026-11-20", "2026-11-22")
    assert bring_in(path, "incident").counts.rejected == 1
    order = Order(path, "incident")
    later = import_ledger(storage, CATALOGUE, order, now=NOW + timedelta(days=3))
    assert (later.counts.new, later.counts.unchanged) == (1, 1)


def test_other_bad_rows_do_not_make_the_same_file_another(tmp_path: Path, bring_in: Import) -> None:
    path = _cases(tmp_path / "c.csv", "2026-11-20", "nonsense")
    assert bring_in(path, "incident").counts.rejected == 1
    assert bring_in(path, "incident").repeated


def test_a_corrected_data_date_is_written(
    tmp_path: Path, storage: Storage, bring_in: Import
) -> None:
    path = _cases(tmp_path / "c.csv", "2026-09-20")
    bring_in(path, "incident", data_date=date(2026, 10, 31))
    assert not bring_in(path, "incident", data_date=date(2026, 9, 30)).repeated
    with storage.reading() as connection:
        days = [str(day) for day in read_coverage(connection)["incident"].values()]
    assert days == ["2026-09-30"]


def test_a_data_date_in_the_future_is_refused(tmp_path: Path, bring_in: Import) -> None:
    path = _cases(tmp_path / "c.csv", "2026-09-20")
    with pytest.raises(LedgerError, match="2029-12-31"):
        bring_in(path, "incident", data_date=date(2029, 12, 31))


def test_a_project_declared_later_is_linked_by_the_same_file(
    tmp_path: Path, storage: Storage, bring_in: Import
) -> None:
    rows: list[list[Any]] = [
        ["案件编号", "发生时间", "关联项目"],
        ["A1", "2026-01-02", "消火栓完好"],
    ]
    path = write_csv(tmp_path / "c.csv", rows)
    bring_in(path, "incident")
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "active.yaml").write_text(HYDRANTS, "utf-8")
    catalogue = read_catalogue(office=tmp_path / "office")
    again = import_ledger(storage, catalogue, Order(path, "incident"), now=NOW)
    assert again.counts.changed == 1


def test_a_value_given_for_a_whole_file_is_not_stored_in_clear_with_the_batch(
    tmp_path: Path, storage: Storage, bring_in: Import
) -> None:
    rows: list[list[Any]] = [["房屋编码", "房屋地址", "套数"], ["YH-1", "甲街1号", 3]]
    landlord = next(f.id for f in CATALOGUE.by_layer["rental"].fields if f.personal)
    bring_in(write_csv(tmp_path / "a.csv", rows), "rental", defaults={landlord: "张金丝雀"})
    with storage.reading() as connection:
        kept = connection.execute(text("SELECT * FROM batches")).all()
    assert "金丝雀" not in repr(kept)


def test_whatever_makes_an_import_fail_is_kept_with_the_batches(
    tmp_path: Path, storage: Storage, bring_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("etl.imports.publish", fail)
    with pytest.raises(ZeroDivisionError):
        bring_in(write_rentals(tmp_path / "r.csv"), "rental", crs="wgs84")
    with storage.reading() as connection:
        (batch,) = read_batches(connection)
    assert batch.state == "failed"
    assert batch.refused == {"rule": "unexpected", "named": {"why": "ZeroDivisionError"}}
