"""Incidents lie on the nearest piece, or on none."""

import numpy as np
import pytest
import shapely

from geodata.analysis.streets.snapping import STEP_M, Snapper
from tests.geodata.analysis.streets_making import chequered_network, piece_at

NETWORK = chequered_network(2)
SNAPPER = Snapper(NETWORK)


def test_an_incident_is_put_on_its_piece_with_the_distance() -> None:
    snapped = SNAPPER.snap(np.array([[75.0, 12.0], [160.0, 80.0]]))
    assert snapped.piece.tolist() == [piece_at(NETWORK, 75, 0), piece_at(NETWORK, 150, 75)]
    assert snapped.distance_m == pytest.approx([12.0, 10.0], abs=STEP_M / 2)


def test_far_from_any_street_or_without_a_position_it_is_on_none() -> None:
    snapped = SNAPPER.snap(np.array([[75.0, 75.0], [np.nan, 0.0], [0.0, 0.0]]))
    assert snapped.piece.tolist()[:2] == [-1, -1]
    assert np.isinf(snapped.distance_m[:2]).all()
    assert snapped.piece[2] >= 0


def test_no_incidents_give_no_pieces() -> None:
    assert len(SNAPPER.snap(np.empty((0, 2))).piece) == 0


def test_it_is_nearly_always_the_truly_nearest_piece() -> None:
    xy = np.random.default_rng(1).uniform(0, 300, (2_000, 2))
    snapped = SNAPPER.snap(xy, within_m=80.0)
    exact = shapely.STRtree(NETWORK.lines).nearest(shapely.points(xy))
    off = shapely.distance(NETWORK.lines[snapped.piece], shapely.points(xy)) - shapely.distance(
        NETWORK.lines[exact], shapely.points(xy)
    )
    assert off.max() <= STEP_M / 2
    assert (snapped.piece == exact).mean() > 0.9
