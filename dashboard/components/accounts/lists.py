"""The accounts there are, and the sessions now open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.accounts.keeping import Keeper
from dashboard.components.audit.browsers import browser_name
from dashboard.components.table import Heading, rows_json, show_table
from geodata.localtime import LOCAL_TIME
from geodata.storage.accounts import read_accounts

if TYPE_CHECKING:
    from dashboard.components.view import View
    from geodata.accounts import Account, Session

_CHOSEN: Final = "account"
_SESSION: Final = "account_session"
_COLUMNS: Final = ("login", "name", "role", "scope", "expires", "state")
_OPEN: Final = ("login", "name", "since", "seen", "address", "agent")


def show_accounts(view: View) -> Account | None:
    """Draw the accounts and return the one chosen; None for a new one."""
    with view.live.storage.reading() as connection:
        accounts = read_accounts(connection)
    number = st.session_state.get(_CHOSEN)
    chosen = next((account for account in accounts if account.number == number), None)

    def choose(what: str, value: object) -> None:
        if what == "row":
            same = str(value) == str(number)
            st.session_state[_CHOSEN] = None if same else int(str(value))

    show_table(
        "accounts",
        view.texts,
        label=view.texts("accounts.title"),
        columns=_headings(view, _COLUMNS),
        rows=rows_json(
            [(str(account.number), _cells(view, account)) for account in accounts],
            chosen=str(number),
        ),
        empty="",
        about=view.texts("accounts.about"),
        opens="row",
        on=choose,
    )
    return chosen


def show_sessions(view: View) -> None:
    """Draw the open sessions; the one chosen can be ended."""
    sessions = view.live.door.living()

    def choose(what: str, value: object) -> None:
        if what == "row":
            st.session_state[_SESSION] = int(str(value))

    chosen = sessions.get(st.session_state.get(_SESSION, 0))
    show_table(
        "sessions",
        view.texts,
        label=view.texts("accounts.sessions"),
        columns=_headings(view, _OPEN),
        rows=rows_json(
            [(str(number), _session_cells(session)) for number, session in sessions.items()],
            chosen=str(chosen.number) if chosen else None,
        ),
        empty="",
        opens="row",
        on=choose,
    )
    with st.container(key="session_end"):
        label = view.texts("accounts.end_session")
        if st.button(label, disabled=chosen is None) and chosen is not None:
            Keeper(view.live.door, view.session).end(chosen)
            st.rerun()


def scope_text(view: View, account: Account) -> str:
    """Return what an account is limited to, in words."""
    if account.areas is None and account.projects is None:
        return view.texts("accounts.no_limit")
    tree, projects = view.model.areas, {p.id: p for p in view.catalogue.projects}
    areas = [tree.areas[tree.index_of[c]].name if c in tree else c for c in account.areas or ()]
    named = [
        view.texts.name(projects[i].name) if i in projects else i for i in account.projects or ()
    ]
    return view.texts("facts.and").join(sorted(areas) + sorted(named))


def _cells(view: View, account: Account) -> list[str]:
    role = view.live.door.rights.roles.get(account.role)
    works = account.works(view.today)
    if works:
        state = "must_change" if account.must_change else "works"
    else:
        state = "disabled" if account.disabled else "expired"
    return [
        account.login,
        account.name,
        view.texts.name(role.name) if role else account.role,
        scope_text(view, account),
        account.expires_on.isoformat() if account.expires_on else view.texts("accounts.no_end"),
        view.texts(f"accounts.{state}"),
    ]


def _session_cells(session: Session) -> list[str]:
    times = (
        f"{at.astimezone(LOCAL_TIME):%m-%d %H:%M}" for at in (session.created_at, session.seen_at)
    )
    account = session.account
    return [account.login, account.name, *times, session.address, browser_name(session.agent)]


def _headings(view: View, names: tuple[str, ...]) -> list[Heading]:
    return [Heading(name, view.texts(f"accounts.col_{name}")) for name in names]
