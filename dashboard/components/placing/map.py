"""The map of the workbench: where a record may lie, and the click that says where it lies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.mapping import to_map_view
from dashboard.map.element import Offer, show_map
from dashboard.server.correcting import MARGIN_M

if TYPE_CHECKING:
    from dashboard.components.view import View
    from dashboard.map.events import MapEvents
    from dashboard.placing.proposals import Unplaced

KEY: Final = "placing_map"
_CLICKED: Final = "placing_clicked"


def clicked_for(view: View, chosen: Unplaced | None) -> tuple[float, float] | None:
    """Return where the map was clicked for a record; None for another one's or far away."""
    held = st.session_state.get(_CLICKED)
    extent = view.model.extent
    if held is None or chosen is None or extent is None or held.pick.number != chosen.record.key[1]:
        return None
    near = held.pick.layer == chosen.record.key[0] and extent.padded(MARGIN_M).contains(*held.at)
    return held.at if near else None


def forget_click() -> None:
    """Let the map propose again what it proposed."""
    st.session_state.pop(_CLICKED, None)


def show_placing_map(view: View, chosen: Unplaced | None) -> None:
    """Draw it; a click in it is in the session before the next run."""

    def keep(events: MapEvents) -> None:
        if events.put is not None:
            st.session_state[_CLICKED] = events.put

    told = to_map_view(view, 0)
    offered = _offer(view, chosen)
    told = replace(told, offer=offered, pick=None, drawable=False, months=())
    show_map(told, on_toggled=lambda _: None, on_put=keep, key=KEY)


def _offer(view: View, chosen: Unplaced | None) -> Offer | None:
    if chosen is None:
        return None
    layer, number = chosen.record.key
    clicked, place = clicked_for(view, chosen), chosen.place
    if clicked is not None:
        return Offer(layer, number, clicked)
    if place is None:
        return Offer(layer, number)
    return Offer(layer, number, (place.lng, place.lat), place.precision_m)
