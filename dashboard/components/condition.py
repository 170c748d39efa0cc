"""What is wrong with the program itself, above every page: what still works, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.health.telling import as_text
from dashboard.health.words import words_of

if TYPE_CHECKING:
    from dashboard.health.watch import Wrong
    from dashboard.server.live import Live
    from dashboard.texts import Texts


def show_condition(texts: Texts, live: Live) -> None:
    """Draw it; the place is kept where nothing is wrong, so that the map below never jumps."""
    words = words_of(texts.language)
    with st.container(key="condition", gap=None):
        for one in live.watch.wrong():
            st.warning(condition_text(words, one))
        model = live.model()
        for layer, incident in live.watch.broken(model).items():
            name = texts.name(model.catalogue.by_layer[layer].name)
            st.error(words("now_layer", layer=name, incident=incident))


def condition_text(words: Texts, wrong: Wrong) -> str:
    """Say in one sentence what is wrong, in the words of a language."""
    told = {name: as_text(words, name, value) for name, value in wrong.values.items()}
    return words(f"now.{wrong.key}", **told)
