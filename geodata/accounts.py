"""Who has an account, and who is signed in: plain values, without a database or a web server."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account.

    Parameters
    ----------
    number
        Stable, never given again; 0 for one not yet stored.
    login
        What is typed at sign-in: small letters, digits and ``.-_``.
    name
        The person's name, as the office writes it.
    role
        Id of a declared role.
    areas, projects
        What it is limited to: codes of areas, each with all below it, and ids of projects. None
        means without limit, unless the role must be limited; then it means nothing at all.
    expires_on
        Last local day on which it works; None for no end.
    must_change
        Whether nothing works before the password is changed.
    has_password
        Whether it has one at all, or is entered by a link or the office's provider; the database
        says so, and nothing is changed by it.
    version
        Grows by one with each change, so that the second of two editors is told.
    """

    number: int
    login: str
    name: str
    role: str
    areas: frozenset[str] | None = None
    projects: frozenset[str] | None = None
    expires_on: date | None = None
    disabled: bool = False
    must_change: bool = False
    has_password: bool = False
    version: int = 1

    def works(self, on: date) -> bool:
        """Say whether one may be signed in with it on a local day."""
        return not self.disabled and (self.expires_on is None or on <= self.expires_on)


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in of one account in one browser.

    Parameters
    ----------
    number
        Names the session; it is no secret and opens nothing.
    account
        As it is now, not as it was at sign-in.
    seen_at
        Last sign of the person, to the minute.
    address, agent
        Where from, and with which browser.
    presenting
        Whether the screen is shown to others: everything is masked.
    """

    number: int
    account: Account
    created_at: datetime
    seen_at: datetime
    address: str
    agent: str
    presenting: bool = False


class Actor(NamedTuple):
    """Who does something in another process: login, number of the account (None), address."""

    login: str
    number: int | None
    address: str

    def to_text(self) -> str:
        """Write it as a page hands it to the process; `parse_actor` reads it."""
        return json.dumps(self)


def parse_actor(text: str) -> Actor:
    """Read who acts, as a page hands it on."""
    login, number, address = json.loads(text)
    return Actor(str(login), int(number), str(address))


def actor_of(session: Session) -> Actor:
    """Return who acts in a session."""
    return Actor(session.account.login, session.account.number, session.address)


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lasts without a sign of the person, and at most (GB/T 22239-2019)."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)
