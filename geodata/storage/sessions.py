"""Sessions in the database, found by the hash of their token; the token itself is never stored."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, Select, and_, insert, or_, select, true, update

from geodata.accounts import Session, SessionLimits
from geodata.localtime import local_date
from geodata.storage.account_rows import to_account
from geodata.storage.account_tables import sessions, users

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection, Row

MOST_AGENT: Final = 200
"""Letters kept of what a browser says of itself."""


def to_hash(token: str) -> bytes:
    """Return what is stored of a token: it is random and long, so a plain hash is enough."""
    return sha256(token.encode()).digest()


def open_session(
    connection: Connection, token: str, user: int, *, address: str, agent: str, now: datetime
) -> int:
    """Begin a session and return its number."""
    values = {
        "token_hash": to_hash(token),
        "user": user,
        "created_at": now,
        "seen_at": now,
        "address": address,
        "agent": agent[:MOST_AGENT],
        "presenting": False,
    }
    (number,) = connection.execute(insert(sessions), values).inserted_primary_key or (0,)
    return int(number)


def find_session(
    connection: Connection, token: str, *, now: datetime, limits: SessionLimits
) -> Session | None:
    """Return the session of a token; None where it does not exist or is over."""
    query = _living(now, limits).where(sessions.c.token_hash == to_hash(token))
    row = connection.execute(query).one_or_none()
    return _session(row) if row else None


def read_sessions(
    connection: Connection,
    numbers: Collection[int] | None = None,
    *,
    now: datetime,
    limits: SessionLimits,
) -> list[Session]:
    """Return the sessions that are not over, newest first; of the numbers given or all."""
    query = _living(now, limits).order_by(sessions.c.id.desc())
    if numbers is not None:
        query = query.where(sessions.c.id.in_(numbers))
    return [_session(row) for row in connection.execute(query)]


def note_seen(connection: Connection, number: int, *, now: datetime) -> None:
    """Note that the person was there."""
    connection.execute(update(sessions).where(sessions.c.id == number).values(seen_at=now))


def set_presenting(connection: Connection, number: int, *, presenting: bool) -> None:
    """Turn the mode that masks everything on or off."""
    change = update(sessions).where(sessions.c.id == number).values(presenting=presenting)
    connection.execute(change)


def end_session(connection: Connection, number: int, *, reason: str, now: datetime) -> None:
    """End one session, if it has not ended."""
    _end(connection, sessions.c.id == number, reason, now)


def end_sessions(connection: Connection, user: int, *, reason: str, now: datetime) -> None:
    """End all sessions of an account."""
    _end(connection, sessions.c.user == user, reason, now)


def end_all_sessions(connection: Connection, *, reason: str, now: datetime) -> None:
    """End the sessions of all accounts."""
    _end(connection, true(), reason, now)


def _end(connection: Connection, which: ColumnElement[bool], reason: str, now: datetime) -> None:
    change = update(sessions).where(which, sessions.c.ended_at.is_(None))
    connection.execute(change.values(ended_at=now, reason=reason))


def _living(now: datetime, limits: SessionLimits) -> Select[Any]:
    """Sessions that are not over, each with its account: the one definition of 'signed in'."""
    works = and_(
        users.c.disabled.is_(False),
        or_(users.c.expires_on.is_(None), users.c.expires_on >= local_date(now)),
    )
    return (
        select(users, *(sessions.c[name].label(f"session_{name}") for name in SESSION_COLUMNS))
        .join(sessions, sessions.c.user == users.c.id)
        .where(
            sessions.c.ended_at.is_(None),
            sessions.c.created_at > now - limits.absolute,
            sessions.c.seen_at > now - limits.idle,
            sessions.c.seen_at < now + limits.idle,  # else the clock was set back, and by much
            works,
        )
    )


SESSION_COLUMNS: Final = ("id", "created_at", "seen_at", "address", "agent", "presenting")


def _session(row: Row[Any]) -> Session:
    return Session(
        number=row.session_id,
        account=to_account(row),
        **{name: getattr(row, f"session_{name}") for name in SESSION_COLUMNS if name != "id"},
    )
