"""The page that sets a street up: what of its ground is there, what is missing, the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import streamlit as st

from dashboard.components.guard import apart
from dashboard.components.ledgers.jobs import want_layer
from dashboard.components.setup.area import CHOSEN, show_area_form
from dashboard.components.setup.map import drawn_outline, show_setup_map
from dashboard.components.table import Heading, rows_json, show_table
from dashboard.setup.standing import read_standings
from dashboard.setup.words import held_text, lead_text, words_of
from dashboard.texts import LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.components.view import View
    from dashboard.setup.standing import Standing
    from dashboard.texts import Texts
    from geodata.readmodel import ReadModel

_LED: Final = "setup_led"
_COLUMNS: Final = ("layer", "state", "held")
SHAPED: Final = frozenset({"street", "ground"})
"""Kinds of record that are nothing without a geometry, which no template can hold."""


def is_led_to_setup(model: ReadModel) -> bool:
    """Say once a session that nothing was ever brought in: then the street is set up first."""
    first = not st.session_state.get(_LED)
    st.session_state[_LED] = True
    return first and not model.layer_versions


def show_setup(view: View) -> bool:
    """Draw the page; True where a file is to be imported next."""
    words = words_of(view.texts.language)
    standings = read_standings(view.model)
    chosen = _chosen(standings)
    with st.container(key="setup"):
        st.subheader(lead_text(words, standings), anchor=False)
        st.caption(words("hint"))
        left, right = st.columns([7, 5])
        with left, apart("rows"):
            _show_rows(view, standings, chosen, words)
        with right, st.container(key="setup_one"):
            leaves = _show_one(view, chosen, words)
        with apart("map"):
            _show_ground(view, chosen, words)
    return leaves


def _chosen(standings: Sequence[Standing]) -> Standing:
    """Return the layer looked at: the one chosen, else the first that is not whole."""
    wanted = st.session_state.get(CHOSEN)
    named = (one for one in standings if one.layer.id == wanted)
    open_ = (one for one in standings if one.state != "there")
    return next(named, next(open_, standings[0]))


def _show_rows(view: View, standings: Sequence[Standing], chosen: Standing, words: Texts) -> None:
    """List the layers; a click looks at one."""
    known = {one.layer.id for one in standings}

    def choose(what: str, value: object) -> None:
        if what == "row" and value in known:
            st.session_state[CHOSEN] = value

    cells = [
        (
            one.layer.id,
            [view.texts.name(one.layer.name), words(f"state.{one.state}"), held_text(words, one)],
        )
        for one in standings
    ]
    show_table(
        "setup_rows",
        view.texts,
        label=words("table"),
        columns=[Heading(column, words(f"col.{column}")) for column in _COLUMNS],
        rows=rows_json(cells, chosen=chosen.layer.id),
        empty="",
        opens="row",
        on=choose,
    )


def _show_one(view: View, chosen: Standing, words: Texts) -> bool:
    """Say what works without a layer and what does not, and lead to its import."""
    layer = chosen.layer
    st.markdown(f"**{words('works')}**")
    st.text(words(f"without.{chosen.kind}.works"))
    st.markdown(f"**{words('lacks')}**")
    st.text(words(f"without.{chosen.kind}.lacks"))
    with st.container(horizontal=True, vertical_alignment="center"):
        leaves = st.button(
            words("import"), type="primary" if chosen.state == "missing" else "secondary"
        )
        if layer.record not in SHAPED:
            address = (
                f"/api/templates/{layer.id}?{urlencode({LANGUAGE: view.texts.language.value})}"
            )
            st.link_button(words("template"), address, type="tertiary")
    if leaves:
        want_layer(layer.id)
        st.session_state.pop(CHOSEN, None)  # whoever comes back is shown what lacks next
    return leaves


def _show_ground(view: View, chosen: Standing, words: Texts) -> None:
    """Draw the map, and beside it the form of an area."""
    if chosen.layer.record != "area":
        show_setup_map(view, words, drawable=False)
        return
    left, right = st.columns([4, 9])
    with right:
        show_setup_map(view, words, drawable=True)
    with left, st.container(key="setup_area"):
        show_area_form(view, chosen.layer, drawn_outline(), words)
