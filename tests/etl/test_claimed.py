"""Outlines whose file says WGS84 since its format knows nothing else: a claim, asked about."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from etl.__main__ import main
from etl.datum.settle import AskedError
from etl.report import BatchReport
from geodata.coordinates.crs import from_wgs84, parse_crs
from geodata.coordinates.crs_names import Crs
from tests.etl.map_making import kml, placemark, write_shapefile, zip_folder

Import = Callable[..., BatchReport]
Records = Callable[[str], list[dict[str, Any]]]

STREET = [(113.54, 23.17), (113.60, 23.17), (113.60, 23.23), (113.57, 23.24), (113.54, 23.23)]
WEST = [(113.54, 23.17), (113.57, 23.17), (113.57, 23.24), (113.54, 23.23)]
EAST = [(113.57, 23.17), (113.60, 23.17), (113.60, 23.23), (113.57, 23.24)]
ABROAD = [(lng - 100.0, lat + 25) for lng, lat in STREET]
CODE, NAME = "440112015", "永和街道"


def ring(corners: Iterable[tuple[float, float]], crs: Crs) -> list[list[float]]:
    lng, lat = np.array(list(corners)).T
    found = np.column_stack(from_wgs84(lng, lat, crs))
    return [*found.tolist(), found[0].tolist()]


def as_geojson(path: Path, corners: list[tuple[float, float]], crs: str = "EPSG:4326") -> Path:
    return write_areas(path, {(CODE, NAME, ""): corners}, crs)


def write_areas(path: Path, areas: dict[tuple[str, str, str], Any], crs: str) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"代码": code, "名称": name, "所属代码": parent},
            "geometry": {"type": "Polygon", "coordinates": [ring(corners, parse_crs(crs))]},
        }
        for (code, name, parent), corners in areas.items()
    ]
    document = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def as_kml(path: Path, corners: list[tuple[float, float]], crs: str) -> Path:
    text = " ".join(f"{x},{y}" for x, y in ring(corners, parse_crs(crs)))
    outline = (
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{text}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    )
    path.write_text(kml(placemark(outline, NAME, 代码=CODE)), encoding="utf-8")
    return path


def as_shapefile(path: Path, corners: list[tuple[float, float]], crs: str) -> Path:
    outline = shapely.Polygon(ring(corners, parse_crs(crs)))
    shp = write_shapefile(path.with_suffix(""), [["代码", "名称"], [CODE, NAME]], [outline])
    return zip_folder(shp.parent, path.with_suffix(".zip"))


def communities(path: Path, crs: str) -> Path:
    west, east = (f"{CODE}00{n}" for n in (1, 2))
    return write_areas(path, {(west, "西", CODE): WEST, (east, "东", CODE): EAST}, crs)


@pytest.mark.parametrize("write", [as_geojson, as_kml, as_shapefile])
def test_the_first_boundary_is_asked_about_whatever_its_format_claims(
    write: Callable[..., Path], tmp_path: Path, bring_in: Import, records: Records
) -> None:
    path = write(tmp_path / "街道.map", STREET, "GCJ-02")
    with pytest.raises(AskedError) as asked:
        bring_in(path, "district")
    offered = [one["crs"] for one in asked.value.to_json()["candidates"]]
    assert offered == ["EPSG:4326", "GCJ-02", "BD-09"]
    assert "高德" in asked.value.found
    assert "百度" in asked.value.found
    assert bring_in(path, "district", crs="GCJ-02").located == {"basis": "said"}
    (row,) = records("district")
    outline = shapely.from_wkb(row["geometry"])
    assert shapely.hausdorff_distance(outline, shapely.Polygon(STREET)) < 1e-8


def test_a_code_that_nobody_writes_by_chance_is_believed(tmp_path: Path, bring_in: Import) -> None:
    path = as_geojson(tmp_path / "街道.geojson", STREET)
    document = json.loads(path.read_text("utf-8"))
    document["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
    path.write_text(json.dumps(document), "utf-8")
    report = bring_in(path, "district")
    assert report.located is not None
    assert report.located["basis"] == "declared"


def test_where_nobody_shifts_maps_a_claim_is_believed(tmp_path: Path, bring_in: Import) -> None:
    assert bring_in(as_geojson(tmp_path / "街道.geojson", ABROAD), "district").counts.new == 1


def test_communities_on_the_border_of_their_street_need_no_question(
    tmp_path: Path, bring_in: Import
) -> None:
    bring_in(as_geojson(tmp_path / "街道.geojson", STREET), "district", crs="wgs84")
    report = bring_in(communities(tmp_path / "社区.geojson", "EPSG:4326"), "community")
    assert report.located is not None
    assert (report.crs, report.located["basis"]) == ("EPSG:4326", "declared")
    (clue,) = report.located["candidates"][0]["evidence"]
    assert clue["kind"] == "outline"
    assert clue["hits"] > clue["of"] / 2 > 10 * clue["chance"]


def test_communities_off_the_border_of_their_street_are_asked_about(
    tmp_path: Path, bring_in: Import
) -> None:
    bring_in(as_geojson(tmp_path / "街道.geojson", STREET), "district", crs="wgs84")
    with pytest.raises(AskedError, match="--crs GCJ-02") as asked:
        bring_in(communities(tmp_path / "社区.geojson", "GCJ-02"), "community")
    assert asked.value.to_json()["settled"] == "GCJ-02"


def as_points(path: Path, crs: str) -> Path:
    """Write places on the outline, as a web map's export does: nothing says their CRS."""
    lng, lat = np.array(STREET).T
    at = np.column_stack(from_wgs84(lng, lat, parse_crs(crs))).tolist()
    features = [
        {
            "type": "Feature",
            "properties": {"编号": f"S{n}", "名称": f"第{n}小学", "学段": "小学"},
            "geometry": {"type": "Point", "coordinates": place},
        }
        for n, place in enumerate(at)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


@pytest.mark.parametrize("crs", ["EPSG:4326", "GCJ-02"])
def test_points_are_no_more_believed_than_outlines(
    crs: str, tmp_path: Path, bring_in: Import
) -> None:
    bring_in(as_geojson(tmp_path / "街道.geojson", STREET), "district", crs="wgs84")
    with pytest.raises(AskedError) as asked:
        bring_in(as_points(tmp_path / "学校.geojson", crs), "school")
    offered = {one["crs"] for one in asked.value.to_json()["candidates"]}
    assert offered == {"EPSG:4326", "GCJ-02", "BD-09"}


def test_a_claim_is_believed_of_a_source_that_kept_it(tmp_path: Path, bring_in: Import) -> None:
    path = as_points(tmp_path / "学校.geojson", "EPSG:4326")
    bring_in(path, "school", crs="wgs84", source="教育指导中心")
    report = bring_in(path, "school", source="教育指导中心", dry_run=True)
    assert report.located is not None
    assert (report.crs, report.located["basis"]) == ("EPSG:4326", "remembered")


@pytest.mark.parametrize(("language", "other"), [("zh", "usual"), ("en", "常见")])
def test_the_command_line_asks_in_one_language(
    language: str, other: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(as_geojson(tmp_path / "a.geojson", STREET))
    told = ["import", path, "--layer", "district", "--data", str(tmp_path), "--lang", language]
    assert main(told) == 1
    said = capsys.readouterr().err
    assert "--crs EPSG:4326" in said
    assert other not in said
