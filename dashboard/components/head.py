"""Head of every page: title, pages, what kind of data and how fresh, language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.browser import declare
from dashboard.components.session import choose_language
from dashboard.texts import read_texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboard.texts import Texts

KEY: Final = "head"
_head = declare("head")


def show_head(
    texts: Texts, *, pages: Sequence[str], current: str, sample: bool, until: date | None
) -> str | None:
    """Draw the head.

    Parameters
    ----------
    texts
        Words in the language of the session.
    pages, current
        Ids of the pages there are, and the one that is shown.
    sample
        Whether the data is sample data, which every page must say.
    until
        Day up to which the data is true; None while there is none.

    Returns
    -------
    str or None
        The page just asked for.
    """
    other = texts.language.other
    asked = _head(
        key=KEY,
        data={
            "title": texts("app.title"),
            "pages": [
                {"id": page, "label": texts(f"pages.{page}"), "current": page == current}
                for page in pages
            ],
            "sample": texts("head.sample") if sample else None,
            "date": until.isoformat() if until else None,
            "other": {"id": other.value, "label": read_texts(other)("app.language")},
            "text": texts.group("head"),
        },
        on_page_change=lambda: None,
        on_language_change=lambda: choose_language(st.session_state[KEY].language),
    )
    page: str | None = asked.page
    return page
