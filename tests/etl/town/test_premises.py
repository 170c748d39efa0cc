import numpy as np
import shapely

from etl.town.premises import Premises
from etl.town.town import Town


def test_956_stand_and_38_have_ended(premises: Premises) -> None:
    ended = ~np.isnat(premises.ended)
    assert len(premises.code) == len(set(premises.code)) == 994
    assert ended.sum() == 38
    assert (premises.registered[ended] < premises.ended[ended]).all()


def test_premises_front_streets(town: Town, premises: Premises) -> None:
    streets = np.array([street.line for street in town.plan.streets])
    points = shapely.points(premises.x, premises.y)
    nearest = streets[shapely.STRtree(streets).nearest(points)]
    away = shapely.distance(points, nearest)
    assert np.percentile(away, 95) < 24
    assert away.min() > 2
