"""Head of every page: title, pages, what kind of data and how fresh, who is there, language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import streamlit as st

from dashboard.components.browser import declare
from dashboard.components.identity import is_overheard
from dashboard.components.session import choose_language
from dashboard.server.gate.rules import LOGIN, SIGN_OUT
from dashboard.texts import LANGUAGE, read_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.server.live import Live
    from dashboard.texts import Texts
    from geodata.accounts import Session

KEY: Final = "head"
_head = declare("head")


def show_head(
    texts: Texts, live: Live, session: Session, *, pages: Sequence[str], current: str
) -> str | None:
    """Draw the head.

    Parameters
    ----------
    texts
        Words in the language of the session.
    session
        Whose page it is; the head names the person and offers to leave.
    pages, current
        Ids of the pages there are for them, and the one that is shown.

    Returns
    -------
    str or None
        The page just asked for.
    """
    model, other = live.model(), texts.language.other
    until = model.data_date
    role = live.door.rights.roles.get(session.account.role)
    asked = _head(
        key=KEY,
        data={
            "title": texts("app.title"),
            "pages": [
                {"id": page, "label": texts(f"pages.{page}"), "current": page == current}
                for page in pages
            ],
            "version": model.version,
            "overheard": is_overheard(),
            "sample": texts("head.sample") if live.is_sample() else None,
            "date": until.isoformat() if until else None,
            "other": {"id": other.value, "label": read_texts(other)("app.language")},
            "name": session.account.name,
            "role": texts.name(role.name) if role else "",
            "change": _sign_in(texts, change="", next=f"/{current}"),
            "over": _sign_in(texts, over=""),
            "leave": SIGN_OUT,
            "presenting": session.presenting if live.door.allows(session, "present") else None,
            "text": texts.group("head"),
        },
        on_page_change=lambda: None,
        on_again_change=lambda: None,
        on_language_change=lambda: choose_language(st.session_state[KEY].language),
        on_presenting_change=lambda: live.door.present(
            session, presenting=bool(st.session_state[KEY].presenting)
        ),
    )
    page: str | None = asked.page
    return page


def _sign_in(texts: Texts, **query: str) -> str:
    """Return an address of the sign-in page, in the language of the session."""
    return f"{LOGIN}?{urlencode({**query, LANGUAGE: str(texts.language)})}"
