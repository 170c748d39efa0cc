"""Accounts and links given out on the command line, where whoever asks holds the data folder."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dashboard.accounts.passwords import hash_password, random_password
from geodata.accounts import Account
from geodata.errors import AccountError
from geodata.storage.accounts import (
    add_account,
    find_credential,
    read_accounts,
    write_password,
)
from geodata.storage.audit import entry_by, note
from geodata.storage.links import add_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from geodata.catalogue.role import Role
    from geodata.rights import Rights
    from geodata.storage.audit import Act, Entry
    from geodata.storage.store import Storage

LINK_LASTS: Final = timedelta(minutes=15)
SAMPLE_LASTS: Final = timedelta(days=30)
FIRST_LOGIN: Final = "admin"


def add_administrator(
    storage: Storage, rights: Rights, login: str, name: str, *, now: datetime
) -> Account:
    """Create an account that manages the others; it has no password and is entered by a link.

    Raises
    ------
    AccountError
        Where the login is taken or cannot be one.
    """
    role = managing_role(rights.roles.values())
    wanted = Account(0, login, name, role.id)
    rights.require_sound(wanted)
    with storage.writing() as connection:
        made = add_account(connection, wanted, now=now)
        details = {"role": role.id}
        note(connection, _entry(now, "add_account", made, details))
    return made


def issue_link(storage: Storage, rights: Rights, login: str | None, *, now: datetime) -> str:
    """Return the token of a new one-time link.

    Parameters
    ----------
    login
        Whose; None for the first administrator, who is made where there is none.

    Raises
    ------
    AccountError
        Where nobody has the login, or the account does not work.
    """
    if login is None:
        login = _first_administrator(storage, rights, now=now)
    token = secrets.token_urlsafe(32)
    with storage.writing() as connection:
        credential = find_credential(connection, login)
        if credential is None:
            raise AccountError(f"login {login!r}", "a login somebody has", "Look at the list.")
        account = credential.account
        if account.disabled:
            raise AccountError(f"login {login!r}, disabled", "an account that works", "Enable it.")
        add_link(connection, token, account.number, expires_at=now + LINK_LASTS)
        note(connection, _entry(now, "issue_link", account, {}))
    return token


def sample_accounts(rights: Rights, *, project: str, area: str, on: date) -> list[Account]:
    """Return one account for each role, named after it, to try the roles with.

    Parameters
    ----------
    project, area
        What the roles that must be limited are limited to.
    on
        Today; outsiders may look for `SAMPLE_LASTS` from then.
    """
    return [
        Account(
            0,
            role.id,
            role.name.zh,
            role.id,
            areas=frozenset({area}) if "areas" in role.limited_to else None,
            projects=frozenset({project}) if "projects" in role.limited_to else None,
            expires_on=on + SAMPLE_LASTS if role.outsider else None,
        )
        for role in rights.roles.values()
    ]


def add_with_passwords(
    storage: Storage, accounts: Sequence[Account], *, now: datetime
) -> dict[str, str]:
    """Create accounts with random passwords and return these by login: they are told this once.

    An account that exists stays as it is, with a new password.
    """
    passwords = {account.login: random_password() for account in accounts}
    hashes = {login: hash_password(password) for login, password in passwords.items()}
    with storage.writing() as connection:
        for account in accounts:
            known = find_credential(connection, account.login)
            made = known.account if known else add_account(connection, account, now=now)
            hashed = hashes[account.login]
            write_password(connection, made.number, hashed, must_change=False, now=now)
            action: Act = "reset_password" if known else "add_account"
            note(connection, _entry(now, action, made, {"role": made.role}))
    return passwords


def managing_role(roles: Iterable[Role]) -> Role:
    """Return the first role that manages accounts; the catalogue has at least one."""
    return next(role for role in roles if "manage_accounts" in role.may)


def _first_administrator(storage: Storage, rights: Rights, *, now: datetime) -> str:
    managing = {role.id for role in rights.roles.values() if "manage_accounts" in role.may}
    with storage.reading() as connection:
        known = read_accounts(connection)
    working = [account for account in known if account.role in managing and not account.disabled]
    if working:
        return min(working, key=lambda account: account.number).login
    return add_administrator(storage, rights, FIRST_LOGIN, FIRST_LOGIN, now=now).login


def _entry(now: datetime, action: Act, account: Account, details: Mapping[str, str]) -> Entry:
    return entry_by(None, now, action, f"account/{account.login}", details=details)
