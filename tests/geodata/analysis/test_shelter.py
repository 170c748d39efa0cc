"""Reach and room of shelters, counted by hand."""

import numpy as np
import pytest

from geodata.analysis.shelter import cover, rank_uncovered, room_for

DISTANCE_M = np.array([100.0, 500.0, 500.1, np.inf, 900.0])
PEOPLE = np.array([10.0, 20.0, 30.0, 40.0, 0.0])


def test_on_the_ring_is_covered() -> None:
    near, far = (cover(DISTANCE_M, PEOPLE, within_m=within) for within in (500.0, 1_000.0))
    assert (near.people, near.covered, near.share) == pytest.approx((100.0, 30.0, 0.3))
    assert far.covered == 60.0


def test_places_out_of_reach_are_ranked_by_their_people() -> None:
    place = np.array([2, 1, 2, 0, 1])
    ranked = rank_uncovered(place, DISTANCE_M, PEOPLE, within_m=500.0)
    assert ranked.place.tolist() == [0, 2]
    assert ranked.people.tolist() == [40.0, 30.0]
    assert ranked.share.tolist() == [1.0, 0.75]


def test_homes_in_no_place_are_in_no_list() -> None:
    assert len(rank_uncovered(np.full(5, -1), DISTANCE_M, PEOPLE, within_m=500.0).place) == 0


def test_the_target_of_the_reference_sub_district_comes_out() -> None:
    room = room_for(np.array([100_000.0, 52_796.0, np.nan]), np.array([11_460.0, np.nan]), 76_398)
    assert room.effective_m2_per_head == pytest.approx(2.0)
    assert room.capacity_share == pytest.approx(0.15, abs=1e-4)


def test_without_people_no_share_is_made_up() -> None:
    assert np.isnan(cover(np.array([]), np.array([]), within_m=500.0).share)
    assert np.isnan(room_for(np.array([1.0]), np.array([1.0]), 0).capacity_share)
