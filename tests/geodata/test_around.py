import numpy as np

from geodata.around import count_by_class, within
from geodata.catalogue.load import read_catalogue
from geodata.coordinates.mercator import to_world

INCIDENT = read_catalogue().by_layer["incident"]


def test_points_within_a_distance_come_nearest_first() -> None:
    lng, lat = np.array([113.5, 113.50097, 113.50049, 113.501]), np.full(4, 23.2)
    x, y = to_world(lng, lat)  # 0, 99.2, 50.1 and 102.3 m east of the first
    rows = within(x, y, centre=(int(x[0]), int(y[0])), radius_m=100)
    assert rows.tolist() == [0, 2, 1]


def test_nothing_lies_within_reach_of_a_record_without_position() -> None:
    x, y = np.zeros(3, dtype=np.uint32), np.zeros(3, dtype=np.uint32)
    assert within(x, y, centre=(0, 0), radius_m=100).size == 0


def test_points_without_position_are_never_near() -> None:
    x, y = to_world([113.5], [23.2])
    zero = np.zeros(1, dtype=np.uint32)
    assert within(zero, zero, centre=(int(x[0]), int(y[0])), radius_m=1e6).size == 0


def test_classes_are_counted_under_their_topmost_class() -> None:
    assert INCIDENT.classes is not None
    index = INCIDENT.classes.index
    drawn = np.array(
        [index("crash_vehicles"), index("traffic"), index("burglary"), 255], dtype=np.uint8
    )
    counted = [(value.id, n) for value, n in count_by_class(drawn, INCIDENT.classes)]
    assert counted == [("traffic", 2), ("crime", 1)]
