"""Accepting all proposals from a score on, asked twice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.placing.one import carry_out
from dashboard.placing import doing
from dashboard.placing.words import score_text
from dashboard.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.components.view import View
    from dashboard.placing.proposals import Unplaced
    from dashboard.texts import Texts
    from geodata.catalogue.model import Layer

LEAST: Final = (0.95, 0.9, 0.8)
_ASKED: Final = "placing_all_asked"


def show_accept_all(view: View, layer: Layer, listed: Sequence[Unplaced], words: Texts) -> None:
    """Draw choice and button; then the question, with the number it is about."""
    with st.container(horizontal=True, horizontal_alignment="right"):
        least = st.selectbox(
            words("least"),
            LEAST,
            format_func=lambda score: words("least_of", score=score_text(words, score)),
            width=150,
            label_visibility="collapsed",
        )
        sure = [one for one in listed if one.place is not None and one.place.score >= least]
        count = number_text(len(sure))
        asked = (layer.id, least, len(sure))
        st.button(words("accept_all", n=count), disabled=not sure, on_click=_ask, args=(asked,))
    if not sure or st.session_state.get(_ASKED) != asked:
        return
    about = {"layer": view.texts.name(layer.name), "score": score_text(words, least)}
    st.warning(words("all_question", n=count, **about))
    with st.container(horizontal=True):
        accept = partial(_accept, view, layer, sure, words)
        st.button(words("all_yes", n=count), type="primary", on_click=accept)
        st.button(words("all_no"), on_click=_ask, args=(None,))


def _ask(asked: tuple[str, float, int] | None) -> None:
    st.session_state[_ASKED] = asked


def _accept(view: View, layer: Layer, sure: Sequence[Unplaced], words: Texts) -> None:
    _ask(None)
    work = partial(doing.accept, view.live, view.session, layer, sure, words)
    carry_out(view, words, words("done", n=number_text(len(sure))), work)
