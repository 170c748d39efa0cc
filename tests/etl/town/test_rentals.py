from collections import Counter

import numpy as np
import shapely

from etl.town.rentals import GRADES, Rentals
from etl.town.town import Town


def test_totals_are_the_references(rentals: Rentals) -> None:
    assert len(rentals.code) == len(set(rentals.code)) == 3176
    assert rentals.units.sum() == 38_162
    assert rentals.occupants.sum() == 62_951
    assert Counter(rentals.grade.tolist()) == GRADES
    assert (~rentals.placed).sum() == 112


def test_each_building_is_let_once(rentals: Rentals) -> None:
    assert len(set(rentals.building.tolist())) == 3176


def test_bad_grades_go_with_hazards(rentals: Rentals) -> None:
    direct = rentals.heater == "直排式"
    assert direct[rentals.grade == "红"].mean() > 10 * direct[rentals.grade == "绿"].mean()


def test_nothing_happened_after_the_day_of_the_ledger(rentals: Rentals) -> None:
    today = np.datetime64("2026-11-21")
    assert (rentals.registered < today).all()
    assert (rentals.checked <= today).all()
    assert (rentals.registered < rentals.checked).all()


def test_most_are_on_time_and_some_are_overdue(rentals: Rentals) -> None:
    overdue = (rentals.due < np.datetime64("2026-11-21")).mean()
    assert 0.03 < overdue < 0.2


def test_rental_buildings_crowd_in_villages(town: Town, rentals: Rentals) -> None:
    x, y = town.buildings.x[rentals.building], town.buildings.y[rentals.building]
    points = np.asarray(shapely.points(x, y))
    near = shapely.STRtree(points).query(points, predicate="dwithin", distance=50)
    assert np.median(np.bincount(near[0])) >= 8
