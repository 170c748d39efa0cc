"""The one filter: through links and back, and nothing that does not exist."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.catalogue.load import read_catalogue
from geodata.errors import SelectionError
from geodata.periods import Period
from geodata.selection import Selection, default_selection, parse_selection, to_query

CATALOGUE = read_catalogue()
YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
AREAS = {"440112015", "440112015001", "新庄-1"}
LAYERS = [layer.id for layer in CATALOGUE.listed_layers]
PROJECTS = [project.id for project in CATALOGUE.projects]


def _values(name: str) -> list[str]:
    lists = [(layer.id, getattr(layer, name)) for layer in CATALOGUE.listed_layers]
    return [f"{layer}.{value}" for layer, values in lists if values for value in values.ids]


def _some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(values), max_size=4).map(lambda found: tuple(sorted(found)))


degrees = st.tuples(
    st.floats(-180, 180).map(lambda x: round(x, 6)), st.floats(-90, 90).map(lambda x: round(x, 6))
)
periods = st.builds(
    lambda start, days: Period(start, start + timedelta(days=days)),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(1, 5000),
)
selections = st.builds(
    Selection,
    layers=_some(LAYERS),
    period=periods,
    against=st.none() | periods,
    projects=_some(PROJECTS),
    areas=_some(sorted(AREAS)),
    classes=_some(_values("classes")),
    grades=_some(_values("grades")),
    statuses=_some(_values("statuses")),
    shape=st.just(()) | st.lists(degrees, min_size=3, max_size=9).map(tuple),
)


@given(selections)
def test_a_link_restores_the_selection(selection: Selection) -> None:
    query = to_query(selection)
    assert parse_selection(query, CATALOGUE, AREAS, period=YEAR) == selection
    assert hash(parse_selection(query, CATALOGUE, AREAS, period=YEAR)) == hash(selection)


def test_an_empty_link_is_what_a_new_visitor_sees() -> None:
    selection = parse_selection({}, CATALOGUE, AREAS, period=YEAR)
    assert selection == default_selection(CATALOGUE, YEAR)
    assert "rental" in selection.layers
    assert selection.period == YEAR


def test_all_layers_off_is_not_the_same_as_none_named() -> None:
    assert parse_selection({"layers": ""}, CATALOGUE, AREAS, period=YEAR).layers == ()


def test_order_and_repetition_make_no_difference() -> None:
    one = parse_selection({"layers": "school,rental,school"}, CATALOGUE, AREAS, period=YEAR)
    assert one.layers == ("rental", "school")


def test_keys_of_others_are_passed_over() -> None:
    query = {"extent": "113.5,23.1,113.6,23.2", "utm_source": "mail"}
    assert parse_selection(query, CATALOGUE, AREAS, period=YEAR) == default_selection(
        CATALOGUE, YEAR
    )


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("layers", "casinos", "one of"),
        ("layers", "group", "rental"),
        ("projects", "fire;drop table", "fire"),
        ("areas", "999", "440112015001"),
        ("classes", "rental.castle", "rental.apartment"),
        ("grades", "red", "rental.red"),
        ("statuses", "incident.open ", "incident.open"),
        ("period", "2025", "two dates"),
        ("against", "2025-02-30/2025-03-01", "two dates"),
        ("shape", "1,2 3,4", "3 to 200 corners"),
        ("shape", "1,2 3,4 nan,6", "corners"),
        ("shape", "1,2 3,4 5,96", "corners"),
        ("shape", "1,2 3,4 5", "corners"),
        ("shape", " ".join(["1,2"] * 201), "corners"),
    ],
)
def test_nonsense_is_named_with_what_was_expected(key: str, value: str, expected: str) -> None:
    with pytest.raises(SelectionError) as caught:
        parse_selection({key: value}, CATALOGUE, AREAS, period=YEAR)
    assert value[:20].strip() in caught.value.found
    assert expected in caught.value.expected


@given(st.dictionaries(st.sampled_from(sorted(Selection.__slots__)), st.text(max_size=40)))
def test_any_text_is_a_selection_or_a_named_error(query: dict[str, str]) -> None:
    try:
        selection = parse_selection(query, CATALOGUE, AREAS, period=YEAR)
    except SelectionError:
        return
    assert parse_selection(to_query(selection), CATALOGUE, AREAS, period=YEAR) == selection
