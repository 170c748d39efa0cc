"""What one browser tab has chosen: its language."""

import streamlit as st

from dashboard.texts import Language, Texts, read_texts

_LANGUAGE = "language"


def chosen_texts() -> Texts:
    """Return the texts in the language of this session, Chinese until switched."""
    return read_texts(Language(st.session_state.get(_LANGUAGE, Language.CHINESE)))


def choose_language(language: str) -> None:
    """Show this session in another language from its next run on."""
    st.session_state[_LANGUAGE] = Language(language).value
