import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.coordinates.mercator import NORTH_EDGE, WORLD, metres_per_unit, to_lnglat, to_world

lngs = st.floats(-180, 180)
lats = st.floats(-NORTH_EDGE, NORTH_EDGE)


@given(lngs, lats)
def test_a_round_trip_is_off_by_half_a_step_at_most(lng: float, lat: float) -> None:
    back_lng, back_lat = to_lnglat(*to_world(lng, lat))
    step = 360 / WORLD
    east = (float(back_lng) - lng + 180) % 360 - 180  # 180°E comes back as 180°W
    assert abs(east) <= step * 0.5001
    # one whole step in the square world's corners, which are taken to the last row inside
    assert abs(float(back_lat) - lat) <= step


def test_the_middle_of_the_world_is_the_middle_of_the_numbers() -> None:
    x, y = to_world(0.0, 0.0)
    assert (int(x), int(y)) == (2**31, 2**31)


def test_y_runs_down_and_x_runs_east() -> None:
    x, y = to_world([113.5, 113.6], [23.1, 23.2])
    assert x[1] > x[0]
    assert y[1] < y[0]
    assert x.dtype == y.dtype == np.uint32


def test_the_numbers_are_those_of_web_mercator() -> None:
    x, y = to_world(113.5, 23.15)  # EPSG:3857 by PROJ: 12634762.2050, 2650168.7076
    half = np.pi * 6_378_137
    metre = WORLD / (2 * half)
    assert float(x) == pytest.approx((12_634_762.2050 + half) * metre, abs=1)
    assert float(y) == pytest.approx((half - 2_650_168.7076) * metre, abs=1)


@pytest.mark.parametrize(
    ("lng", "lat"), [(np.nan, 23), (113, np.nan), (np.inf, 0), (448_795, 2_561_237), (113, 90.1)]
)
def test_what_is_no_place_on_the_globe_is_not_placed(lng: float, lat: float) -> None:
    x, y = to_world(lng, lat)
    assert (int(x), int(y)) == (0, 0)
    assert np.isnan(to_lnglat(x, y)).all()


def test_not_placed_is_kept_for_what_has_no_place() -> None:
    x, y = to_world([-180.0, 180.0, -180.0, 0.0], [90.0, NORTH_EDGE, -90.0, 90.0])
    assert x.tolist() == [0, 0, 0, 2**31]
    assert y.tolist() == [1, 1, 2**32 - 1, 0]


def test_no_points_give_no_points() -> None:
    assert [part.shape for part in (*to_world([], []), *to_lnglat([], []))] == [(0,)] * 4


def test_a_metre_is_shorter_on_the_map_of_the_south() -> None:
    _, y = to_world([0.0, 0.0], [0.0, 60.0])
    equator, north = (metres_per_unit(float(value)) for value in y)
    assert abs(equator * 2**32 - 40_075_016.686) < 1e-3
    assert abs(north / equator - 0.5) < 1e-6
