"""The map of a view: its parameters out, what was clicked in it back into the session."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import streamlit as st

from dashboard.basemap.declared import told_sources
from dashboard.components.belonging import silences
from dashboard.components.comparing.periods import MODE, choose_mode, chosen_mode, compared
from dashboard.components.playing import played_months
from dashboard.components.session import choose_selection, opening_link
from dashboard.map.declaration import declare_element
from dashboard.map.element import TILED_ABOVE, MapSelection, MapView, show_map
from dashboard.map.events import Pick
from dashboard.server.asked import MOST_DIGITS
from dashboard.texts import LANGUAGE
from geodata.against import in_period
from geodata.coordinates.bounds import Bounds
from geodata.errors import SelectionError
from geodata.masking import scrub_text
from geodata.periods import Period, day_of
from geodata.selection import parse_shape, to_query

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from datetime import date

    from dashboard.components.view import View
    from dashboard.map.declaration import Declaration
    from dashboard.map.events import Chosen, MapEvents, TimeAsked, Toggled
    from dashboard.texts import Language
    from geodata.catalogue.model import Catalogue
    from geodata.selection import Point, Selection

CHINA: Final = Bounds(73.0, 18.0, 135.0, 54.0)
"""Shown while nothing has been imported."""

MOST_NAMED: Final = 3
"""Areas named in the corner of the map."""

_SERIAL: Final = "map_serial"


def show_mapping(view: View) -> MapEvents:
    """Draw the map; what its legend toggled is in the session before the next run."""

    def adopt(events: MapEvents) -> None:
        if events.toggled is not None:
            st.session_state[_SERIAL] = events.toggled.serial
            choose_selection(with_toggles(view.selection, events.toggled, view.catalogue))

    def take_time(events: MapEvents) -> None:
        if events.time is None:
            return
        if events.time.mode is not None:
            choose_mode(events.time.mode)
        else:
            choose_selection(with_time(view.selection, events.time, view.today))

    told = to_map_view(view, st.session_state.get(_SERIAL, 0))
    return show_map(told, on_toggled=adopt, on_time=take_time)


def to_map_view(view: View, serial: int) -> MapView:
    """Turn a view into what the element is told."""
    criteria, told = view.criteria, compared(view, chosen_mode())
    shown = {} if told is None else {MODE: told.mode}
    selection = MapSelection(
        layers=view.selection.layers,
        projects=criteria.projects,
        start_day=criteria.start_day,
        end_day=criteria.end_day,
        areas=criteria.areas,
        classes=criteria.classes,
        grades=criteria.grades,
        statuses=criteria.statuses,
        shape=criteria.shape,
    )
    return replace(
        to_plain_map(view, selection, {**to_query(view.selection), **shown}, serial),
        months=played_months(view),
        silent=silences(view),
        note=_unoutlined_text(view),
        tiled=tuple(la for la, columns in view.model.columns.items() if len(columns) > TILED_ABOVE),
        compared=told,
    )


def to_plain_map(
    view: View, selection: MapSelection, asked: Mapping[str, str], serial: int
) -> MapView:
    """Return what the map of every page is told: all that does not depend on the page.

    Parameters
    ----------
    asked
        What is looked at, as a link holds it, without the language.
    serial
        Of the last click in the legend, 0 before the first.
    """
    link = opening_link()
    return MapView(
        declaration=declared(view),
        version=view.model.version,
        selection=selection,
        serial=serial,
        query=urlencode({**asked, LANGUAGE: view.language.value}),
        parents=tuple(-1 if a.parent is None else a.parent for a in view.model.areas.areas),
        home=view.model.extent or CHINA,
        extent=parse_extent(link.get("extent", "")),
        pick=parse_pick(link.get("pick", ""), view.catalogue.by_layer),
        sample=view.is_sample,
        presenting=view.session.presenting,
        pictured=view.allows("export_figures"),
        readable=view.allows("view_facts"),
    )


def _unoutlined_text(view: View) -> str:
    """Name the areas the map cannot show; '' where it shows all."""
    tree, texts = view.model.areas, view.texts
    names = [scrub_text(tree.areas[index].name) for index in view.model.unoutlined]
    if not names:
        return ""
    told = texts("facts.and").join(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        told = texts("map.unoutlined_more", names=told, n=len(names))
    return texts("map.unoutlined", names=told)


def with_toggles(selection: Selection, toggled: Toggled, catalogue: Catalogue) -> Selection:
    """Return the selection as the map's legend and drawing tools show it.

    Layers and indices nobody declared are left out: they come from a browser.
    """
    known = {layer.id for layer in catalogue.listed_layers}
    return replace(
        selection,
        layers=tuple(sorted(known.intersection(toggled.layers))),
        classes=_value_ids("classes", toggled.classes, catalogue),
        grades=_value_ids("grades", toggled.grades, catalogue),
        statuses=_value_ids("statuses", toggled.statuses, catalogue),
        shape=_drawn(toggled.shape, selection.shape),
    )


def _drawn(shape: str, before: tuple[Point, ...]) -> tuple[Point, ...]:
    try:
        return parse_shape(shape)
    except SelectionError:  # no tool of ours draws such: it comes from elsewhere
        return before


def with_time(selection: Selection, asked: TimeAsked, today: date) -> Selection:
    """Return the selection with the month that was played as its period, or compared anew.

    A month that nobody could choose leaves it as it is: it comes from a browser.
    """
    if asked.period is None:
        against = None if asked.against is None else asked.against.period(selection.period)
        return replace(selection, against=against)
    period = Period(*map(day_of, asked.period))
    return selection if period.last_day > today else in_period(selection, period)


def parse_extent(text: str) -> Bounds | None:
    """Read ``west,south,east,north`` of a link; None for anything else."""
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        return None
    on_globe = -180 <= west < east <= 180 and -90 <= south < north <= 90  # noqa: PLR2004
    return Bounds(west, south, east, north) if on_globe else None


def parse_pick(text: str, layers: Container[str]) -> Pick | None:
    """Read ``layer.number`` of a link; None for anything else, and for a layer not among those."""
    layer, _, number = text.partition(".")
    is_number = number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS
    return Pick(layer, int(number)) if is_number and layer in layers else None


def declared(view: View) -> Declaration:
    """Declare once per catalogue and language: folium takes some 50 ms.

    Who is named as the source of our base map stands in its corner.
    """
    catalogue, texts = view.catalogue, view.texts
    held = _DECLARATIONS.get(texts.language)
    if held is None or held[0] is not catalogue:
        made = declare_element(catalogue, texts, told_sources(view.live.sources, texts))
        held = _DECLARATIONS[texts.language] = (catalogue, made)
    told = replace(held[1], versions=view.model.block_versions(view.viewer))
    if not view.model.credits:
        return told
    credited = texts("map.note_wgs84", source=texts("facts.and").join(view.model.credits))
    return replace(told, text={**told.text, "note": credited})


_DECLARATIONS: dict[Language, tuple[Catalogue, Declaration]] = {}


def _value_ids(kind: str, chosen: Chosen, catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(
        sorted(
            f"{layer.id}.{declared.ids[index]}"
            for layer in catalogue.listed_layers
            if (declared := getattr(layer, kind)) is not None
            for index in chosen.get(layer.id, ())
            if index < len(declared.ids)
        )
    )
