"""The map of the page of shelters: shelters in use with their reach, rental buildings around."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.mapping import to_plain_map
from dashboard.components.shelters.choices import shelter_choice
from dashboard.map.declaration import zone_json
from dashboard.map.element import MapSelection, show_map
from geodata.periods import Period, to_days
from geodata.results.shelter_reach import EVERY, RENTAL, SHELTER
from geodata.selection import to_query

if TYPE_CHECKING:
    from dashboard.components.view import View
    from dashboard.map.element import MapView
    from dashboard.map.events import MapEvents, Toggled
    from dashboard.shelters.figures import Asked

KEY: Final = "shelter_map"
_TOGGLED: Final = "shelter_toggled"
LAYERS: Final = (RENTAL, SHELTER)


def show_shelter_map(view: View, asked: Asked) -> None:
    """Draw it; what its legend toggled is in the session before the next run."""

    def adopt(events: MapEvents) -> None:
        if events.toggled is not None:
            st.session_state[_TOGGLED] = events.toggled

    show_map(map_view(view, asked, st.session_state.get(_TOGGLED)), on_toggled=adopt, key=KEY)


def map_view(view: View, asked: Asked, toggled: Toggled | None) -> MapView:
    """Turn what is asked for into what the element is told."""
    period = Period(view.today, view.today + timedelta(days=1))
    start_day, end_day = to_days(period)
    zones = [
        z for z in view.catalogue.zones if (z.layer, z.distance_m) == (SHELTER, asked.within_m)
    ]
    classes = view.catalogue.by_layer[SHELTER].classes
    chosen = (
        {} if asked.kind == EVERY or classes is None else {SHELTER: (classes.index(asked.kind),)}
    )
    selection = MapSelection(
        layers=LAYERS if toggled is None else toggled.layers,
        projects=0,
        start_day=start_day,
        end_day=end_day,
        areas=None,
        classes=chosen if toggled is None else {**toggled.classes, **chosen},
        grades={} if toggled is None else toggled.grades,
        statuses=_open(view) if toggled is None else toggled.statuses,
    )
    query = {**to_query(replace(view.selection, period=period)), **shelter_choice().to_query()}
    plain = to_plain_map(view, selection, query, 0 if toggled is None else toggled.serial)
    base = plain.declaration
    layers = tuple(layer for layer in base.layers if layer["id"] in LAYERS)
    rings = tuple(zone_json(zone, view.texts) for zone in zones)
    return replace(plain, declaration=replace(base, layers=layers, zones=rings))


def _open(view: View) -> dict[str, tuple[int, ...]]:
    """Return by layer the statuses of places that are counted: those not closed."""
    return {
        layer: tuple(n for n, status in enumerate(listed.values) if not status.closed)
        for layer in LAYERS
        if (listed := view.catalogue.by_layer[layer].statuses) is not None
    }
