"""What the database holds only for a time: how much of it is past that time, and its end.

'Nothing is deleted, rows end' is the rule of every day. What is personal, or says what somebody
did, is kept no longer than its purpose needs (Personal Information Protection Law of the People's
Republic of China, Art. 19 and 47): then it goes from here, and what stays says so. Records, counts
and days stay, so that the figures of months long past are what they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from sqlalchemy import Date, and_, delete, func, or_, select, true, update

from geodata.localtime import local_date
from geodata.storage.account_tables import one_time_links, sessions, sign_in_attempts
from geodata.storage.job_tables import jobs
from geodata.storage.tables import batch_rows, batches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Table

CHUNK: Final = 5_000


@dataclass(frozen=True, slots=True)
class Held:
    """What is past its time: how many, and the local day of the oldest; None where there is none.

    `size` is in bytes, of files.
    """

    count: int = 0
    oldest: date | None = None
    size: int = 0


class Ageing(Protocol):
    """Something in the database that is kept for a time."""

    def held(self, connection: Connection, until: datetime) -> Held:
        """Say what of it is past its time: from before an aware instant, or of that very one."""

    def purge(self, connection: Connection, until: datetime, *, now: datetime) -> None:
        """Let exactly that go, within the open transaction."""


@dataclass(frozen=True)
class Rows:
    """Rows of a table that go as they are.

    Parameters
    ----------
    since
        The column time runs from.
    which
        Of those only.
    blanked
        Columns that are emptied; none where the whole row goes.
    """

    table: Table
    since: Column[Any]
    which: ColumnElement[bool]
    blanked: tuple[str, ...] = ()

    def held(self, connection: Connection, until: datetime) -> Held:
        """As `Ageing.held`."""
        return held_in(connection, self.table, (self.since,), self._past(until), until)

    def purge(self, connection: Connection, until: datetime, *, now: datetime) -> None:
        """As `Ageing.purge`."""
        del now
        if self.blanked:
            emptied = dict.fromkeys(self.blanked, "")
            connection.execute(update(self.table).where(self._past(until)).values(emptied))
        else:
            connection.execute(delete(self.table).where(self._past(until)))

    def _past(self, until: datetime) -> ColumnElement[bool]:
        return and_(self.which, self.since <= until)


@dataclass(frozen=True)
class Together:
    """Several that have one time and are told as one."""

    parts: tuple[Ageing, ...]

    def held(self, connection: Connection, until: datetime) -> Held:
        """As `Ageing.held`."""
        found = [part.held(connection, until) for part in self.parts]
        oldest = min((one.oldest for one in found if one.oldest), default=None)
        return Held(sum(one.count for one in found), oldest)

    def purge(self, connection: Connection, until: datetime, *, now: datetime) -> None:
        """As `Ageing.purge`."""
        for part in self.parts:
            part.purge(connection, until, now=now)


class Notes:
    """What was noted of single rows of a ledger, with their cells; why a file was refused.

    How many rows were given back or doubted stays with the batch.
    """

    def held(self, connection: Connection, until: datetime) -> Held:
        """As `Ageing.held`."""
        past = batches.c.finished_at <= until
        noted = select(func.count(), func.min(batches.c.finished_at)).join_from(batch_rows, batches)
        refused = select(func.count(), func.min(batches.c.finished_at)).where(_refused())
        found = [connection.execute(query.where(past)).one() for query in (noted, refused)]
        oldest = min((row[1] for row in found if row[1] is not None), default=None)
        return Held(sum(row[0] for row in found), local_date(oldest) if oldest else None)

    def purge(self, connection: Connection, until: datetime, *, now: datetime) -> None:
        """As `Ageing.purge`."""
        past = batches.c.finished_at <= until
        noted = batches.c.id.in_(select(batch_rows.c.batch))
        change = update(batches).where(past, or_(noted, _refused()))
        connection.execute(change.values(reason=None, refused=None, purged_at=now))
        old = select(batches.c.id).where(past)
        connection.execute(delete(batch_rows).where(batch_rows.c.batch.in_(old)))


NOTES: Final = Notes()
NEWEST: Final = select(func.max(jobs.c.id)).group_by(jobs.c.kind)
JOBS: Final = Rows(jobs, jobs.c.ended_at, jobs.c.id.not_in(NEWEST))
"""Of each kind the newest stays: by it the worker knows what was done."""
SESSIONS: Final = Together((
    Rows(sessions, sessions.c.seen_at, true()),
    Rows(one_time_links, one_time_links.c.expires_at, true()),
    Rows(sign_in_attempts, sign_in_attempts.c.at, true()),
))  # fmt: skip


def _refused() -> ColumnElement[bool]:
    """Files refused as a whole whose reason is still there."""
    return or_(batches.c.reason != "", batches.c.refused.is_not(None))


def held_in(
    connection: Connection,
    table: Table,
    since: tuple[ColumnElement[Any], ...],
    past: ColumnElement[bool],
    until: datetime,
) -> Held:
    """Say what rows of a table are past their time, by the first of the columns it runs from."""
    firsts = [func.min(column).filter(column <= _of_kind(column, until)) for column in since]
    query = select(func.count(), *firsts).select_from(table).where(past)
    count, *oldest = connection.execute(query).one()
    days = [local_date(one) if isinstance(one, datetime) else one for one in oldest if one]
    return Held(count, min(days, default=None))


def any_past(since: tuple[ColumnElement[Any], ...], until: datetime) -> ColumnElement[bool]:
    """Rows of which one of the columns that time runs from is past."""
    return or_(*(column <= _of_kind(column, until) for column in since))


def _of_kind(column: ColumnElement[Any], until: datetime) -> date:
    """Return an instant as a column tells time: a day that is over counts from its end."""
    return local_date(until) if isinstance(column.type, Date) else until


def parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Give rows some at a time."""
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
