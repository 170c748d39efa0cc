import numpy as np
import shapely
from shapely.affinity import translate

from etl.town.outline import ACROSS, ALONG, AREA_M2, bend, courses, rim, smooth


def test_the_town_has_the_reference_area() -> None:
    assert abs(rim().area - AREA_M2) < 100


def test_towns_stand_side_by_side_without_gap_or_overlap() -> None:
    town = rim()
    moved = [
        translate(town, *(column * ACROSS + row * ALONG)) for row in (0, 1) for column in (0, 1)
    ]
    together = shapely.union_all(moved, grid_size=0.1)
    assert isinstance(together, shapely.Polygon)
    assert abs(together.area - 4 * town.area) < 1000


def test_the_outline_is_no_rectangle() -> None:
    town = rim()
    assert town.area / shapely.minimum_rotated_rectangle(town).area < 0.85
    assert town.area / town.convex_hull.area < 0.95


def test_a_point_bends_to_the_same_place_in_the_neighbouring_town() -> None:
    here = bend(np.array([[0.3, 0.7]]))
    east = bend(np.array([[1.3, 0.7]]))
    north = bend(np.array([[0.3, 1.7]]))
    assert np.allclose(east - here, ACROSS)
    assert np.allclose(north - here, ALONG)


def test_a_spline_runs_through_its_points() -> None:
    line = smooth([(0, 0), (1, 1), (2, 0), (3, 5)], steps=4)
    assert line[0].tolist() == [1, 1]
    assert line[-1].tolist() == [2, 0]


def test_arterials_are_long_and_do_not_leave_the_town() -> None:
    town = rim().buffer(0.1)
    for line in courses().values():
        assert line.length > 1000
        assert town.contains(line)
