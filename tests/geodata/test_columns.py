"""The one filter over columns, beside the plainest words for the same rules."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.areas import AreaTree
from geodata.columns import STILL, Columns, mask, scoped, to_arrays
from geodata.coordinates.mercator import to_world
from geodata.criteria import Criteria, project_bits, to_criteria, value_indices
from geodata.packing import pack, unpack
from geodata.selection import Selection, default_selection
from geodata.viewer import OFFICE, Viewer
from tests.geodata.columns_making import END, FIRST, MARCH, TREE, make_columns
from tests.geodata.making import CATALOGUE


def everything() -> Criteria:
    return to_criteria(default_selection(CATALOGUE, MARCH), CATALOGUE, TREE)


def said_plainly(columns: Columns, criteria: Criteria, row: int) -> bool:
    first, last = int(columns.from_day[row]), int(columns.to_day[row])
    in_period = (
        criteria.start_day <= first < criteria.end_day
        if columns.events
        else first <= criteria.end_day - 1 < last
    )
    bits = int(columns.projects[row])
    in_lists = all(
        columns.layer not in choices or int(values[row]) in choices[columns.layer]
        for choices, values in (
            (criteria.classes, columns.classes),
            (criteria.grades, columns.grades),
            (criteria.statuses, columns.statuses),
        )
    )
    in_areas = criteria.areas is None or int(columns.areas[row]) in criteria.areas
    return (
        in_period
        and in_lists
        and in_areas
        and (not criteria.projects or bool(bits & criteria.projects))
    )


indices = st.sets(st.integers(0, 2)).map(lambda found: tuple(sorted(found)))
choices = st.dictionaries(st.sampled_from(["incident", "rental", "school"]), indices)


@settings(max_examples=60)
@given(
    events=st.booleans(),
    criteria=st.builds(
        Criteria,
        start_day=st.integers(FIRST - 10, FIRST + 10),
        end_day=st.integers(FIRST + 11, END),
        projects=st.sampled_from([0, 1, 3, 1 << 63]),
        areas=st.none() | indices,
        classes=choices,
        grades=choices,
        statuses=choices,
        shape=st.just(()),
    ),
)
def test_the_mask_is_what_the_rules_say(events: bool, criteria: Criteria) -> None:  # noqa: FBT001
    columns = make_columns(200, events=events)
    plain = [said_plainly(columns, criteria, row) for row in range(200)]
    assert mask(columns, criteria).tolist() == plain


@pytest.mark.parametrize(
    ("day", "until", "counted"),
    [
        (FIRST - 1, STILL, True),
        (END - 1, STILL, True),
        (END, STILL, False),
        (0, END, True),
        (0, END - 1, False),
        (0, STILL, True),
    ],
)
def test_a_place_counts_if_it_stands_on_the_last_day(
    day: int, until: int, *, counted: bool
) -> None:
    one = make_columns(1, events=False)
    columns = replace(one, from_day=np.array([day], np.uint16), to_day=np.array([until], np.uint16))
    assert mask(columns, everything()).tolist() == [counted]


@pytest.mark.parametrize(
    ("day", "counted"), [(FIRST - 1, False), (FIRST, True), (END - 1, True), (END, False)]
)
def test_an_incident_counts_on_its_day(day: int, *, counted: bool) -> None:
    columns = replace(make_columns(1, events=True), from_day=np.array([day], np.uint16))
    assert mask(columns, everything()).tolist() == [counted]


def test_a_drawn_shape_takes_the_placed_records_inside() -> None:
    inside, outside, hole = (113.55, 23.11), (113.7, 23.15), (113.55, 23.19)
    x, y = to_world(*np.array([inside, outside, hole, (np.nan, np.nan)]).T)
    columns = replace(
        make_columns(4, events=False),
        x=x,
        y=y,
        placed=np.array([1, 1, 1, 0], np.uint8),
        from_day=np.zeros(4, np.uint16),
        to_day=np.full(4, STILL, np.uint16),
    )
    notch = ((113.5, 23.1), (113.6, 23.1), (113.6, 23.2), (113.55, 23.12), (113.5, 23.2))
    criteria = replace(everything(), shape=notch)
    assert mask(columns, criteria).tolist() == [True, False, False, False]


def test_a_class_stands_for_those_below_it() -> None:
    layer = CATALOGUE.by_layer["incident"]
    crime = value_indices(layer, "classes", ("crime",))
    assert layer.classes is not None
    assert {layer.classes.ids[n] for n in crime} > {"crime", "robbery", "burglary"}
    chosen = Selection(layers=("incident",), period=MARCH, classes=("incident.crime",))
    criteria = to_criteria(chosen, CATALOGUE, TREE)
    assert criteria.classes == {"incident": crime}
    assert criteria.areas is None


def test_an_area_stands_for_those_below_it_and_a_gone_one_for_none() -> None:
    chosen = Selection(layers=(), period=MARCH, areas=("D1",))
    assert to_criteria(chosen, CATALOGUE, TREE).areas == (1, 2)
    assert to_criteria(chosen, CATALOGUE, AreaTree()).areas == ()


def test_each_project_has_the_bit_of_its_place() -> None:
    ids = [project.id for project in CATALOGUE.projects]
    assert project_bits(CATALOGUE, (ids[0], ids[-1])) == 1 | 1 << len(ids) - 1
    assert project_bits(CATALOGUE, ()) == 0


def test_the_office_sees_the_very_same_columns() -> None:
    columns = make_columns(9, events=True)
    assert scoped(columns, OFFICE, CATALOGUE, TREE) is columns


def test_a_scope_leaves_its_own_areas_only() -> None:
    columns = make_columns(300, events=True)
    seen = scoped(columns, Viewer(frozenset({"D1"}), None), CATALOGUE, TREE)
    assert set(seen.areas.tolist()) == {1, 2}
    assert len(seen.measures["units"]) == len(seen)


def test_all_64_project_bits_reach_the_browser() -> None:
    columns = make_columns(300, events=True)
    _, arrays = unpack(pack({}, to_arrays(columns)))
    both = arrays["projects_lo"].astype(np.uint64) | arrays["projects_hi"].astype(np.uint64) << 32
    np.testing.assert_array_equal(both, columns.projects)
    assert {"number", "x", "y", "placed", "areas", "minutes"} <= set(arrays)
    assert "units" not in arrays  # what a ledger measures stays on the server
