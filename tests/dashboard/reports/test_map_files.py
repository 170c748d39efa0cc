import json
import sqlite3
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from dashboard.reports.layer_report import LayerReport
from dashboard.reports.map_files import to_geojson, to_geopackage
from dashboard.server.live import Live
from etl.readers.geojson import read_geojson
from etl.sheets import Sheet
from geodata.controls import without_controls
from geodata.coordinates.crs import parse_crs
from geodata.errors import CrsError
from geodata.records import Position, Record
from geodata.selection import Selection
from tests.dashboard.reports.conftest import Make
from tests.dashboard.reports.corpus import CORPUS
from tests.dashboard.small_town import YEAR
from tests.geodata.making import write

NOTHING = Selection((), YEAR, areas=("D1-2",))


def reopened(content: bytes, path: Path) -> gpd.GeoDataFrame:
    path.write_bytes(content)
    return gpd.read_file(path)


def document(report: LayerReport) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(to_geojson(report))
    return parsed


@pytest.mark.parametrize("code", ["EPSG:4326", "EPSG:4547", "EPSG:32649"])
def test_a_geopackage_reopens_in_its_crs_with_its_records(
    make: Make, tmp_path: Path, code: str
) -> None:
    report = make(crs=parse_crs(code))
    back = reopened(to_geopackage(report), tmp_path / "出租屋.gpkg")
    assert back.crs == code
    assert back.geometry.geom_equals_exact(
        report.frame.geometry.reset_index(drop=True), tolerance=1e-9
    ).tolist() == [True, True, False]
    assert back.geometry.isna().tolist() == [False, False, True]
    assert back["房屋编码"].tolist() == ["R-1", "R-2", "R-3"]
    assert back["房屋地址"].iloc[0] == "新庄西街12号3栋"
    assert back["登记日期"].iloc[0].isoformat() == "2023-09-03T00:00:00"


def test_a_shifted_geopackage_does_not_pass_for_wgs84(make: Make, tmp_path: Path) -> None:
    back = reopened(to_geopackage(make(crs=parse_crs("gcj02"))), tmp_path / "a.gpkg")
    assert back.crs.name == "GCJ-02"
    assert back.crs.to_epsg() is None


def test_a_geopackage_says_what_it_is(hostile: LayerReport, tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(to_geopackage(hostile))
    connection = sqlite3.connect(path)
    (told,) = connection.execute("SELECT table_name, identifier, description FROM gpkg_contents")
    connection.close()
    assert told[:2] == ("rental_示例数据", "出租屋_示例数据")
    assert "时段：2025 年（01-01 至 12-31）" in told[2]


@pytest.mark.parametrize("layer", ["rental", "incident"])
def test_nothing_chosen_is_a_geopackage_without_features(
    make: Make, tmp_path: Path, layer: str
) -> None:
    full = reopened(to_geopackage(make(layer)), tmp_path / "full.gpkg")
    back = reopened(to_geopackage(make(layer, selection=NOTHING)), tmp_path / "a.gpkg")
    assert (len(back), len(full) > 0) == (0, True)
    assert back.columns.tolist() == full.columns.tolist()


def test_text_comes_back_from_map_files_as_it_was(hostile: LayerReport, tmp_path: Path) -> None:
    expected = [without_controls(text) for text in CORPUS]
    back = reopened(to_geopackage(hostile), tmp_path / "a.gpkg")
    assert back["楼栋名称"].tolist() == expected
    told = [feature["properties"]["楼栋名称"] for feature in document(hostile)["features"]]
    assert told == expected


def test_geojson_numbers_its_records_and_keeps_those_without_position(make: Make) -> None:
    told = document(make())
    assert [feature["id"] for feature in told["features"]] == [1, 2, 3]
    assert told["features"][0]["geometry"] == {"type": "Point", "coordinates": [113.501, 23.101]}
    assert told["features"][2]["geometry"] is None
    assert told["features"][0]["properties"]["套数（套）"] == 12
    assert told["metadata"]["图层"] == "出租屋"
    assert "crs" not in told


def test_geojson_moments_carry_their_offset(make: Make) -> None:
    told = document(make("incident"))["features"][0]["properties"]
    assert told["发生时间"] == "2025-03-01T10:00:00+08:00"


def test_outer_rings_run_anticlockwise(live: Live, make: Make) -> None:
    clockwise = shapely.Polygon([(113.5, 23.1), (113.5, 23.2), (113.6, 23.2), (113.6, 23.1)])
    where = Position(113.55, 23.15, geometry=shapely.to_wkb(clockwise))
    write(live.storage, "school", [Record(key="S", row=2, code="S", name="小学", position=where)])
    (told,) = document(make("school"))["features"]
    (ring,) = told["geometry"]["coordinates"]
    assert shapely.LinearRing(ring).is_ccw


def test_geojson_of_a_zone_names_it_for_map_programs_and_for_an_import(
    make: Make, tmp_path: Path
) -> None:
    path = tmp_path / "a.geojson"
    assert reopened(to_geojson(make(crs=parse_crs("EPSG:4547"))), path).crs == "EPSG:4547"
    sheet = next(read_geojson(path, None))
    assert isinstance(sheet, Sheet)
    assert parse_crs(str(sheet.crs)).code == "EPSG:4547"


def test_shifted_geojson_does_not_pass_for_wgs84(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    assert reopened(to_geojson(make(crs=parse_crs("gcj02"))), path).crs.name == "GCJ-02"
    sheet = next(read_geojson(path, None))
    assert isinstance(sheet, Sheet)
    with pytest.raises(CrsError, match="GCJ-02"):
        parse_crs(str(sheet.crs))
