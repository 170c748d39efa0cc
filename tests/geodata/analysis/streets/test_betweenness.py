"""Through traffic is where the shortest trips go."""

import numpy as np
import pytest
from shapely import LineString

from geodata.analysis.streets.betweenness import betweenness
from geodata.analysis.streets.network import cut_network
from tests.geodata.analysis.streets_making import chequered_network


def test_on_a_row_every_trip_over_a_piece_is_counted_from_both_sides() -> None:
    row = cut_network([LineString([(0, 0), (200, 0)])])
    order = np.argsort(row.middles[:, 0])
    assert betweenness(row)[order].tolist() == [2 * 1 * 4, 2 * 2 * 3, 2 * 3 * 2, 2 * 4 * 1]


def test_trips_end_at_their_longest() -> None:
    row = cut_network([LineString([(0, 0), (200, 0)])])
    assert betweenness(row, trip_m=50.0).tolist() == [2.0] * 4


def test_the_longer_of_two_ways_has_no_trips_of_others() -> None:
    short, long = LineString([(0, 0), (40, 0)]), LineString([(0, 0), (20, 20), (40, 0)])
    network = cut_network([short, long, LineString([(40, 0), (80, 0)])])
    trips = betweenness(network)
    detour = np.flatnonzero(network.street == 1)
    assert trips[detour].max() <= trips[network.street == 0].max()


def test_a_sample_of_starts_shows_the_same_streets() -> None:
    network = chequered_network(8)
    every, some = betweenness(network), betweenness(network, starts=150, seed=3)
    assert np.corrcoef(every, some)[0, 1] == pytest.approx(1.0, abs=0.1)
