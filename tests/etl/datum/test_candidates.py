import numpy as np
import pytest

from etl.datum.candidates import Candidate, find_candidates
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import from_wgs84, parse_crs

TOWN = Bounds(113.54, 23.17, 113.60, 23.23)
WESTERN = Bounds(111.90, 23.17, 111.96, 23.23)
RNG = np.random.default_rng(1)
SPREAD = RNG.uniform(0.0, 0.06, (2, 12))


def written(crs: str, bounds: Bounds = TOWN) -> tuple[np.ndarray, np.ndarray]:
    return from_wgs84(bounds.west + SPREAD[0], bounds.south + SPREAD[1], parse_crs(crs))


DEGREES = ["EPSG:4326", "GCJ-02", "BD-09"]
KINDS = {
    "WGS84": DEGREES,
    "GCJ-02": DEGREES,
    "BD-09": DEGREES,
    "WGS84-DMS": ["WGS84-DMS"],
    "EPSG:4547": ["EPSG:4547", "EPSG:2383", "EPSG:2435"],
    "EPSG:2383": ["EPSG:4547", "EPSG:2383", "EPSG:2435"],
    "EPSG:2435": ["EPSG:4547", "EPSG:2383", "EPSG:2435"],
    "EPSG:4526": ["EPSG:4526", "EPSG:2362", "EPSG:2414"],
    "EPSG:4497": ["EPSG:4497", "EPSG:2333", "EPSG:21419"],
    "EPSG:4508": ["EPSG:4546", "EPSG:2382", "EPSG:2434", "EPSG:32649"],
    "EPSG:32649": ["EPSG:4546", "EPSG:2382", "EPSG:2434", "EPSG:32649"],
    "EPSG:3857": ["EPSG:3857", "GCJ-02-MERCATOR"],
    "GCJ-02-MERCATOR": ["EPSG:3857", "GCJ-02-MERCATOR"],
}


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("crs", KINDS)
def test_each_kind_of_numbers_is_told_from_where_it_lands(crs: str, *, swapped: bool) -> None:
    x, y = written(crs)
    columns = (y, x) if swapped else (x, y)
    found = find_candidates(*columns, TOWN)
    assert [(c.crs.code, c.swapped) for c in found] == [(code, swapped) for code in KINDS[crs]]


@pytest.mark.parametrize(("mixed_up", "swapped"), [(1, False), (5, False), (7, True), (11, True)])
def test_the_columns_are_read_as_most_rows_have_them(mixed_up: int, *, swapped: bool) -> None:
    x, y = written("EPSG:4326")
    first, second = np.where(np.arange(len(x)) < mixed_up, (y, x), (x, y))
    found = find_candidates(first, second, TOWN)
    assert [(c.crs.code, c.swapped) for c in found] == [(code, swapped) for code in DEGREES]


@pytest.mark.parametrize("crs", KINDS)
def test_the_true_reading_puts_every_row_where_it_is(crs: str) -> None:
    x, y = written(crs)
    true = (TOWN.west + SPREAD[0], TOWN.south + SPREAD[1])
    off = [np.abs(np.array(c.to_wgs84(y, x)) - true).max() for c in find_candidates(y, x, TOWN)]
    assert min(off) < 1e-7


def test_utm_is_told_from_its_zone_by_a_kilometre_where_a_boundary_is_known() -> None:
    x, y = written("EPSG:32649", WESTERN)
    assert "EPSG:32649" in [c.crs.code for c in find_candidates(x, y, WESTERN)]


def test_numbers_of_a_city_grid_land_nowhere() -> None:
    assert find_candidates(np.array([44_213.0]), np.array([227_755.0]), TOWN) == ()


def test_without_a_boundary_a_zone_number_is_enough_and_metres_alone_are_not() -> None:
    assert [c.crs.code for c in find_candidates(*written("EPSG:4526"), None)] == [
        "EPSG:4526",
        "EPSG:2362",
        "EPSG:2414",
    ]
    assert find_candidates(*written("EPSG:4547"), None) == ()


def test_outside_china_the_datums_are_one() -> None:
    rome = Bounds(12.4, 41.8, 12.6, 42.0)
    found = find_candidates(np.array([12.5]), np.array([41.9]), rome)
    assert found == (Candidate(parse_crs("wgs84")),)


def test_a_few_slips_change_nothing() -> None:
    x, y = written("gcj02")
    x[:3] = (0.0, 1135.7, 116.4)
    assert [c.crs.code for c in find_candidates(x, y, TOWN)] == DEGREES
