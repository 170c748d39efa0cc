"""Ways to the nearest place, worked out by hand."""

import numpy as np
import pytest
from shapely import LineString

from geodata.analysis.shelters.walking import straight_distance, street_distance
from geodata.analysis.streets.network import cut_network
from tests.geodata.analysis.streets_making import chequered_network

NETWORK = chequered_network(2)


def walked(x: float, y: float, *places: tuple[float, float]) -> float:
    return float(street_distance(NETWORK, np.array([[x, y]]), np.array(places))[0])


def test_it_goes_around_the_block() -> None:
    assert walked(75, 0, (75, 150)) == pytest.approx(300.0)
    assert straight_distance(np.array([[75.0, 0.0]]), np.array([[75.0, 150.0]])) == [150.0]


def test_the_ways_to_and_from_the_street_count() -> None:
    assert walked(75, 20, (160, 40)) == pytest.approx(20 + 75 + 40 + 10)


def test_a_place_on_the_same_piece_is_not_walked_around_for() -> None:
    assert walked(60, 10, (90, 5)) == pytest.approx(10 + 30 + 5)


def test_the_nearest_along_the_streets_wins_not_the_nearest_in_the_air() -> None:
    assert walked(75, 0, (75, 150), (275, 0)) == pytest.approx(200.0)


def test_far_from_any_street_no_way_is_known() -> None:
    assert walked(75, -201, (75, 0)) == np.inf
    assert walked(75, 0, (75, -201)) == np.inf


def test_where_no_street_leads_nobody_walks() -> None:
    islands = cut_network([LineString([(0, 0), (100, 0)]), LineString([(0, 500), (100, 500)])])
    assert street_distance(islands, np.array([[50.0, 0.0]]), np.array([[50.0, 500.0]]))[0] == np.inf


def test_without_places_everything_is_out_of_reach() -> None:
    none = np.empty((0, 2))
    assert street_distance(NETWORK, np.zeros((2, 2)), none).tolist() == [np.inf] * 2
    assert straight_distance(np.zeros((2, 2)), none).tolist() == [np.inf] * 2
