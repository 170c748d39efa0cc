"""Which points lie within a distance of gates, boundaries, positions."""

import numpy as np
import pyproj
import pytest
import shapely
from numpy.typing import NDArray

from geodata.coordinates.crs import from_metres, parse_crs
from geodata.zones import rows_within

GUANGZHOU = parse_crs("EPSG:4547")
EAST_M, NORTH_M = 451_000.0, 2_556_000.0
"""A corner in Guangzhou, in metres of the zone around 114° E."""

Floats = NDArray[np.float64]


def _degrees(x_m: list[float], y_m: list[float]) -> tuple[Floats, Floats]:
    return from_metres(EAST_M + np.array(x_m), NORTH_M + np.array(y_m), GUANGZHOU)


def _campus() -> NDArray[np.object_]:
    """Return a campus of 100 m by 100 m, the corner at its south-west."""
    ring = _degrees([0, 100, 100, 0], [0, 0, 100, 100])
    return np.array([shapely.Polygon(np.column_stack(ring))], dtype=np.object_)


@pytest.mark.parametrize(
    ("x_m", "y_m", "within"),
    [
        pytest.param(50, 50, True, id="in the middle of the campus"),
        pytest.param(100, 50, True, id="on its boundary"),
        pytest.param(299.99, 50, True, id="just inside the ring"),
        pytest.param(300.01, 50, False, id="just outside the ring"),
        pytest.param(50, -199.99, True, id="just inside, southward"),
        pytest.param(50, -200.01, False, id="just outside, southward"),
        pytest.param(100 + 141.41, 100 + 141.41, True, id="inside the round corner"),
        pytest.param(100 + 141.43, 100 + 141.43, False, id="outside the round corner"),
        pytest.param(290, 290, False, id="in the corner of a square, not of the ring"),
        pytest.param(np.nan, np.nan, False, id="without position"),
    ],
)
def test_the_ring_around_a_campus_ends_at_its_distance(
    x_m: float, y_m: float, *, within: bool
) -> None:
    found = rows_within(*_degrees([x_m], [y_m]), _campus(), 200.0)
    assert found.tolist() == [within]


def test_one_of_several_origins_is_enough() -> None:
    gates = np.asarray(shapely.points(*_degrees([0, 1_000], [0, 0])))
    found = rows_within(*_degrees([140, 500, 900], [0, 0, 0]), gates, 150.0)
    assert found.tolist() == [True, False, True]


def test_without_origins_nothing_lies_within() -> None:
    nothing = np.empty(0, dtype=np.object_)
    assert rows_within(*_degrees([0, 1], [0, 1]), nothing, 200.0).tolist() == [False, False]


def test_no_points_are_no_answers() -> None:
    assert rows_within(np.empty(0), np.empty(0), _campus(), 200.0).tolist() == []


def test_the_distance_is_that_on_the_ellipsoid_to_a_hand() -> None:
    far, lat, _ = pyproj.Geod(ellps="WGS84").fwd(113.52, 23.1, 70.0, 200.0)
    gate = np.asarray(shapely.points([113.52], [23.1]))
    point = np.array([far]), np.array([lat])
    assert [bool(rows_within(*point, gate, d)[0]) for d in (199.9, 200.1)] == [False, True]
