from dataclasses import replace
from datetime import date

import pytest

from dashboard.components.mapping import (
    parse_extent,
    parse_pick,
    to_map_view,
    with_time,
    with_toggles,
)
from dashboard.components.view import View
from dashboard.map.events import Pick, TimeAsked, Toggled
from geodata.coordinates.bounds import Bounds
from geodata.periods import day_number, month_of


def test_what_the_legend_shows_becomes_the_selection(view: View) -> None:
    toggled = Toggled(
        1, ("rental", "incident"), grades={"rental": (0, 1)}, statuses={"rental": (2,)}
    )
    chosen = with_toggles(view.selection, toggled, view.catalogue)
    assert chosen.layers == ("incident", "rental")
    assert chosen.grades == ("rental.orange", "rental.red")
    assert chosen.statuses == ("rental.closed",)


def test_whoever_the_base_map_is_from_stands_in_its_corner(view: View) -> None:
    own = to_map_view(view, 0).declaration.text["note"]
    credited = replace(view, model=replace(view.model, credits=("© map makers",)))
    assert str(to_map_view(credited, 0).declaration.text["note"]).endswith("底图：© map makers")
    assert to_map_view(view, 0).declaration.text["note"] == own


def test_layers_and_indices_nobody_declared_are_left_out(view: View) -> None:
    toggled = Toggled(1, ("rental", "nope"), grades={"rental": (99,), "nope": (0,)})
    chosen = with_toggles(view.selection, toggled, view.catalogue)
    assert (chosen.layers, chosen.grades) == (("rental",), ())


def test_a_played_month_becomes_the_period_unless_it_is_still_to_come(view: View) -> None:
    march = month_of(date(2025, 3, 1))
    asked = TimeAsked((day_number(march.start), day_number(march.end)))
    assert with_time(view.selection, asked, view.today).period == march
    assert with_time(view.selection, asked, march.start) == view.selection


@pytest.mark.parametrize(
    ("text", "extent"),
    [
        ("113.5,23.1,113.6,23.2", Bounds(113.5, 23.1, 113.6, 23.2)),
        ("113.6,23.1,113.5,23.2", None),
        ("1,2,3", None),
        ("nan,1,2,3", None),
        ("a,b,c,d", None),
        ("", None),
    ],
)
def test_an_extent_is_four_degrees_in_order(text: str, extent: Bounds | None) -> None:
    assert parse_extent(text) == extent


@pytest.mark.parametrize(
    ("text", "pick"),
    [
        ("rental.5", Pick("rental", 5)),
        ("nope.5", None),
        ("rental.-5", None),
        ("rental", None),
        (f"rental.{'5' * 5_000}", None),
    ],
)
def test_a_pick_is_a_layer_and_a_number(view: View, text: str, pick: Pick | None) -> None:
    assert parse_pick(text, view.catalogue.by_layer) == pick


def test_the_element_is_told_numbers_and_codes_of_the_same_filter(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.components.mapping.opening_link", dict)
    selection = replace(view.selection, areas=("D1",), grades=("rental.red",))
    told = to_map_view(replace(view, selection=selection), 0)
    assert told.selection.areas == view.model.areas.descendants(["D1"])
    assert told.selection.grades == {"rental": (0,)}
    assert "areas=D1" in told.query
    assert "lang=zh-CN" in told.query


@pytest.mark.parametrize(
    ("drawn", "kept"),
    [
        ("113.5,23.1 113.6,23.1 113.6,23.2", ((113.5, 23.1), (113.6, 23.1), (113.6, 23.2))),
        ("", ()),
        ("113.5,23.1 nan,1 2,3", ((1.0, 2.0), (3.0, 4.0), (5.0, 0.0))),
    ],
)
def test_a_drawn_area_is_checked_and_reaches_the_map_again(
    view: View, drawn: str, kept: tuple[tuple[float, float], ...]
) -> None:
    before = replace(view.selection, shape=((1.0, 2.0), (3.0, 4.0), (5.0, 0.0)))
    chosen = with_toggles(before, Toggled(1, ("rental",), shape=drawn), view.catalogue)
    assert chosen.shape == kept
    assert to_map_view(replace(view, selection=chosen), 1).selection.shape == kept
    assert ("所画范围内" in replace(view, selection=chosen).area_text) is bool(kept)
