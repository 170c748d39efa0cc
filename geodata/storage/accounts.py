"""Accounts in the database. Whatever changes one ends its sessions: nobody keeps old rights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from geodata.errors import AccountError
from geodata.storage.account_rows import to_account, to_values
from geodata.storage.account_tables import users
from geodata.storage.sessions import end_sessions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from geodata.accounts import Account


@dataclass(frozen=True, slots=True)
class Credential:
    """What an account is signed in with; `password_hash` None where it has no password yet."""

    account: Account
    password_hash: str | None
    changed_at: datetime | None


def add_account(connection: Connection, account: Account, *, now: datetime) -> Account:
    """Store a new account, without a password, and return it with its number.

    Raises
    ------
    AccountError
        Where the login is taken.
    """
    if find_credential(connection, account.login) is not None:
        raise AccountError(f"login {account.login}", "one not taken", "Choose another login.")
    values = {**to_values(account), "created_at": now, "changed_at": now, "version": 1}
    (number,) = connection.execute(insert(users), values).inserted_primary_key or (0,)
    return read_account(connection, int(number))


def read_account(connection: Connection, number: int) -> Account:
    """Return an account by its number.

    Raises
    ------
    AccountError
        Where there is none.
    """
    row = connection.execute(select(users).where(users.c.id == number)).one_or_none()
    if row is None:
        raise AccountError(f"account {number}", "an account that exists", "Look at the list again.")
    return to_account(row)


def read_accounts(connection: Connection) -> list[Account]:
    """Return all accounts by login."""
    return [to_account(row) for row in connection.execute(select(users).order_by(users.c.login))]


def find_credential(connection: Connection, login: str) -> Credential | None:
    """Return what is known of a login; None where nobody has it."""
    row = connection.execute(select(users).where(users.c.login == login)).one_or_none()
    return Credential(to_account(row), row.password_hash, row.password_changed_at) if row else None


def change_account(connection: Connection, account: Account, *, now: datetime) -> Account:
    """Replace an account by what is given and end its sessions.

    Raises
    ------
    AccountError
        Where somebody else has changed it since it was read (its `version` differs).
    """
    change = (
        update(users)
        .where(users.c.id == account.number, users.c.version == account.version)
        .values(**to_values(account), changed_at=now, version=account.version + 1)
    )
    if connection.execute(change).rowcount != 1:
        raise AccountError(
            f"account {account.login}, version {account.version}",
            "the newest version",
            "Somebody else has changed it meanwhile: look at it again.",
        )
    end_sessions(connection, account.number, reason="account changed", now=now)
    return read_account(connection, account.number)


def write_password(
    connection: Connection, number: int, password_hash: str, *, must_change: bool, now: datetime
) -> None:
    """Give an account a password and end its sessions.

    Parameters
    ----------
    must_change
        Whether it was made by somebody else, and opens nothing but the page to change it.
    """
    change = (
        update(users)
        .where(users.c.id == number)
        .values(
            password_hash=password_hash,
            password_changed_at=now,
            must_change=must_change,
            changed_at=now,
            version=users.c.version + 1,
        )
    )
    connection.execute(change)
    end_sessions(connection, number, reason="password changed", now=now)


def forget_password(connection: Connection, number: int, *, now: datetime) -> None:
    """Leave an account without a password, and end its sessions."""
    change = (
        update(users)
        .where(users.c.id == number)
        .values(password_hash=None, must_change=False, changed_at=now, version=users.c.version + 1)
    )
    connection.execute(change)
    end_sessions(connection, number, reason="password dropped", now=now)


def refresh_hash(connection: Connection, number: int, password_hash: str) -> None:
    """Replace the hash of an unchanged password by one made in today's way."""
    change = update(users).where(users.c.id == number).values(password_hash=password_hash)
    connection.execute(change)


def require_change(connection: Connection, number: int) -> None:
    """Let an account do nothing but change its password, from its next sign-in on."""
    change = update(users).where(users.c.id == number).values(must_change=True)
    connection.execute(change)
