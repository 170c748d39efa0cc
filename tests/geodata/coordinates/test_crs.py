import csv
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.coordinates.bounds import METRES_PER_DEGREE, Bounds
from geodata.coordinates.crs import (
    area_of_use,
    from_metres,
    from_wgs84,
    local_metric_crs,
    parse_crs,
    to_metres,
    to_wgs84,
)
from geodata.coordinates.crs_names import (
    BD09,
    BY_SPELLING,
    CGCS2000,
    GCJ02,
    WEB_MERCATOR,
    WGS84,
    Crs,
    crs_near,
)
from geodata.errors import CrsError
from geodata.settings import CHECKOUT

TRUTH = {
    "WGS84": ("lng_wgs84", "lat_wgs84"),
    "GCJ-02": ("lng_gcj02", "lat_gcj02"),
    "BD-09": ("lng_bd09", "lat_bd09"),
    "EPSG:4547": ("E_epsg4547", "N_epsg4547"),
    "EPSG:4526": ("E_epsg4526_zone38", "N_epsg4526"),
    "EPSG:32649": ("E_utm49n", "N_utm49n"),
    "EPSG:3857": ("X_3857", "Y_3857"),
}


def columns(file: Path, *names: str) -> list[np.ndarray]:
    with file.open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines))
    return [np.array([float(row[name] or "nan") for row in table]) for name in names]


@pytest.mark.parametrize(("name", "pair"), TRUTH.items())
def test_coordinates_agree_with_the_truth_table(
    testdata: Path, name: str, pair: tuple[str, str]
) -> None:
    file = testdata / "coords" / "yonghe_grid_all_crs.csv"
    lng, lat, x, y = columns(file, "lng_wgs84", "lat_wgs84", *pair)
    given = np.isfinite(x)  # points far from a zone have no coordinates in it
    lng, lat, x, y = lng[given], lat[given], x[given], y[given]
    assert x.size >= 49
    crs = parse_crs(name)
    tolerance = 1e-7 if crs.degrees else 1e-3
    np.testing.assert_allclose(from_wgs84(lng, lat, crs), (x, y), rtol=0, atol=tolerance)
    np.testing.assert_allclose(to_wgs84(x, y, crs), (lng, lat), rtol=0, atol=1e-8)


def test_shelters_in_gcj02_land_within_a_decimetre(testdata: Path) -> None:
    names = ("lng_gcj02", "lat_gcj02", "lng_wgs84", "lat_wgs84")
    x, y, lng, lat = columns(testdata / "guangzhou" / "shelters_gcj02.csv", *names)
    found_lng, found_lat = to_wgs84(x, y, GCJ02)
    east_m = (found_lng - lng) * METRES_PER_DEGREE * np.cos(np.radians(lat))
    north_m = (found_lat - lat) * METRES_PER_DEGREE
    assert x.size == 122
    assert np.hypot(east_m, north_m).max() <= 0.1


@given(st.sampled_from(crs_near(113.57)), st.floats(112.6, 115.4), st.floats(18.2, 53.5))
def test_every_crs_met_here_goes_there_and_back(crs: Crs, lng: float, lat: float) -> None:
    there = from_wgs84(lng, lat, crs)
    back = to_wgs84(*there, crs)
    assert back == pytest.approx((lng, lat), abs=1e-9)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("gcj02", "GCJ-02"),
        ("ＧＣＪ－０２", "GCJ-02"),
        ("高德", "GCJ-02"),
        ("bd-09", "BD-09"),
        ("百度", "BD-09"),
        ("WGS 84", "EPSG:4326"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("国家2000", "EPSG:4490"),
        ("urn:ogc:def:crs:EPSG::4490", "EPSG:4490"),
        ("urn:ogc:def:crs:EPSG:6.9:4547", "EPSG:4547"),
        ("http://www.opengis.net/def/crs/EPSG/0/4547", "EPSG:4547"),
        (" epsg:4547 ", "EPSG:4547"),
        ("4547", "EPSG:4547"),
        ("CGCS2000_3_Degree_GK_CM_114E", "EPSG:4547"),
        ("CGCS2000 / 3-degree Gauss-Kruger zone 38", "EPSG:4526"),
        ("WGS 84 / UTM zone 49N", "EPSG:32649"),
        ("ESRI:102100", "EPSG:3857"),
        ("2326", "EPSG:2326"),
    ],
)
def test_a_crs_is_known_by_the_names_people_write(text: str, code: str) -> None:
    assert parse_crs(text).code == code


def test_every_name_offered_and_stored_is_read_again() -> None:
    for crs in {*BY_SPELLING.values(), parse_crs("EPSG:2326")}:
        assert [parse_crs(name) for name in (crs.code, crs.zh, crs.en)] == [crs] * 3


@pytest.mark.parametrize("number", [4490, 4547, 4526, 2326, 32649])
def test_the_wkt_of_a_prj_file_is_read(number: int) -> None:
    wkt = pyproj.CRS(number).to_wkt("WKT1_ESRI")
    assert parse_crs(wkt).code == f"EPSG:{number}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "广州坐标系",
        "wgs",
        "9",
        "EPSG:999999",
        "EPSG:4978",  # geocentric
        "EPSG:5773",  # heights only
        "+proj=tmerc +lon_0=113.283333 +k=1 +x_0=41000",
        "init=epsg:4326",
        "PROJCS[" * 4_000,
        'LOCAL_CS["Guangzhou"]',
        "../../etc/passwd",
    ],
)
def test_an_unknown_crs_is_refused_with_what_would_be_right(text: str) -> None:
    with pytest.raises(
        CrsError, match=r"expected WGS84, CGCS2000, GCJ-02, BD-09 or an EPSG code"
    ) as caught:
        parse_crs(text)
    assert caught.value.found.startswith("不认识的坐标系")


def test_wkt_of_a_system_no_registry_knows_is_refused() -> None:
    local = pyproj.CRS("+proj=tmerc +lon_0=113.2 +k=1 +x_0=41000 +y_0=-2329000 +ellps=GRS80")
    with pytest.raises(CrsError):
        parse_crs(local.to_wkt())


@pytest.mark.parametrize("crs", [WGS84, CGCS2000, GCJ02, BD09, parse_crs("4547"), WEB_MERCATOR])
def test_shapes_are_kept_and_missing_points_miss_both_coordinates(crs: Crs) -> None:
    lng = np.array([[113.5, np.nan], [113.5, np.inf]])
    lat = np.array([[23.1, 23.1], [np.nan, 23.1]])
    x, y = from_wgs84(lng, lat, crs)
    assert x.shape == y.shape == (2, 2)
    missing = [[False, True], [True, True]]
    for part in (x, y, *to_wgs84(x, y, crs)):
        assert np.isnan(part).tolist() == missing
    assert to_wgs84([], [], crs)[0].shape == (0,)
    assert to_wgs84(float(x[0, 0]), float(y[0, 0]), crs)[0] == pytest.approx(113.5)


@pytest.mark.parametrize("crs", [WGS84, GCJ02, BD09])
def test_metres_taken_for_degrees_are_no_place(crs: Crs) -> None:
    assert np.isnan(to_wgs84(448_795.0, 2_561_237.0, crs)).all()


@pytest.mark.parametrize(
    ("centre", "code"),
    [
        ((113.57, 23.20), "EPSG:4547"),  # Guangzhou
        ((116.40, 39.90), "EPSG:4548"),  # Beijing
        ((114.17, 22.28), "EPSG:4547"),  # Hong Kong
        ((113.55, 22.19), "EPSG:4547"),  # Macau
        ((120.30, 31.50), "EPSG:4549"),  # Suzhou
        ((-0.10, 51.50), "EPSG:32630"),  # London
        ((151.20, -33.90), "EPSG:32756"),  # Sydney
    ],
)
def test_an_extent_is_measured_in_the_zone_around_its_centre(
    centre: tuple[float, float], code: str
) -> None:
    lng, lat = centre
    crs = local_metric_crs(Bounds(lng - 0.05, lat - 0.05, lng + 0.05, lat + 0.05))
    assert crs.code == code
    x_m, y_m = to_metres([lng - 0.05, lng + 0.05], [lat, lat], crs)
    geodesic_m = pyproj.Geod(ellps="WGS84").inv(lng - 0.05, lat, lng + 0.05, lat)[2]
    assert np.hypot(np.diff(x_m), np.diff(y_m))[0] == pytest.approx(geodesic_m, rel=1e-3)
    np.testing.assert_allclose(from_metres(x_m, y_m, crs), [[lng - 0.05, lng + 0.05], [lat, lat]])


def test_the_poles_are_not_measured() -> None:
    with pytest.raises(CrsError, match="84°N"):
        local_metric_crs(Bounds(0, 85, 1, 86))


def test_only_metres_count_as_metres() -> None:
    assert to_metres(113.5, 23.1, parse_crs("EPSG:2326"))[0] > 0
    for name in ("WGS84", "GCJ-02", "EPSG:2229"):  # the last is in feet
        with pytest.raises(CrsError, match="expected a projected CRS in metres"):
            to_metres(113.5, 23.1, parse_crs(name))


def test_shift_grids_are_never_fetched_from_the_internet() -> None:
    program = (
        "import geodata.coordinates.crs, pyproj.network; print(pyproj.network.is_network_enabled())"
    )
    printed = subprocess.run(
        [sys.executable, "-c", program],
        cwd=CHECKOUT,
        env=os.environ | {"PROJ_NETWORK": "ON"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert printed.stdout.strip() == "False"


def test_a_crs_says_where_it_is_made_for() -> None:
    zone = area_of_use(parse_crs("EPSG:4547"))
    assert zone.contains(113.57, 23.2)
    assert not zone.contains(117.0, 23.2)
    assert area_of_use(GCJ02) == area_of_use(WGS84) == Bounds(-180, -90, 180, 90)
