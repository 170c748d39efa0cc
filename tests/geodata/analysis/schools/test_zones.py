"""Zones measure from where the rule says, and the ring belongs."""

import numpy as np
import shapely

from geodata.analysis.schools.zones import within_zones

GATES = shapely.MultiPoint([(0.0, 0.0), (300.0, 0.0)])
CAMPUS = shapely.box(0.0, 0.0, 300.0, 200.0)
POINTS = np.array([[0.0, -50.0], [0.0, -50.001], [300.0, 50.0], [150.0, 100.0], [np.nan, 0.0]])


def test_from_any_gate_the_ring_belongs() -> None:
    assert within_zones([GATES], POINTS, distance_m=50.0).toarray().tolist() == [[1, 0, 1, 0, 0]]


def test_from_the_boundary_all_inside_belongs() -> None:
    assert within_zones([CAMPUS], POINTS, distance_m=50.0).toarray().tolist() == [[1, 0, 1, 1, 0]]


def test_a_corner_is_round() -> None:
    corner = np.array([[330.0, 240.0], [330.0, 240.1]])
    assert within_zones([CAMPUS], corner, distance_m=50.0).toarray().tolist() == [[1, 0]]


def test_a_point_may_lie_in_the_zones_of_two_schools() -> None:
    zones = within_zones([GATES, shapely.Point(), CAMPUS], POINTS, distance_m=50.0)
    assert np.asarray(zones.sum(axis=1)).tolist() == [2.0, 0.0, 3.0]


def test_no_points_are_no_trouble() -> None:
    assert within_zones([GATES], np.empty((0, 2)), distance_m=50.0).shape == (1, 0)
