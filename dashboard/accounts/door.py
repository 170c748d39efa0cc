"""Who is signed in: every request and every message asks here, and the database answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from geodata.localtime import local_date
from geodata.storage.audit import Entry, note
from geodata.storage.sessions import (
    end_session,
    find_session,
    note_seen,
    read_sessions,
    set_presenting,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date, datetime

    from dashboard.accounts.policy import Policy
    from geodata.accounts import Session
    from geodata.catalogue.role import Action
    from geodata.rights import Rights
    from geodata.storage.audit import Act
    from geodata.storage.store import Storage

SEEN_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Door:
    """The one door in front of a data folder.

    Nothing is remembered between two questions, so that what another process ends is ended here.

    Parameters
    ----------
    clock
        Tells the time, an aware datetime.
    """

    storage: Storage
    rights: Rights
    policy: Policy
    clock: Callable[[], datetime] = field(compare=False)

    def session(self, token: str) -> Session | None:
        """Return the session of a token; None where there is none, or it is over."""
        with self.storage.reading() as connection:
            return find_session(connection, token, now=self.clock(), limits=self.policy.limits)

    def living(self, numbers: Collection[int] | None = None) -> dict[int, Session]:
        """Return the sessions not over, by number; of those asked for, or all."""
        now, limits = self.clock(), self.policy.limits
        with self.storage.reading() as connection:
            found = read_sessions(connection, numbers, now=now, limits=limits)
        return {session.number: session for session in found}

    def is_to_be_noted(self, session: Session) -> bool:
        """Say whether the last sign of the person was noted more than a minute ago."""
        return self.clock() - session.seen_at >= SEEN_EVERY

    def note_seen(self, session: Session) -> None:
        """Note that the person is there."""
        with self.storage.writing() as connection:
            note_seen(connection, session.number, now=self.clock())

    def allows(self, session: Session, action: Action) -> bool:
        """Say whether the person of a session may do something, now."""
        return self.rights.allows(
            session.account, action, on=self.today(), presenting=session.presenting
        )

    def present(self, session: Session, *, presenting: bool) -> None:
        """Turn the mode that masks everything on or off, where its person may.

        Personal data shown before goes with the page: it is drawn anew.
        """
        if not self.allows(session, "present"):
            return
        action: Act = "present" if presenting else "end_presenting"
        with self.storage.writing() as connection:
            set_presenting(connection, session.number, presenting=presenting)
            note(connection, entry_of(session, action, self.clock()))

    def sign_out(self, session: Session) -> None:
        """End a session at its person's wish."""
        now = self.clock()
        with self.storage.writing() as connection:
            end_session(connection, session.number, reason="signed out", now=now)
            note(connection, entry_of(session, "sign_out", now))

    def today(self) -> date:
        """Return the local day."""
        return local_date(self.clock())


def entry_of(session: Session, action: Act, at: datetime, object_: str = "") -> Entry:
    """Return an audit entry of what the person of a session did."""
    account = session.account
    return Entry(at, account.login, action, object_, user=account.number, address=session.address)
