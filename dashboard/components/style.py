"""The one style sheet of the pages, and the words of Streamlit that a style can change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.browser import ASSETS

if TYPE_CHECKING:
    from dashboard.texts import Texts

# Streamlit speaks English only: its words are made nothing and ours are set after them.
_WORDS: Final = {
    '[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p': "browse",
    '[data-testid="stFileUploaderDropzoneInstructions"] span': "drop",
}


def show_style(texts: Texts) -> None:
    """Put style sheet and words into the page."""
    st.html(ASSETS.folder / "page.css")
    st.html(f"<style>{words_style(texts)}</style>")


def words_style(texts: Texts) -> str:
    """Return rules that show the upload's words in the language of the session."""
    rules = []
    for place, key in _WORDS.items():
        words = json.dumps(texts(f"ledgers.{key}"), ensure_ascii=False)
        rules.append(f"{place} {{ font-size: 0; }}")
        rules.append(f"{place}::after {{ content: {words}; font-size: 14px; }}")
    return "\n".join(rules)
