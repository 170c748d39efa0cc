"""Packed rings."""

import numpy as np
import pytest
import shapely
from pyproj import Geod

from geodata.coordinates.mercator import to_lnglat
from geodata.shapes import Shapes, lengths_m, pack_shapes, to_arrays

HOLED = shapely.Polygon(
    [(113.0, 23.0), (113.1, 23.0), (113.1, 23.1)],
    [[(113.05, 23.02), (113.08, 23.03), (113.08, 23.05)]],
)
TWO = shapely.MultiPolygon([shapely.box(114, 24, 114.1, 24.1), shapely.box(115, 25, 115.1, 25.1)])
LINE = shapely.LineString([(113.0, 23.0), (113.5, 23.5), (114.0, 23.0)])
POINT = shapely.Point(113.2, 23.2)


def _pack(*geometry: shapely.Geometry) -> Shapes:
    count = len(geometry)
    return pack_shapes(
        "ground",
        np.array(geometry, dtype=np.object_),
        number=np.arange(1, count + 1, dtype=np.uint32),
        classes=np.arange(count, dtype=np.uint8),
        areas=np.full(count, 65_535, dtype=np.uint16),
        names=[f"第{n}个" for n in range(count)],
    )


def _vertices(shapes: Shapes, feature: int) -> list[list[tuple[float, float]]]:
    """Rings of a feature in degrees, as the browser walks them."""
    lng, lat = to_lnglat(shapes.x, shapes.y)
    rings = range(shapes.part_offsets[feature], shapes.part_offsets[feature + 1])
    return [
        [
            (round(float(lng[v]), 6), round(float(lat[v]), 6))
            for v in range(shapes.ring_offsets[ring], shapes.ring_offsets[ring + 1])
        ]
        for ring in rings
    ]


def test_holes_and_parts_are_rings_of_their_feature() -> None:
    shapes = _pack(HOLED, TWO)
    assert [len(ring) for ring in _vertices(shapes, 0)] == [4, 4]
    assert [len(ring) for ring in _vertices(shapes, 1)] == [5, 5]
    assert _vertices(shapes, 0)[0] == list(HOLED.exterior.coords)


def test_lines_and_points_keep_their_place_among_polygons() -> None:
    shapes = _pack(LINE, HOLED, POINT)
    assert _vertices(shapes, 0) == [list(LINE.coords)]
    assert len(_vertices(shapes, 1)) == 2
    assert _vertices(shapes, 2) == [[(113.2, 23.2)]]


def test_taking_some_features_leaves_them_as_they_were() -> None:
    shapes = _pack(LINE, HOLED, TWO)
    kept = shapes.take(np.array([False, True, True]))
    assert (kept.names, kept.number.tolist()) == (("第1个", "第2个"), [2, 3])
    for old, new in ((1, 0), (2, 1)):
        assert _vertices(kept, new) == _vertices(shapes, old)
    nothing = shapes.take(np.zeros(3, np.bool_))
    assert (len(nothing), nothing.part_offsets.tolist()) == (0, [0])


def test_no_features_pack_to_empty_arrays() -> None:
    arrays = to_arrays(_pack())
    assert {name: len(array) for name, array in arrays.items()} == {
        "number": 0,
        "classes": 0,
        "areas": 0,
        "part_offsets": 1,
        "ring_offsets": 1,
        "x": 0,
        "y": 0,
    }


def test_lengths_are_those_along_the_ground_of_all_rings_of_a_feature() -> None:
    road = shapely.LineString([(113.50, 23.10), (113.52, 23.10), (113.52, 23.13)])
    both = shapely.MultiLineString([road, shapely.LineString([(113.53, 23.1), (113.53, 23.11)])])
    measured = Geod(ellps="GRS80").geometry_length
    expected = [measured(road), measured(both), 0.0]
    assert lengths_m(_pack(road, both, POINT)) == pytest.approx(expected, rel=1e-3)
    assert lengths_m(_pack()).tolist() == []
