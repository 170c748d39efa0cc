import json
from dataclasses import replace

import pytest

from dashboard.map.declaration import Declaration, declare_element
from dashboard.map.element import MapSelection, MapView, Spot, to_json
from dashboard.map.events import Pick
from dashboard.texts import Language, read_texts
from geodata.catalogue.load import read_catalogue
from geodata.coordinates.bounds import Bounds

CATALOGUE = read_catalogue()
HIGHEST_PROJECT = 1 << 63


@pytest.fixture(scope="module")
def declaration() -> Declaration:
    return declare_element(CATALOGUE, read_texts(Language.CHINESE))


def view_of(declaration: Declaration) -> MapView:
    chosen = MapSelection(
        layers=("rental",),
        projects=HIGHEST_PROJECT | 1,
        start_day=9131,
        end_day=9496,
        areas=(1, 2),
        classes={},
        grades={"rental": (0,)},
        statuses={},
    )
    bounds = Bounds(113.5, 23.1, 113.6, 23.2)
    pick = Pick("rental", 7)
    return MapView(declaration, 4, chosen, 2, "period=x", (-1, 0), bounds, pick=pick)


def test_what_travels_is_json_of_numbers_codes_and_our_words(declaration: Declaration) -> None:
    sent = to_json(view_of(declaration))
    assert json.loads(json.dumps(sent)) == sent
    assert sent["pick"] == {"layer": "rental", "number": 7}


def test_project_bits_travel_as_two_halves_a_script_can_hold(declaration: Declaration) -> None:
    sent = json.loads(json.dumps(to_json(view_of(declaration))))
    assert sent["selection"]["projects"] == [1, 1 << 31]


def test_marked_places_travel_with_which_of_two_each_is(declaration: Declaration) -> None:
    view = replace(view_of(declaration), spots=(Spot(1, "乙", (113.5, 23.1), 20.0),))
    spot = {"nth": 1, "mark": "乙", "at": [113.5, 23.1], "precision_m": 20.0}
    assert json.loads(json.dumps(to_json(view)))["spots"] == [spot]


def test_parameters_stay_small(declaration: Declaration) -> None:
    assert len(json.dumps(to_json(view_of(declaration)))) < 40_000


def test_every_listed_layer_is_declared_with_its_values(declaration: Declaration) -> None:
    assert [one["id"] for one in declaration.layers] == [x.id for x in CATALOGUE.listed_layers]
    (rental,) = (one for one in declaration.layers if one["id"] == "rental")
    grades = CATALOGUE.by_layer["rental"].grades
    assert grades is not None
    assert [grade["id"] for grade in rental["grades"]] == list(grades.ids)  # type: ignore[attr-defined]


def test_a_school_knows_where_its_gates_and_boundaries_come_from(declaration: Declaration) -> None:
    (school,) = (one for one in declaration.layers if one["id"] == "school")
    assert (school["gates"], school["boundaries"]) == ("school_gate", "school")


def test_a_value_below_another_names_it(declaration: Declaration) -> None:
    (incident,) = (one for one in declaration.layers if one["id"] == "incident")
    classes: list[dict[str, int]] = incident["classes"]  # type: ignore[assignment]
    assert any(value["parent"] >= 0 for value in classes)
    assert all(value["parent"] < len(classes) for value in classes)


def test_both_languages_say_the_same_things() -> None:
    chinese, english = (read_texts(language).group("map") for language in Language)
    assert chinese.keys() == english.keys()
