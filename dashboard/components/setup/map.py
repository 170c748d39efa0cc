"""The map of the page that sets a street up: what is there, and the outline that is drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.mapping import to_map_view
from dashboard.map.element import show_map
from geodata.errors import SelectionError
from geodata.selection import parse_shape

if TYPE_CHECKING:
    from dashboard.components.view import View
    from dashboard.map.events import MapEvents, Toggled
    from dashboard.texts import Texts
    from geodata.selection import Point

KEY: Final = "setup_map"
_TOGGLED: Final = "setup_toggled"


def drawn_outline() -> tuple[Point, ...]:
    """Return the corners of the outline drawn since the last was saved; none for none."""
    toggled: Toggled | None = st.session_state.get(_TOGGLED)
    try:
        return parse_shape(toggled.shape if toggled else "")
    except SelectionError:  # no tool of ours draws such: it comes from elsewhere
        return ()


def forget_outline() -> None:
    """Take what was drawn off the map."""
    toggled: Toggled | None = st.session_state.get(_TOGGLED)
    if toggled is not None:
        st.session_state[_TOGGLED] = replace(toggled, shape="")


def show_setup_map(view: View, words: Texts, *, drawable: bool) -> None:
    """Draw it: the ground alone, without records; what is drawn in it is in the session."""

    def keep(events: MapEvents) -> None:
        if events.toggled is not None:
            st.session_state[_TOGGLED] = events.toggled

    toggled: Toggled | None = st.session_state.get(_TOGGLED)
    told = to_map_view(view, toggled.serial if toggled else 0)
    text = told.declaration.text | words.group("tools")
    show_map(
        replace(
            told,
            declaration=replace(told.declaration, layers=(), zones=(), text=text),
            selection=replace(
                told.selection, areas=None, shape=drawn_outline() if drawable else ()
            ),
            extent=None,
            pick=None,
            drawable=drawable,
            months=(),
            compared=None,
        ),
        on_toggled=keep,
        key=KEY,
    )
