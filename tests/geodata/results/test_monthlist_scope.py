"""A viewer sees of a list no more than of the records."""

import numpy as np
import pytest

from geodata.analysis.hotspots.month_list import make_month_list
from geodata.analysis.hotspots.proof_making import make_proof
from geodata.areas import NO_AREA
from geodata.readmodel import ReadModel
from geodata.results.monthlist import MonthList
from geodata.results.monthlist_scope import seen_by
from geodata.results.proof_scope import proof_seen_by
from geodata.storage.store import open_storage
from geodata.viewer import OFFICE, Viewer
from tests.geodata.hot_town import END, crashes, every, kinds_in, read_all, write_hot_town
from tests.geodata.making import NOW

Made = tuple[MonthList, ReadModel]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    storage = open_storage(tmp_path_factory.mktemp("hot"), now=NOW)
    write_hot_town(
        storage,
        *crashes("R", (113.515, 23.106), every(40, 20)),
        *crashes("T", (113.505, 23.102), every(50, 9), class_="robbery"),
    )
    model, details = read_all(storage)
    storage.close()
    return make_month_list(model, details, {}, end=END), model


def seen(made: Made, viewer: Viewer) -> MonthList:
    whole, model = made
    return seen_by(whole, viewer, model.catalogue, model.areas)


def test_the_office_sees_everything(made: Made) -> None:
    assert seen(made, OFFICE) is made[0]


def test_an_officer_sees_own_places_and_no_totals(made: Made) -> None:
    own = seen(made, Viewer(frozenset({"D1"}), None))
    everywhere = made[0].by_kind["traffic"].spots
    assert {(spot.area or "")[:2] for spot in everywhere} >= {"D1", "D2"}
    mine = own.by_kind["traffic"]
    assert {(spot.area or "")[:2] for spot in mine.spots} == {"D1"}
    assert (mine.incidents, mine.located) == (None, None)
    assert all(spot in everywhere for spot in mine.spots)  # with the numbers they have for all
    codes = np.array([*own.area_codes, ""])
    areas = own.drawn["pieces"].areas[own.steps["traffic"] > 0]
    assert areas.max() < NO_AREA
    assert {code[:2] for code in codes[areas]} == {"D1"}


def test_an_officer_of_nowhere_sees_nothing(made: Made) -> None:
    none = seen(made, Viewer(frozenset(), None))
    assert not any(found.spots for found in none.kinds)
    assert not any(steps.any() for steps in [*none.steps.values(), *none.ruled.values()])


def test_a_project_head_sees_the_kinds_of_the_project(made: Made) -> None:
    traffic = seen(made, Viewer(None, frozenset({"traffic"})))
    assert kinds_in(traffic) == ["traffic", "crash_vehicles", "crash_two_wheeler"]
    assert set(traffic.steps) == set(kinds_in(traffic))
    assert kinds_in(seen(made, Viewer(None, frozenset()))) == []


def test_a_project_head_sees_the_rules_about_the_project_s_kinds(made: Made) -> None:
    rules = {rule.id for rule in made[1].catalogue.count_rules}
    assert (
        set(seen(made, Viewer(None, frozenset({"traffic"}))).ruled) == rules == set(made[0].ruled)
    )
    assert seen(made, Viewer(None, frozenset({"fire"}))).ruled == {}  # all are about crashes


def test_the_proof_is_scoped_alike(made: Made) -> None:
    _, model = made
    proof = make_proof(model, {}, end=END)
    limited = proof_seen_by(
        proof, Viewer(None, frozenset({"traffic"})), model.catalogue, model.areas
    )
    assert {one.kind for one in limited.tested} == {"traffic"}
    assert {one.kind for one in proof.tested} > {"traffic"}
