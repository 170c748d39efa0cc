"""Signing in: by password or one-time link, and changing the password."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from dashboard.accounts.door import Door, entry_of
from dashboard.accounts.passwords import (
    LONGEST,
    Weakness,
    hash_password,
    is_outdated,
    is_right,
    weakness,
)
from geodata.storage.accounts import (
    find_credential,
    read_account,
    refresh_hash,
    require_change,
    write_password,
)
from geodata.storage.attempts import Slowing, Turned, begin_attempt, note_success
from geodata.storage.audit import Act, Entry, Result, note
from geodata.storage.links import use_link
from geodata.storage.sessions import MOST_AGENT, end_session, open_session

if TYPE_CHECKING:
    from geodata.accounts import Account, Session
    from geodata.storage.accounts import Credential
    from geodata.storage.store import Transaction

SLOWING: Final = Slowing()
MOST_LOGIN: Final = 64
BY_LINK: Final = "sign_in_by_link"
UNKNOWN: Final = "unknown"
"""In the audit, whoever typed a login nobody has: it may have been a password."""


Why = Literal[
    "wrong", "wait", "busy", "link", "same", "differ",
    "provider", "unreachable", "cancelled", "unknown",
]  # fmt: skip
"""A wrong password; too many attempts; too many people; a link that opens nothing; a new password
that is the old one, or two that differ; a provider not believed or not there, one that was told no,
and one that names somebody without an account."""


@dataclass(frozen=True, slots=True)
class Client:
    """Where a request comes from, and the session its browser had until now."""

    address: str
    agent: str
    session: Session | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session; its token is told to the browser and to nobody else."""

    token: str
    must_change: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing was opened; `until` says when the next attempt is looked at."""

    why: Why | Weakness
    until: datetime | None = None


@dataclass(frozen=True)
class Desk:
    """Where one signs in to what is behind a door."""

    door: Door

    def sign_in(self, login: str, password: str, client: Client) -> Opened | Refused:
        """Open a session for the right password.

        Unknown, disabled and expired accounts are answered as a wrong password is, and as late.
        """
        login = login.strip().lower()[:MOST_LOGIN]
        attempt = self._begin(login, client)
        if isinstance(attempt, Refused):
            return attempt
        with self.door.storage.reading() as connection:
            credential = find_credential(connection, login)
        right = is_right(credential.password_hash if credential else None, password)
        now = self.door.clock()
        with self.door.storage.writing() as connection:
            still = find_credential(connection, login)
            if not right or still is None or still != credential or not self.works(still.account):
                actor = still.account.login if still else UNKNOWN
                user = still.account.number if still else None
                note(connection, sign_in_entry(client, now, actor, "sign_in", user, "refused"))
                return Refused("wrong")
            note_success(connection, attempt)
            self._renew(connection, still, password, now)
            return self.open(connection, still.account.number, client, "sign_in")

    def sign_in_by_link(self, token: str, client: Client) -> Opened | Refused:
        """Open a session for a one-time link, which opens nothing after.

        Nobody guesses one, but each guess leaves an entry in the audit: so guesses are slowed. A
        link that opens never waits, or whoever guesses from the same address could keep it shut.
        """
        now = self.door.clock()
        with self.door.storage.writing() as connection:
            number = use_link(connection, token, now=now)
            if number is None:
                attempt = begin_attempt(connection, token, client.address, now=now, slowing=SLOWING)
                if isinstance(attempt, Turned):
                    return Refused("wait", attempt.until)
            if number is None or not self.works(read_account(connection, number)):
                note(connection, sign_in_entry(client, now, UNKNOWN, BY_LINK, number, "refused"))
                return Refused("link")
            return self.open(connection, number, client, BY_LINK)

    def change_password(self, old: str | None, new: str, client: Client) -> Opened | Refused:
        """Give the person of a session a new password, end all sessions, and open a new one.

        Parameters
        ----------
        old
            Asked of whoever has a password and was not told to change it.
        """
        if client.session is None:
            return Refused("wrong")
        account = client.session.account
        weak = weakness(new, known=(account.login, account.name))
        if weak is not None:
            return Refused(weak)
        if not account.must_change:
            refused = self._require_old(account, old or "", client)
            if refused is not None:
                return refused
        if self._is_current(account, new):
            return Refused("same")
        hashed, now = hash_password(new), self.door.clock()
        with self.door.storage.writing() as connection:
            write_password(connection, account.number, hashed, must_change=False, now=now)
            note(connection, entry_of(client.session, "change_password", now))
            return self.open(connection, account.number, client, "sign_in")

    def open(self, connection: Transaction, number: int, client: Client, action: Act) -> Opened:
        """Open a session for an account, and end the one its browser had."""
        token, now = secrets.token_urlsafe(32), self.door.clock()
        if client.session is not None:
            end_session(connection, client.session.number, reason="signed in anew", now=now)
        open_session(connection, token, number, address=client.address, agent=client.agent, now=now)
        account = read_account(connection, number)
        note(connection, sign_in_entry(client, now, account.login, action, number, "done"))
        return Opened(token, account.must_change)

    def works(self, account: Account) -> bool:
        """Say whether an account may be signed in with today."""
        return account.works(self.door.today()) and account.role in self.door.rights.roles

    def _begin(self, login: str, client: Client) -> int | Refused:
        with self.door.storage.writing() as connection:
            attempt = begin_attempt(
                connection, login, client.address, now=self.door.clock(), slowing=SLOWING
            )
        return Refused("wait", attempt.until) if isinstance(attempt, Turned) else attempt

    def _require_old(self, account: Account, old: str, client: Client) -> Refused | None:
        with self.door.storage.reading() as connection:
            credential = find_credential(connection, account.login)
        if credential is None or credential.password_hash is None:
            return None
        attempt = self._begin(account.login, client)
        if isinstance(attempt, Refused):
            return attempt
        if not is_right(credential.password_hash, old):
            return Refused("wrong")
        with self.door.storage.writing() as connection:
            note_success(connection, attempt)
        return None

    def _is_current(self, account: Account, password: str) -> bool:
        with self.door.storage.reading() as connection:
            credential = find_credential(connection, account.login)
        return is_right(credential.password_hash if credential else None, password)

    def _renew(
        self, connection: Transaction, credential: Credential, password: str, now: datetime
    ) -> None:
        """Hash anew what was hashed in an older way; ask for a change where one is due."""
        number = credential.account.number
        if credential.password_hash and is_outdated(credential.password_hash):
            refresh_hash(connection, number, hash_password(password[:LONGEST]))
        days = self.door.policy.passwords.days
        changed = credential.changed_at
        if days and changed is not None and now - changed >= timedelta(days=days):
            require_change(connection, number)


def sign_in_entry(
    client: Client, at: datetime, actor: str, action: Act, user: int | None, result: Result
) -> Entry:
    """Return an audit entry of an attempt to sign in."""
    details = {"agent": client.agent[:MOST_AGENT]}
    return Entry(at, actor, action, "", result, user, client.address, details)
