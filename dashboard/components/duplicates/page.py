"""The page of duplicates: a list and a map, and both records of the chosen pair side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.duplicates.map import show_pair_map
from dashboard.components.duplicates.pair import TOLD, carry_out, show_pair
from dashboard.components.duplicates.rows import duplicates_asked, pair_chosen, show_pair_rows
from dashboard.components.guard import apart
from dashboard.duplicates.doing import undo_decision
from dashboard.duplicates.listed import listed_for
from dashboard.duplicates.words import lead_text, state_text, words_of

if TYPE_CHECKING:
    from dashboard.components.view import View
    from dashboard.duplicates.listed import Listed
    from dashboard.texts import Texts


def show_duplicates(view: View) -> None:
    """Draw what there is to decide, the pair looked at, and what was decided."""
    words = words_of(view.texts.language)
    listed = listed_for(view.live.storage, view.model, view.viewer)
    with st.container(key="duplicates"):
        lead, done = st.columns([3, 2], vertical_alignment="center")
        with lead:
            told = lead_text(words, view.texts, view.catalogue, listed)
            finding = told if view.model.data_dates else words("lead_nothing")
            st.subheader(finding, anchor=False)
            st.caption(state_text(words, listed, view.model.version))
        with done:
            _show_told(view, listed, words)
        if not listed.proposed and not listed.decided:
            return
        asked = duplicates_asked(view, listed)
        chosen = pair_chosen(view, listed, asked)
        with apart("rows"):
            left, right = st.columns([5, 6])
            with left:
                show_pair_map(view, chosen, words)
                show_pair_rows(view, listed, asked, chosen, words)
            with right, st.container(key="duplicates_one"):
                show_pair(view, chosen, words)


def _show_told(view: View, listed: Listed, words: Texts) -> None:
    """Say what was done last; what is a decision that stands can be taken back at once."""
    told = st.session_state.pop(TOLD, None)
    if told is None:
        return
    text, layer, number = told
    decided = next(
        (o for o in listed.decided if (o.layer.id, o.decision.number) == (layer, number)), None
    )
    with st.container(horizontal=True, vertical_alignment="center", key="duplicates_told"):
        st.success(text)
        if decided is not None:
            work = partial(undo_decision, view.live, view.session, decided)
            args = (view, words, words("taken_back"), work)
            st.button(words("undo"), key="duplicates_undo_last", on_click=carry_out, args=args)
