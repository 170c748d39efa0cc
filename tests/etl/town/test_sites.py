from datetime import date

import numpy as np
import shapely

from etl.town.enterprises import settle_enterprises
from etl.town.schools import school_gates, schools
from etl.town.shelters import prepare_shelters
from etl.town.sites import open_clinics
from etl.town.town import Town


def test_428_enterprises_of_which_282_above_scale(town: Town) -> None:
    firms = settle_enterprises(town, np.random.default_rng(1))
    assert len(firms.code) == 428
    assert (firms.scale == "规模以上").sum() == 282


def test_one_health_centre_and_four_stations(town: Town) -> None:
    assert sorted(open_clinics(town).kind) == ["卫生服务中心"] + 4 * ["卫生服务站"]


def test_six_schools_have_gates_on_their_fence(town: Town) -> None:
    assert len(schools(town).name) == 6
    gates = school_gates(town)
    for gate in gates:
        fence = town.plan.campuses[gate.school].ground.exterior
        assert fence.distance(shapely.Point(gate.x, gate.y)) < 0.01
    assert sorted(gate.school for gate in gates if gate.main) == list(range(6))


def test_16_shelters_with_less_effective_area_than_ground(town: Town) -> None:
    shelters = prepare_shelters(town, np.random.default_rng(1), date(2026, 11, 21))
    assert len(set(shelters.sites.name)) == 16
    assert (shelters.effective_m2 < shelters.total_m2).all()
    assert (shelters.capacity > 0).all()
