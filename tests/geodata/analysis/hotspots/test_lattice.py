"""Cells begin with their west and south edge."""

import numpy as np
import pytest

from geodata.analysis.hotspots.lattice import cells_around, piece_shares
from tests.geodata.analysis.streets_making import chequered_network


def test_a_point_on_an_edge_lies_in_the_cell_that_begins_there() -> None:
    lattice = cells_around(np.array([[50.0, 50.0], [150.0, 50.0]]))
    edge = np.array([[100.0, 0.0], [99.999, 0.0], [100.0, 100.0], [np.nan, 5.0]])
    assert lattice.cell_of(edge).tolist() == [1, 0, -1, -1]


def test_only_cells_with_something_in_them_are_there() -> None:
    lattice = cells_around(np.array([[50.0, 50.0], [60.0, 60.0], [950.0, 50.0]]))
    assert lattice.middles.tolist() == [[50.0, 50.0], [950.0, 50.0]]


def test_a_piece_is_shared_among_the_cells_it_runs_through() -> None:
    network = chequered_network(2)
    lattice = cells_around(network.middles)
    shares = piece_shares(network, lattice)
    assert shares.sum(axis=0).max() == pytest.approx(1.0)
    assert shares.sum() >= 0.9 * len(network)
