"""Real files through the ordinary import, each into a database of its own."""

import csv
import gzip
from collections.abc import Callable
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

import shapely

from etl.report import BatchReport
from geodata.coordinates.bounds import METRES_PER_DEGREE

Import = Callable[..., BatchReport]
Records = Callable[[str], list[dict[str, Any]]]

HONG_KONG_ISLAND = (114.10, 22.19, 114.27, 22.30)


def test_collisions_without_case_numbers_come_in_whole_and_stay_themselves(
    testdata: Path, tmp_path: Path, bring_in: Import, records: Records
) -> None:
    crashes = testdata / "hongkong" / "hk_island_collisions_2014_2019.csv.gz"
    told = {"crs": "EPSG:2326", "source": "Transport Department"}
    report = bring_in(crashes, "incident", **told)
    assert (report.counts.new, report.counts.rejected, report.counts.warned) == (15_743, 0, 0)
    assert bring_in(crashes, "incident", **told).repeated
    shuffled = _shuffled(crashes, tmp_path / "shuffled.csv")
    assert bring_in(shuffled, "incident", **told).counts.unchanged == 15_743
    first = records("incident")[0]
    assert (first["class"], first["grade"], first["time_known"]) == (
        "crash_single",
        "serious",
        True,
    )
    _require_within(records("incident"), HONG_KONG_ISLAND)


def test_the_streets_under_them_are_lines_in_the_same_place(
    testdata: Path, bring_in: Import, records: Records
) -> None:
    report = bring_in(testdata / "hongkong" / "hk_island_roads.gpkg", "street")
    assert (report.counts.new, report.crs) == (45_769, "EPSG:2326")
    _require_within(records("street"), HONG_KONG_ISLAND)


def test_named_streets_of_a_real_network_keep_names_and_classes(
    testdata: Path, bring_in: Import, records: Records
) -> None:
    report = bring_in(testdata / "futian" / "roads_wgs84.gpkg", "street", crs="wgs84")
    assert (report.counts.new, report.counts.rejected) == (4_009, 0)
    assert {p.rule for row in report.warned for p in row.problems} == {"unknown_word_left_out"}
    assert len(report.warned) == 50
    first = records("street")[0]
    assert (first["name"], first["class"]) == ("景田路", "arterial")
    assert (
        shapely.get_type_id(shapely.from_wkb(first["geometry"])) == shapely.GeometryType.LINESTRING
    )


def test_footprints_without_a_kind_take_the_one_given(
    testdata: Path, bring_in: Import, records: Records
) -> None:
    path = testdata / "suzhou" / "buildings.geojson"
    report = bring_in(path, "ground", crs="wgs84", defaults={"kind": "building"})
    assert (report.counts.new, report.counts.rejected) == (3_076, 0)
    first = records("ground")[0]
    assert (first["class"], first["attributes"]) == ("building", {"floors": 2, "height_m": 6.0})


def test_shelters_in_gcj02_land_where_their_wgs84_columns_say(
    testdata: Path, bring_in: Import, records: Records
) -> None:
    path = testdata / "guangzhou" / "shelters_gcj02.csv"
    report = bring_in(path, "shelter", crs="gcj02")
    assert report.counts.new == 122
    assert {"lng_wgs84", "lat_wgs84"} <= set(report.unknown)
    with path.open(encoding="utf-8-sig", newline="") as file:
        truth = {row["sid"]: row for row in csv.DictReader(file)}
    for shelter in records("shelter"):
        row = truth[shelter["code"]]
        lng, lat = float(row["lng_wgs84"]), float(row["lat_wgs84"])
        east_m = (shelter["lng"] - lng) * METRES_PER_DEGREE * cos(radians(lat))
        assert hypot(east_m, (shelter["lat"] - lat) * METRES_PER_DEGREE) <= 0.1


def test_parishes_with_open_rings_are_refused_row_by_row(testdata: Path, bring_in: Import) -> None:
    path = testdata / "macau" / "parishes_unclosed_rings.geojson"
    report = bring_in(path, "district", crs="wgs84", defaults={"code": "820001"})
    assert report.counts.rejected == 7
    assert {row.problems[0].rule for row in report.rejected} == {"bad_shape"}


def _shuffled(path: Path, to: Path) -> Path:
    heading, *lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    to.write_text("\n".join([heading, *reversed(lines)]), encoding="utf-8")
    return to


def _require_within(
    records: list[dict[str, Any]], bounds: tuple[float, float, float, float]
) -> None:
    west, south, east, north = bounds
    assert records
    assert all(west < r["lng"] < east and south < r["lat"] < north for r in records)
