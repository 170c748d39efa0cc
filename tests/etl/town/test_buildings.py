import numpy as np
import shapely

from etl.town.buildings import VILLAGE_HOUSES
from etl.town.town import Town


def test_footprints_stand_on_their_ground_and_off_streets_and_water(town: Town) -> None:
    houses = np.asarray(shapely.polygons(town.buildings.corners()))
    waters = [town.plan.river, *(pond for _, pond in town.plan.ponds)]
    streets = [s.line.buffer(5) for s in town.plan.streets if s.kind != "local"]
    assert len(shapely.STRtree(houses).query([*waters, *streets], predicate="intersects")[0]) == 0


def test_houses_of_villages_are_many_small_and_do_not_overlap(town: Town) -> None:
    village = np.array(town.uses) == "village"
    assert village.sum() == VILLAGE_HOUSES
    houses = np.asarray(shapely.polygons(town.buildings.corners()[village]))
    assert 80 < np.median(shapely.area(houses)) < 160
    first, second = shapely.STRtree(houses).query(houses, predicate="overlaps")
    assert shapely.area(shapely.intersection(houses[first], houses[second])).sum() < 2000


def test_every_village_house_on_a_lane_stands_beside_it(town: Town) -> None:
    rows = np.flatnonzero(town.buildings.lane >= 0)
    lanes = np.array([lane.line for lane in town.lanes])[town.buildings.lane[rows]]
    points = shapely.points(town.buildings.x[rows], town.buildings.y[rows])
    assert len(rows) > 3500
    assert np.percentile(shapely.distance(lanes, points), 98) < 12
