"""The workbench of records without a place: a list, a map, and what to do with each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st

from dashboard.components.guard import apart
from dashboard.components.placing.all import show_accept_all
from dashboard.components.placing.map import show_placing_map
from dashboard.components.placing.one import show_placing_one
from dashboard.components.placing.rows import LEFT, chosen_of, placing_asked, show_placing_rows
from dashboard.placing.proposals import unplaced_of
from dashboard.placing.words import words_of
from dashboard.wording import number_text, percent_text

if TYPE_CHECKING:
    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.catalogue.model import Layer

TOLD: Final = "placing_told"


def show_placing(view: View) -> None:
    """Draw finding, list, map and buttons of the layer that was asked for."""
    words = words_of(view.texts.language)
    listed = ((layer, _unplaced_count(view, layer)) for layer in view.catalogue.listed_layers)
    counts = [(layer, count) for layer, count in listed if count]
    with st.container(key="placing"):
        if not counts:
            lead = "lead_all" if view.model.data_dates else "lead_nothing"
            st.subheader(words(lead), anchor=False)
            return
        asked = placing_asked([layer for layer, _ in counts])
        found = unplaced_of(view.live.storage, view.model, asked.layer, view.viewer)
        shown = [one for one in found if (one.left is not None) == (asked.tab == LEFT)]
        chosen = chosen_of(asked, shown)
        head, accept = st.columns([3, 1], vertical_alignment="top")
        with head:
            st.subheader(_lead(view, asked.layer, words), anchor=False)
            st.caption(words("hint"))
        with accept, apart("rows"):
            if asked.tab != LEFT:
                show_accept_all(view, asked.layer, shown, words)
        for line in st.session_state.pop(TOLD, ()):
            st.success(line)
        with apart("rows"):
            left, right = st.columns([6, 5])
            with left:
                show_placing_rows(view, counts, asked, found, words)
            with right, st.container(key="placing_one"):
                show_placing_one(view, asked.layer, chosen, words)
                show_placing_map(view, chosen)


def _unplaced_count(view: View, layer: Layer) -> int:
    columns = view.model.columns_for(layer.id, view.viewer)
    return int(np.count_nonzero(columns.placed == 0))


def _lead(view: View, layer: Layer, words: Texts) -> str:
    total = len(view.model.columns_for(layer.id, view.viewer))
    unplaced = _unplaced_count(view, layer)
    numbers = {"total": total, "placed": total - unplaced, "unplaced": unplaced}
    return words(
        "lead",
        layer=view.texts.name(layer.name),
        unit=view.texts.name(layer.unit),
        share=f"{percent_text(1 - unplaced / total)} %",
        **{name: number_text(n) for name, n in numbers.items()},
    )
