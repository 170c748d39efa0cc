from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.map.events import (
    Action,
    Clicked,
    MapEvents,
    Pick,
    Taken,
    TimeAsked,
    Toggled,
    parse_events,
)
from geodata.against import Against

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(["toggled", "unplaced", "version", "action", "time", "other"])


def test_nothing_sent_is_nothing_happened() -> None:
    assert parse_events({}) == MapEvents()


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ([[113.5, 23.1], [113.6, 23.1], [113.6, 23.2]], "113.5,23.1 113.6,23.1 113.6,23.2"),
        ([], ""),
        (None, ""),
        ("113.5,23.1", ""),
    ],
)
def test_a_drawn_area_comes_as_a_link_has_it(sent: object, read: str) -> None:
    toggled = parse_events({"toggled": {"serial": 1, "layers": [], "shape": sent}}).toggled
    assert toggled == Toggled(1, (), shape=read)


def test_a_toggle_comes_with_its_serial_and_lists() -> None:
    sent = {
        "serial": 3,
        "layers": ["rental", "school"],
        "grades": {"rental": [1, 0, 1]},
        "classes": {},
    }
    toggled = Toggled(3, ("rental", "school"), grades={"rental": (0, 1)})
    assert parse_events({"toggled": sent}) == MapEvents(toggled=toggled)


def test_an_action_names_its_record() -> None:
    sent = {"id": "file", "layer": "rental", "number": 7}
    assert parse_events({"action": sent}).action == Action("file", Pick("rental", 7))


@pytest.mark.parametrize("version", [-1, True, 1.5, "3", None])
def test_a_version_that_is_no_whole_number_counts_as_not_sent(version: Any) -> None:
    assert parse_events({"version": version}).version is None


def test_the_layer_whose_unplaced_records_are_asked_for() -> None:
    assert parse_events({"unplaced": {"layer": "premises"}}).unplaced == "premises"


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        ([9000, 9031], TimeAsked((9000, 9031))),
        ([9031, 9000], None),
        ([9000, 70_000], None),
        ([9000], None),
        ("9000", None),
    ],
)
def test_a_month_is_two_days_in_their_order(sent: Any, asked: TimeAsked | None) -> None:
    assert parse_events({"time": {"period": sent}}).time == asked


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        ({"against": "previous"}, TimeAsked(against=Against.PREVIOUS)),
        ({"against": None}, TimeAsked()),
        ({"mode": "streets"}, TimeAsked(mode="streets")),
        ({"mode": "heaps"}, None),
        ({"against": "tomorrow"}, None),
        ({}, None),
    ],
)
def test_a_comparison_is_one_of_those_offered_or_none(
    sent: dict[str, Any], asked: TimeAsked | None
) -> None:
    assert parse_events({"time": sent}).time == asked


@given(st.dictionaries(NAMES, JSON))
def test_whatever_a_browser_sends_is_read_without_an_error(sent: dict[str, Any]) -> None:
    assert isinstance(parse_events(sent), MapEvents)


def test_what_was_done_in_a_preview_names_it() -> None:
    events = parse_events(
        {"reading": {"preview": 7, "n": 1}, "place": {"preview": 7, "place": [113.5, 23]}}
    )
    assert (events.taken, events.clicked) == (Taken(7, 1), Clicked(7, 113.5, 23.0))


@pytest.mark.parametrize(
    "place",
    [
        None,
        [113.5],
        [113.5, 23.0, 1.0],
        [113.5, 123.0],
        [True, 23.0],
        ["113", "23"],
        [float("nan"), 23.0],
        [10**400, 23.0],
    ],
)
def test_a_click_that_is_no_place_counts_as_not_sent(place: object) -> None:
    assert parse_events({"place": {"preview": 7, "place": place}}).clicked is None
    assert parse_events({"reading": {"preview": 7, "n": -1}}).taken is None


@pytest.mark.parametrize("lng", [None, True, "113", 1113.5, float("nan"), 10**400])
def test_a_record_is_put_on_the_globe_or_nowhere(lng: object) -> None:
    put = {"layer": "rental", "number": 1, "lng": lng, "lat": 23.0}
    assert parse_events({"put": put}).put is None
