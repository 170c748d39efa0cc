import numpy as np
import shapely

from etl.town.cutting import cut, divide, faces_between, heading


def test_a_cut_gives_two_similar_pieces_and_the_street_between() -> None:
    face = shapely.box(0, 0, 400, 200)
    found = cut(face, np.random.default_rng(1))
    assert found is not None
    assert np.isclose(sum(piece.area for piece in found.pieces), face.area)
    assert min(piece.area for piece in found.pieces) > 0.3 * face.area
    assert found.line.length < 260


def test_dividing_stops_when_enough_pieces_are_there() -> None:
    pieces, lines = divide(
        [shapely.box(0, 0, 400, 200)],
        np.random.default_rng(1),
        weight=lambda face: face.area,
        wanted=lambda weights: len(weights) < 5,
    )
    assert len(pieces) == 5
    assert len(lines) == 4


def test_the_heading_of_a_long_box_is_its_long_side() -> None:
    assert np.isclose(abs(np.cos(heading(shapely.box(0, 0, 90, 20)))), 1)


def test_faces_share_their_corners_exactly() -> None:
    rim = shapely.box(0, 0, 100, 100)
    lines = [
        shapely.LineString([(33.337, 0), (40, 100)]),
        shapely.LineString([(36, 51), (100, 49)]),
    ]
    faces = faces_between(rim, lines)
    assert len(faces) == 3
    assert shapely.coverage_is_valid(faces)
