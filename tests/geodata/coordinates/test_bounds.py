import numpy as np
import pytest

from geodata.coordinates.bounds import METRES_PER_DEGREE, Bounds

TOWN = Bounds(113.5, 23.1, 113.6, 23.3)


def test_bounds_span_the_points_that_have_both_coordinates() -> None:
    lng, lat = [113.6, np.nan, 113.5, 200.0], [23.1, 1.0, 23.3, np.inf]
    assert Bounds.around(lng, lat) == TOWN


@pytest.mark.parametrize("nothing", [[], [np.nan]])
def test_no_points_have_no_bounds(nothing: list[float]) -> None:
    assert Bounds.around(nothing, nothing) is None


def test_edges_belong_and_missing_points_do_not() -> None:
    lng, lat = [113.5, 113.6, 113.49, 113.55, np.nan], [23.1, 23.3, 23.2, 23.31, 23.2]
    assert TOWN.contains(lng, lat).tolist() == [True, True, False, False, False]
    assert TOWN.contains(113.55, 23.2)


def test_the_union_spans_both() -> None:
    assert TOWN.union(Bounds(113.4, 23.2, 113.5, 23.4)) == (113.4, 23.1, 113.6, 23.4)


def test_the_centre_is_lng_lat() -> None:
    assert TOWN.centre == pytest.approx((113.55, 23.2))


def test_padding_is_nowhere_less_than_asked() -> None:
    padded = TOWN.padded(2_000)
    assert (TOWN.south - padded.south) * METRES_PER_DEGREE == pytest.approx(2_000)
    at_north = (TOWN.west - padded.west) * METRES_PER_DEGREE * np.cos(np.radians(padded.north))
    assert at_north == pytest.approx(2_000)


def test_padding_ends_at_the_edges_of_the_world() -> None:
    assert Bounds(-179.9, -89.9, 179.9, 89.9).padded(50_000) == (-180, -90, 180, 90)
