"""Attempts to sign in, counted before anything is compared, so that guessing is slow.

Five failures for an account from an address shut this pair for a quarter of an hour: nobody who
guesses from elsewhere can lock a person out. An address that fails more often, whatever the
account, may try once in a while only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from geodata.storage.account_tables import sign_in_attempts as attempts
from geodata.storage.sealed import seal_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection


@dataclass(frozen=True, slots=True)
class Slowing:
    """How guessing is slowed.

    Parameters
    ----------
    pair_failures
        Failures for one account from one address that shut the pair for `shut_for`.
    shut_for
        Also how long a failure counts.
    address_failures
        Failures from one address, for whatever accounts, after which only one attempt in
        `address_pause` is looked at.
    """

    pair_failures: int = 5
    shut_for: timedelta = timedelta(minutes=15)
    address_failures: int = 20
    address_pause: timedelta = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Turned:
    """An attempt that was not looked at, and when the next may be."""

    until: datetime


def begin_attempt(
    connection: Connection, login: str, address: str, *, now: datetime, slowing: Slowing
) -> int | Turned:
    """Count an attempt as failed before it is looked at, and return its number.

    Parameters
    ----------
    connection
        Of `Storage.writing`: it holds the write lock, so that parallel guesses count one another.
    login
        As typed. It may be anything, even a password, and only a mark of it is kept.
    """
    mark = seal_of(connection.dialect).mark(login)
    long_ago = attempts.c.at <= now - 2 * slowing.shut_for
    to_come = attempts.c.at > now + slowing.shut_for  # the clock was set back: it shuts nobody out
    connection.execute(delete(attempts).where(long_ago | to_come))
    from_here = attempts.c.address == address
    pair = from_here & (attempts.c.login_mark == mark)
    for which, most, pause in (
        (pair, slowing.pair_failures, slowing.shut_for),
        (from_here, slowing.address_failures, slowing.address_pause),
    ):
        until = _shut_until(connection, which, most, pause, slowing.shut_for)
        if until is not None and now < until:
            return Turned(until)
    values = {"login_mark": mark, "address": address, "at": now, "succeeded": False}
    (number,) = connection.execute(insert(attempts), values).inserted_primary_key or (0,)
    return int(number)


def note_success(connection: Connection, number: int) -> None:
    """Note that an attempt was right: it and the failures of its pair count no more."""
    row = connection.execute(select(attempts).where(attempts.c.id == number)).one_or_none()
    if row is not None:
        pair = (attempts.c.address == row.address) & (attempts.c.login_mark == row.login_mark)
        connection.execute(update(attempts).where(pair).values(succeeded=True))


def _shut_until(
    connection: Connection,
    which: ColumnElement[bool],
    most: int,
    pause: timedelta,
    counted_for: timedelta,
) -> datetime | None:
    """Return `pause` after the last failure, if it and those shortly before it were too many."""
    failed = which & attempts.c.succeeded.is_(False)
    last: datetime | None = connection.scalar(select(func.max(attempts.c.at)).where(failed))
    if last is None:
        return None
    recent = select(func.count()).where(failed, attempts.c.at > last - counted_for)
    return last + pause if (connection.scalar(recent) or 0) >= most else None
