"""The form of one account: a new one, or the one chosen in the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.accounts.keeping import Keeper
from geodata.accounts import Account
from geodata.errors import AccountError, SafetyMapError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.components.view import View

_SAID: Final = "account_said"
_SERIAL: Final = "account_serial"
"""Grows with each change made, so that the next form begins empty."""
MOST_LETTERS: Final = 64


def show_account_form(view: View, account: Account | None) -> None:
    """Draw the form; a first password is shown once, after the run that made it."""
    texts, keeper = view.texts, Keeper(view.live.door, view.session)
    words = "edit" if account else "new"
    st.subheader(texts(f"accounts.{words}"), anchor=False)
    with st.form(f"account.{account.number if account else 0}", border=False):
        wanted = _fields(view, account)
        with st.container(horizontal=True):
            save = st.form_submit_button(texts("accounts.save"), type="primary")
            reset = account and st.form_submit_button(texts("accounts.reset"))
        if save:
            _try(view, lambda: _save(keeper, account, wanted()))
        if account and reset:
            _try(view, lambda: keeper.reset_password(account))
    password = st.session_state.pop(_SAID, None)
    if password is not None:
        st.success(texts("accounts.saved"))
    if password:
        st.text(texts("accounts.password"))
        st.code(password, language=None)


def _fields(view: View, account: Account | None) -> Callable[[], Account]:
    """Draw the fields and return what makes an account of them."""
    texts, roles = view.texts, view.live.door.rights.roles
    held = account or Account(0, "", "", "")
    key = f"account.{st.session_state.get(_SERIAL, 0)}.{held.number}.{held.version}"
    left, middle, right = st.columns(3)
    login = left.text_input(
        texts("accounts.col_login"),
        held.login,
        max_chars=32,
        disabled=bool(account),
        key=f"{key}.l",
    )
    name = middle.text_input(
        texts("accounts.col_name"), held.name, max_chars=MOST_LETTERS, key=f"{key}.n"
    )
    role = right.selectbox(
        texts("accounts.col_role"),
        list(roles),
        list(roles).index(held.role) if held.role in roles else None,
        format_func=lambda i: texts.name(roles[i].name),
        placeholder="",
        key=f"{key}.r",
    )
    areas = {area.code: area.name for area in view.model.areas.areas if area.level != "district"}
    projects = {p.id: texts.name(p.name) for p in view.catalogue.projects}
    left, middle, right = st.columns(3)
    with left:
        in_areas = _several(texts("accounts.areas"), areas, held.areas, f"{key}.a")
    with middle:
        in_projects = _several(texts("accounts.projects"), projects, held.projects, f"{key}.p")
    ends = held.expires_on.isoformat() if held.expires_on else ""
    expires = right.text_input(texts("accounts.expires"), ends, max_chars=10, key=f"{key}.e")
    # A new account is not made disabled.
    disabled = bool(account) and st.checkbox(
        texts("accounts.disable"), held.disabled, key=f"{key}.d"
    )
    return lambda: replace(
        held,
        login=held.login or login.strip().lower(),
        name=name.strip(),
        role=role or "",
        areas=in_areas,
        projects=in_projects,
        expires_on=parse_day(expires),
        disabled=disabled,
    )


def parse_day(text: str) -> date | None:
    """Read a day as YYYY-MM-DD; None for nothing.

    Raises
    ------
    AccountError
        For anything else.
    """
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise AccountError(f"{text!r}", "a day as YYYY-MM-DD", "Write it so.") from None


def _several(
    label: str, names: dict[str, str], held: frozenset[str] | None, key: str
) -> frozenset[str] | None:
    """Draw a choice of several; none chosen is no limit."""
    chosen = st.multiselect(
        label,
        list(names),
        [code for code in names if code in (held or ())],
        format_func=names.__getitem__,
        placeholder="",
        key=key,
    )
    return frozenset(chosen) or None


def _save(keeper: Keeper, account: Account | None, wanted: Account) -> str:
    if account is None:
        return keeper.create(wanted)
    keeper.change(wanted)
    return ""


def _try(view: View, work: Callable[[], str]) -> None:
    try:
        said = work()
    except SafetyMapError as error:
        st.error(view.texts("accounts.refused"))
        st.text(f"{error.found}\n{error.expected}\n{error.remedy}")
        return
    st.session_state[_SAID] = said
    st.session_state[_SERIAL] = st.session_state.get(_SERIAL, 0) + 1
    st.rerun()
