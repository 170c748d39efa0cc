"""Distances run along the streets."""

import numpy as np
import pytest
from shapely import LineString

from geodata.analysis.streets.network import cut_network
from geodata.analysis.streets.reach import piece_distances, quartic, window
from tests.geodata.analysis.streets_making import chequered_network, piece_at

ROW = cut_network([LineString([(0, 0), (250, 0)])])


def test_distances_are_between_middles_and_symmetric() -> None:
    far = piece_distances(ROW, limit_m=1_000.0).toarray()
    along = np.argsort(ROW.middles[:, 0])
    assert far[along[0]][along] == pytest.approx([0, 50, 100, 150, 200], abs=1e-5)
    assert far == pytest.approx(far.T)


def test_they_go_around_the_block_not_through_it() -> None:
    network = chequered_network(2)
    south, north = piece_at(network, 75, 0), piece_at(network, 75, 150)
    assert piece_distances(network, limit_m=500.0)[south, north] == pytest.approx(75 + 150 + 75)


def test_what_is_beyond_the_limit_has_no_entry() -> None:
    assert piece_distances(ROW, limit_m=100.0).nnz == 5 + 2 * 4 + 2 * 3


def test_the_window_takes_its_edge_in() -> None:
    distances = piece_distances(ROW, limit_m=200.0)
    assert window(distances, radius_m=100.0).sum(axis=1).max() == 5
    assert window(distances, radius_m=99.9).sum(axis=1).max() == 3


def test_the_kernel_falls_from_one_to_nothing() -> None:
    kernel = quartic(piece_distances(ROW, limit_m=200.0), bandwidth_m=100.0)
    assert sorted(set(kernel.data.round(6).tolist())) == [0.5625, 1.0]


def test_a_loop_of_one_piece_is_no_shortcut() -> None:
    loop = cut_network(
        [LineString([(0, 0), (20, 0), (20, 10), (0, 0)]), LineString([(0, 0), (-40, 0)])]
    )
    far = piece_distances(loop, limit_m=100.0).toarray()
    assert far[0, 1] == pytest.approx(loop.length_m.sum() / 2)
