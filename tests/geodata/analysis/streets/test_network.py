"""Streets are cut into pieces that can be relied on."""

import numpy as np
import pytest
import shapely
from shapely import LineString

from geodata.analysis.streets.network import cut_network
from geodata.errors import AnalysisError
from tests.geodata.analysis.streets_making import chequered_network


def test_pieces_are_equal_and_make_up_the_street() -> None:
    network = cut_network([LineString([(0, 0), (130, 0), (130, 100)])])
    assert network.length_m == pytest.approx([46.0] * 5)
    whole = shapely.line_merge(shapely.multilinestrings(network.lines))
    assert shapely.length(whole) == pytest.approx(230.0)


def test_a_corner_inside_a_piece_stays() -> None:
    network = cut_network([LineString([(0, 0), (70, 0), (70, 30)])])
    corners = [tuple(xy) for xy in shapely.get_coordinates(network.lines)]
    assert corners == [(0, 0), (50, 0), (50, 0), (70, 0), (70, 30)]


def test_a_street_too_short_to_cut_is_one_piece() -> None:
    assert len(cut_network([LineString([(0, 0), (60, 0)])])) == 1


def test_no_piece_runs_across_a_junction() -> None:
    network = chequered_network(2)
    assert np.bincount(network.degree)[1:].tolist() == [0, 24 + 4, 4, 1]
    assert network.length_m == pytest.approx([50.0] * 36)


def test_a_street_that_ends_on_another_is_joined_to_it() -> None:
    lines = [LineString([(0, 0), (100, 0)]), LineString([(40, 0.004), (40, 50)])]
    assert cut_network(lines, levels=[0, 0]).degree.max() == 3


def test_a_bridge_is_no_junction_but_its_ramp_is() -> None:
    ground = LineString([(0, 0), (100, 0)])
    bridge = LineString([(50, -50), (50, 50)])
    ramp = LineString([(50, 50), (90, 50)])
    assert cut_network([ground, bridge, ramp], levels=[0, 1, 0]).degree.max() == 2
    assert cut_network([ground, bridge], levels=[0, 0]).degree.max() == 4


def test_both_directions_of_a_street_are_one() -> None:
    there = LineString([(0, 0), (30, 10), (100, 0)])
    assert cut_network([there, there.reverse()]).length_m.sum() == pytest.approx(there.length)


def test_each_piece_knows_its_street() -> None:
    lines = [LineString(), LineString([(0, 0), (100, 0)]), LineString([(100, 0), (100, 90)])]
    network = cut_network(lines)
    assert sorted(set(network.street.tolist())) == [1, 2]
    assert network.middles[network.street == 2][:, 0] == pytest.approx(100.0)


def test_without_streets_it_says_what_to_do() -> None:
    with pytest.raises(AnalysisError, match="import the streets"):
        cut_network([LineString()])


def test_a_lane_that_stops_at_the_kerb_is_led_on_to_the_street() -> None:
    street, lane = LineString([(0, 0), (100, 0)]), LineString([(40, 9), (40, 60)])
    joined = cut_network([street, lane], levels=[0, 0])
    assert joined.degree.max() == 3
    assert joined.length_m.sum() == pytest.approx(160.0)
    assert cut_network([street, lane], levels=[0, 0], join_m=8.0).degree.max() == 2
    assert cut_network([street, lane], levels=[0, 1]).degree.max() == 2


def test_a_hair_across_the_street_makes_no_crossing() -> None:
    street, lane = LineString([(0, 0), (100, 0)]), LineString([(40, -0.3), (40, 60)])
    assert cut_network([street, lane], levels=[0, 0]).degree.max() == 3
