"""Extracts of OpenStreetMap: what is taken, what is cut, what ends, and what is refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from etl.__main__ import main
from etl.child import read_extract
from etl.limits import COMMAND_LINE
from etl.order import Order
from etl.osm import SOURCE, import_extract
from etl.report import BatchReport
from etl.sheets import Block
from etl.undoing import undo_batch
from geodata.coordinates.bounds import Bounds
from geodata.errors import LedgerError
from geodata.storage.audit import entry_by
from geodata.storage.store import Storage
from tests.etl.conftest import CATALOGUE, NOW, Import
from tests.etl.osm_making import Way, blob, square, write_pbf
from tests.etl.test_imports import write_district

WEST, SOUTH, EAST, NORTH = 113.5, 23.1, 113.6, 23.3
"""Of the sub-district that `write_district` writes."""

AROUND = Bounds(113.0, 23.0, 114.0, 24.0)
OFFICE = {"building": "yes", "building:levels": "6", "name": "永和街道办"}
WAYS = [
    Way(
        [(113.55, 23.2), (113.56, 23.2), (113.56, 23.21)],
        {"highway": "primary", "name": "永岗大道"},
    ),
    Way([(113.55, 23.2), (113.55, 23.21)], {"highway": "footway", "footway": "sidewalk"}),
    Way([(113.55, 23.25), (113.7, 23.25)], {"highway": "residential", "name": "新庄路"}),
    Way([(113.8, 23.25), (113.9, 23.25)], {"highway": "residential", "name": "远处"}),
    Way(square(113.551, 23.201, 0.0002), OFFICE),
    Way(square(113.59, 23.22, 0.04), {"natural": "water", "name": "永和水库"}),
    Way(square(113.8, 23.22, 0.001), {"landuse": "residential"}),
]
Records = Callable[[str], list[dict[str, Any]]]


def rows_of(path: Path, layer: str) -> list[list[str | None]]:
    parts = read_extract(path, COMMAND_LINE, layer, AROUND)
    return [row for part in parts if isinstance(part, Block) for row in part.rows][1:]


@pytest.fixture
def bring(storage: Storage, bring_in: Import, tmp_path: Path) -> Callable[..., list[BatchReport]]:
    """Import an extract for the one sub-district there is."""
    bring_in(write_district(tmp_path / "d.geojson"), "district", crs="wgs84")

    def do(path: Path, margin_m: float = 500.0, **more: Any) -> list[BatchReport]:
        order = Order(path, "street", margin_m=margin_m, **more)
        districts = ("440112015",)
        return list(import_extract(storage, CATALOGUE, order, districts=districts, now=NOW))

    return do


def test_streets_and_ground_of_an_extract_are_told_in_our_words(tmp_path: Path) -> None:
    path = write_pbf(tmp_path / "a.osm.pbf", WAYS)
    streets = [["永岗大道", "primary"], ["新庄路", "residential"], ["远处", "residential"]]
    assert [row[:2] for row in rows_of(path, "street")] == streets
    assert rows_of(path, "ground") == [
        ["building", "永和街道办", "6", None],
        ["water", "永和水库", None, None],
        ["block", None, None, None],
    ]


def test_what_lies_outside_is_left_out_and_what_crosses_the_edge_is_cut(
    tmp_path: Path, bring: Callable[..., list[BatchReport]], records: Records
) -> None:
    reports = bring(write_pbf(tmp_path / "a.osm.pbf", WAYS), margin_m=1_000)
    assert [(r.layer, r.counts.new, r.counts.rejected) for r in reports] == [
        *(("street", 2, 0), ("ground", 2, 0)),
    ]
    assert all(r.located == {"basis": "said"} for r in reports)  # nobody is asked for its datum
    crossing = next(r for r in records("street") if r["name"] == "新庄路")
    east = shapely.bounds(shapely.from_wkb(crossing["geometry"]))[2]
    assert (east - EAST) * 102_300 == pytest.approx(1_000, abs=3)  # metres in a degree at 23.25°N
    water = next(r for r in records("ground") if r["class"] == "water")
    assert shapely.bounds(shapely.from_wkb(water["geometry"]))[2] == pytest.approx(east, abs=1e-5)
    assert water["district"] == "440112015"


def test_the_same_extract_twice_changes_nothing_and_each_batch_can_be_undone(
    tmp_path: Path,
    storage: Storage,
    bring: Callable[..., list[BatchReport]],
    records: Records,
) -> None:
    path = write_pbf(tmp_path / "a.osm.pbf", WAYS)
    first = bring(path)
    assert [report.batch for report in bring(path)] == [report.batch for report in first]
    assert all(report.repeated for report in bring(path))
    wider = bring(path, margin_m=900, yes_end=1)  # the cut ends are other ones
    assert not any(report.repeated for report in wider)
    for report in wider:
        undo_batch(storage, CATALOGUE, report.batch or 0, entry_by(None, NOW, "undo", "batch"))
    for layer in ("street", "ground"):
        batches = {r["batch"] for r in records(layer) if r["retired_at"] is None}
        assert batches <= {report.batch for report in first}
        assert len(batches) == 1


def test_a_newer_extract_ends_what_it_no_longer_has_and_nothing_of_others(
    tmp_path: Path, bring_in: Import, bring: Callable[..., list[BatchReport]], records: Records
) -> None:
    own = tmp_path / "own.gpkg"
    lines = shapely.to_wkb(np.array([shapely.LineString([(113.52, 23.2), (113.53, 23.2)])]))
    name = {"fields": np.array(["name"], object), "driver": "GPKG", "crs": "EPSG:4326"}
    pyogrio.raw.write(
        own, lines, [np.array(["自测道路"], object)], geometry_type="LineString", **name
    )
    bring_in(own, "street", crs="wgs84")
    bring(write_pbf(tmp_path / "a.osm.pbf", WAYS))
    newer = write_pbf(tmp_path / "b.osm.pbf", WAYS[1:])
    with pytest.raises(LedgerError, match="1"):  # a half of them
        bring(newer)
    bring(newer, yes_end=1)
    there = {record["name"] for record in records("street") if record["retired_at"] is None}
    assert there == {"自测道路", "新庄路"}


def test_geopackages_made_of_an_extract_say_the_same(tmp_path: Path) -> None:
    whole = tmp_path / "whole.gpkg"
    tagged(
        whole,
        "lines",
        shapely.LineString(WAYS[0].corners),
        highway="primary",
        other_tags='"name:zh"=>"永岗大道"',
    )
    tagged(
        whole,
        "multipolygons",
        shapely.Polygon(WAYS[4].corners),
        building="yes",
        other_tags='"building:levels"=>"6"',
    )
    parts = tmp_path / "parts.gpkg"
    tagged(
        parts,
        "gis_osm_roads_free",
        shapely.LineString(WAYS[0].corners),
        fclass="primary",
        name="永岗大道",
        bridge="F",
    )
    tagged(parts, "gis_osm_buildings_a_free", shapely.Polygon(WAYS[4].corners), fclass="building")
    tagged(parts, "gis_osm_water_a_free", shapely.Polygon(WAYS[5].corners), fclass="reservoir")
    for path in (whole, parts):
        assert rows_of(path, "street") == [["永岗大道", "primary", None, None]]
    assert rows_of(whole, "ground") == [["building", None, "6", None]]
    assert [row[0] for row in rows_of(parts, "ground")] == ["building", "water"]


def tagged(path: Path, layer: str, shape: BaseGeometry, **fields: str) -> None:
    """Add a map layer of one feature to a GeoPackage."""
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array([shape])),
        [np.array([value], object) for value in fields.values()],
        list(fields),
        layer=layer,
        geometry_type=shape.geom_type,
        crs="EPSG:4326",
        driver="GPKG",
        append=path.exists(),
    )


def cut_off(path: Path) -> None:
    write_pbf(path, WAYS)
    path.write_bytes(path.read_bytes()[:-7])


def packed_too_tight(path: Path) -> None:
    write_pbf(path, WAYS)
    path.write_bytes(path.read_bytes() + blob(b"OSMData", bytes(30_000_000)))


def larger_than_said(path: Path) -> None:
    write_pbf(path, WAYS)
    path.write_bytes(path.read_bytes() + blob(b"OSMData", bytes(4_000), size=10))


def told_too_long(path: Path) -> None:
    write_pbf(path, WAYS)
    path.write_bytes(path.read_bytes() + b"\x7f\xff\xff\xff" + bytes(400))


def noise_in_a_block(path: Path) -> None:
    write_pbf(path, WAYS)
    noise = np.random.default_rng(1).integers(0, 256, 5_000, dtype=np.uint8).tobytes()
    path.write_bytes(path.read_bytes() + blob(b"OSMData", noise))


def a_geopackage(path: Path) -> None:
    tagged(path.with_suffix(".gpkg"), "lines", shapely.LineString(WAYS[0].corners), highway="road")
    path.with_suffix(".gpkg").rename(path)


def a_virtual_dataset(path: Path) -> None:
    path.write_text("<OGRVRTDataSource/>")


def a_number_without_an_end(path: Path) -> None:
    write_pbf(path, WAYS)
    path.write_bytes(path.read_bytes() + b"\x00\x00\x00\x04" + b"\x18\xff\xff\xff")


@pytest.mark.parametrize(
    "make",
    [
        *(cut_off, packed_too_tight, larger_than_said, told_too_long, noise_in_a_block),
        *(a_geopackage, a_virtual_dataset, a_number_without_an_end),
    ],
)
def test_an_extract_that_is_not_whole_or_not_what_it_is_named_is_refused(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(path := tmp_path / "x.osm.pbf")
    with pytest.raises(LedgerError, match=r"x\.osm\.pbf"):
        rows_of(path, "street")


def test_an_extract_in_blocks_named_as_a_geopackage_is_opened_by_nobody(tmp_path: Path) -> None:
    path = write_pbf(tmp_path / "a.osm.pbf", WAYS).rename(tmp_path / "x.gpkg")
    with pytest.raises(LedgerError, match="OpenStreetMap"):
        rows_of(path, "street")


def test_a_geopackage_without_such_layers_or_in_metres_is_refused(tmp_path: Path) -> None:
    tagged(tmp_path / "a.gpkg", "台账", shapely.Point(0, 0), code="1")
    with pytest.raises(LedgerError, match="台账"):
        rows_of(tmp_path / "a.gpkg", "street")
    lines = shapely.to_wkb(np.array([shapely.LineString([(0, 0), (9, 9)])]))
    told = {"fields": np.array(["highway"], object), "driver": "GPKG", "crs": "EPSG:4547"}
    kind = {"layer": "lines", "geometry_type": "LineString"}
    pyogrio.raw.write(tmp_path / "b.gpkg", lines, [np.array(["road"], object)], **kind, **told)
    with pytest.raises(LedgerError, match="4547"):
        rows_of(tmp_path / "b.gpkg", "street")


def test_without_an_outline_nobody_knows_where_to_cut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_pbf(tmp_path / "a.osm.pbf", WAYS)
    assert main(["osm", str(path), "--data", str(tmp_path / "data")]) == 1
    assert "边界" in capsys.readouterr().err


def test_an_extract_is_imported_from_the_command_line_and_its_licence_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(tmp_path / "data")]
    outline = write_district(tmp_path / "d.geojson")
    assert main(["import", str(outline), "--layer", "district", "--crs", "wgs84", *data]) == 0
    path = write_pbf(tmp_path / "a.osm.pbf", WAYS)
    assert main(["osm", str(path), *data, "--dry-run"]) == 0
    assert "未写入" in capsys.readouterr().out
    assert main(["osm", str(path), *data, "--data-date", "2026-11-01"]) == 0
    told = capsys.readouterr().out
    assert "街路" in told
    assert "新增 2" in told
    assert SOURCE in told
