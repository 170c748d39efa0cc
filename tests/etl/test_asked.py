"""Ledgers whose datum is not said, through the whole import into a town that is known a little."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from etl.__main__ import main
from etl.datum.settle import AskedError
from etl.report import BatchReport
from geodata.coordinates.crs import from_wgs84, parse_crs
from geodata.errors import LedgerError
from geodata.storage.ledgers import read_batches
from geodata.storage.store import Storage
from tests.etl.making import write_csv

Import = Callable[..., BatchReport]
Records = Callable[[str], list[dict[str, Any]]]

RNG = np.random.default_rng(8)
LNG, LAT = RNG.uniform(113.55, 113.59, 12), RNG.uniform(23.18, 23.22, 12)
BOX = [[113.54, 23.17], [113.60, 23.17], [113.60, 23.23], [113.54, 23.23], [113.54, 23.17]]


def outlines(path: Path, name: str, rings: list[Any], **properties: str) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"名称": name, **properties},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for ring in rings
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def ledger(
    path: Path, crs: str, *, swapped: bool = False, heads: tuple[str, str] = ("经度", "纬度")
) -> Path:
    x, y = from_wgs84(LNG, LAT, parse_crs(crs))
    first, second = (y, x) if swapped else (x, y)
    rows = [
        [f"YH-{n}", f"新庄西街{n}号", repr(float(first[n])), repr(float(second[n])), "3"]
        for n in range(len(LNG))
    ]
    return write_csv(path, [["房屋编码", "房屋地址", *heads, "套数"], *rows])


@pytest.fixture
def town(tmp_path: Path, bring_in: Import) -> None:
    """A boundary and nothing else."""
    path = outlines(tmp_path / "街道.geojson", "永和", [BOX], 代码="440112015")
    bring_in(path, "district", crs="wgs84")


@pytest.fixture
def houses(request: pytest.FixtureRequest, tmp_path: Path, bring_in: Import) -> None:
    """The boundary, the buildings the ledgers speak of, and no others."""
    request.getfixturevalue("town")
    off = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) * 0.0001
    rings = [(np.array(at) + off).tolist() for at in zip(LNG, LAT, strict=True)]
    path = outlines(tmp_path / "建筑.geojson", "栋", rings)
    bring_in(path, "ground", crs="wgs84", defaults={"kind": "building"})


def require_in_place(found: list[dict[str, Any]]) -> None:
    """All rentals stand within a millimetre of where they are."""
    assert len(found) == len(LNG)
    for row in found:
        n = int(row["code"].removeprefix("YH-"))
        assert (row["lng"], row["lat"]) == pytest.approx((LNG[n], LAT[n]), abs=1e-8)


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("crs", ["GCJ-02", "BD-09", "EPSG:4547", "EPSG:4526", "EPSG:3857"])
def test_without_evidence_an_import_stops_with_a_question(
    crs: str, tmp_path: Path, bring_in: Import, storage: Storage, records: Records
) -> None:
    path = ledger(tmp_path / "出租屋.csv", crs, swapped=crs == "EPSG:4547")
    with pytest.raises(AskedError, match=f"--crs {crs}") as asked:
        bring_in(path, "rental")
    question = asked.value.to_json()
    assert crs in [c["crs"] for c in question["candidates"]]
    assert {c["swapped"] for c in question["candidates"]} == {crs == "EPSG:4547"}
    with storage.reading() as connection:
        batch = read_batches(connection, layer="rental")[0]
    assert (batch.state, batch.located) == ("asked", question)
    assert bring_in(path, "rental", crs=crs).located == {"basis": "said"}
    require_in_place(records("rental"))


@pytest.mark.usefixtures("houses")
@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("crs", ["EPSG:4326", "GCJ-02", "BD-09"])
def test_buildings_settle_it_and_the_report_says_by_what(
    crs: str, tmp_path: Path, bring_in: Import, records: Records, *, swapped: bool
) -> None:
    report = bring_in(ledger(tmp_path / "出租屋.csv", crs, swapped=swapped), "rental")
    assert report.crs == crs
    assert report.located is not None
    assert report.located["basis"] == "recognised"
    named = parse_crs(crs).zh
    assert any(named in note.text() and "12/12 在建筑物上" in note.text() for note in report.notes)
    require_in_place(records("rental"))


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("heads", "crs"),
    [
        (("经度(GCJ-02)", "纬度(GCJ-02)"), "GCJ-02"),
        (("经度（百度）", "纬度（百度）"), "BD-09"),
        (("经度(WGS84)", "纬度"), "EPSG:4326"),
        (("Y坐标(CGCS2000)", "X坐标(CGCS2000)"), "EPSG:4547"),
        (("Y坐标（西安80）", "X坐标（西安80）"), "EPSG:2383"),
    ],
)
def test_a_heading_that_names_the_datum_is_believed(
    heads: tuple[str, str], crs: str, tmp_path: Path, bring_in: Import, records: Records
) -> None:
    report = bring_in(ledger(tmp_path / "a.csv", crs, heads=heads), "rental")
    assert report.located is not None
    assert (report.crs, report.located["basis"]) == (crs, "headings")
    require_in_place(records("rental"))


@pytest.mark.usefixtures("houses")
def test_a_heading_against_the_evidence_is_asked_about(tmp_path: Path, bring_in: Import) -> None:
    heads = ("经度(WGS84)", "纬度(WGS84)")
    with pytest.raises(AskedError, match="GCJ-02") as asked:
        bring_in(ledger(tmp_path / "a.csv", "GCJ-02", heads=heads), "rental")
    assert "说是 WGS84" in asked.value.found


@pytest.mark.usefixtures("houses")
def test_a_map_file_that_declares_the_wrong_datum_is_asked_about(
    tmp_path: Path, bring_in: Import
) -> None:
    x, y = from_wgs84(LNG, LAT, parse_crs("GCJ-02"))
    features = [
        {
            "type": "Feature",
            "properties": {"编号": f"S{n}", "名称": f"第{n}小学", "学段": "小学"},
            "geometry": {"type": "Point", "coordinates": [float(x[n]), float(y[n])]},
        }
        for n in range(len(LNG))
    ]
    path = tmp_path / "学校.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    with pytest.raises(AskedError, match="GCJ-02"):
        bring_in(path, "school")
    assert bring_in(path, "school", crs="gcj02").counts.new == len(LNG)


@pytest.mark.usefixtures("town")
def test_what_was_said_once_is_remembered_of_the_source_and_of_no_other(
    tmp_path: Path, bring_in: Import
) -> None:
    path = ledger(tmp_path / "a.csv", "BD-09")
    bring_in(path, "rental", crs="bd09", source="出租屋办")
    report = bring_in(
        ledger(tmp_path / "b.csv", "BD-09"), "rental", source="出租屋办", dry_run=True
    )
    assert report.located is not None
    assert (report.crs, report.located["basis"]) == ("BD-09", "remembered")


@pytest.mark.usefixtures("town")
def test_what_came_before_is_evidence_for_what_comes_again(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    bring_in(ledger(tmp_path / "a.csv", "BD-09"), "rental", crs="bd09")
    report = bring_in(ledger(tmp_path / "b.csv", "GCJ-02"), "rental")
    assert report.crs == "GCJ-02"
    require_in_place(records("rental"))


@pytest.mark.usefixtures("town")
def test_a_city_grid_is_refused_with_advice(tmp_path: Path, bring_in: Import) -> None:
    rows = [["A1", "新庄西街1号", "44213", "227755", "3"]]
    path = write_csv(
        tmp_path / "a.csv", [["房屋编码", "房屋地址", "Y坐标", "X坐标", "套数"], *rows]
    )
    with pytest.raises(LedgerError, match="自然资源部门"):
        bring_in(path, "rental")


@pytest.mark.usefixtures("town")
def test_the_command_line_says_the_question_for_programs_too(
    tmp_path: Path, storage: Storage, capsys: pytest.CaptureFixture[str]
) -> None:
    path = ledger(tmp_path / "a.csv", "GCJ-02")
    told = ["import", str(path), "--layer", "rental", "--json", "--data", str(storage.folder)]
    assert main(told) == 1
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert [c["crs"] for c in answer["asked"]["candidates"]] == ["EPSG:4326", "GCJ-02", "BD-09"]
    assert "--crs GCJ-02" in err
    assert main([*told, "--crs", "GCJ-02", "--dry-run"]) == 0
