"""Who is signed in, as the gate tells a running page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.server.gate.gate import ACCOUNT, OVERHEARD, SESSION
from dashboard.server.live import live

if TYPE_CHECKING:
    from geodata.accounts import Session

_BOUND: Final = "session"


def require_session() -> Session:
    """Return the session this run is for; without one, nothing more of the page is run.

    What a tab has chosen is bound to the session it began with: another one finds it empty.
    """
    number = told_session()
    session = live().door.living({number}).get(number)
    if st.session_state.setdefault(_BOUND, number) != number:
        st.session_state.clear()
        st.stop()
    if session is None:
        st.stop()
    return session


def told_session() -> int:
    """Return the session's number, as the gate tells it; 0, nobody's, without one."""
    return _number(SESSION) or 0


def told_account() -> int | None:
    """Return the account's number, likewise, without asking the database; None for nobody's."""
    return _number(ACCOUNT)


def is_overheard() -> bool:
    """Say whether others on the network may read along, as the gate tells it."""
    return OVERHEARD in st.context.headers


def _number(header: str) -> int | None:
    """Return the number in a header that only the gate writes."""
    told = st.context.headers.get(header, "")
    return int(told) if told.isascii() and told.isdigit() else None
