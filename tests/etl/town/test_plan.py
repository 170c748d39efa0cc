from collections import Counter

import numpy as np
import pytest
import shapely

from etl.town.outline import RIVER, course
from etl.town.plan import GROUPS, draw_plan
from etl.town.town import Town


def test_37_groups_tile_the_town_without_gap_or_overlap(town: Town) -> None:
    faces = [group.face for group in town.plan.groups]
    assert len(faces) == 37
    assert shapely.coverage_is_valid(faces)
    assert shapely.union_all(faces).equals(town.plan.rim)


def test_borders_of_groups_follow_streets_the_river_or_the_rim(town: Town) -> None:
    borders = shapely.union_all([group.face.exterior for group in town.plan.groups])
    main = [street.line for street in town.plan.streets if street.kind != "local"]
    followed = shapely.union_all([*main, course(RIVER), town.plan.rim.exterior]).buffer(1)
    assert borders.intersection(followed).length / borders.length > 0.999


def test_groups_are_named_once_in_four_communities(town: Town) -> None:
    groups = town.plan.groups
    assert Counter(group.community for group in groups) == GROUPS
    assert len({group.name for group in groups}) == 37
    assert len({town.group_code(number) for number in range(37)}) == 37
    assert town.group_code(0) == "44011201500101"


def test_every_street_has_a_name_and_no_two_main_streets_share_one(town: Town) -> None:
    assert all(street.name for street in town.plan.streets)
    main = [street.name for street in town.plan.streets if street.kind != "local"]
    assert len(main) == len(set(main))


def test_ponds_and_campuses_keep_clear_of_streets(town: Town) -> None:
    shapes = [pond for _, pond in town.plan.ponds] + [c.ground for c in town.plan.campuses]
    streets = shapely.union_all([street.line for street in town.plan.streets])
    assert all(shape.distance(streets) > 5 for shape in shapes)


@pytest.mark.parametrize("seed", [3, 20, 77])
def test_other_seeds_draw_other_towns_with_the_same_totals(seed: int, town: Town) -> None:
    plan = draw_plan(np.random.default_rng(seed))
    assert len(plan.groups) == 37
    assert abs(plan.rim.area - town.plan.rim.area) < 100
    assert [group.face for group in plan.groups] != [group.face for group in town.plan.groups]
