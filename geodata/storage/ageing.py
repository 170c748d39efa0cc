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

from sqlalchemy import Date, and_, bindparam, case, delete, func, or_, select, true, update

from geodata.localtime import local_date
from geodata.storage.account_tables import one_time_links, sessions, sign_in_attempts
from geodata.storage.dialect import update_many
from geodata.storage.duplicates import decisions
from geodata.storage.job_tables import jobs
from geodata.storage.rows import ROW_HASH, columns_of_rows
from geodata.storage.sealed import seal_of
from geodata.storage.tables import BY_KIND, batch_rows, batches, history
from geodata.storage.upsert import veiled

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
        return _held(connection, self.table, (self.since,), self._past(until), until)

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


@dataclass(frozen=True)
class PersonalOf:
    """The personal fields of a layer's records, from the day of the event or the end of the place.

    The record stays, with all else it says. Its fingerprint is changed to one that tells nothing
    without the key, else short fields such as phone numbers could be found by trying them all; a
    ledger that repeats the same row still finds it unchanged, and brings nothing back. The past
    states of the record lose their personal part with it.

    Parameters
    ----------
    layer
        Its id.
    record
        What its records are, a key of `BY_KIND`.
    """

    layer: str
    record: str

    def held(self, connection: Connection, until: datetime) -> Held:
        """As `Ageing.held`."""
        return _held(connection, self._table, self._since, self._past(until), until)

    def purge(self, connection: Connection, until: datetime, *, now: datetime) -> None:
        """As `Ageing.purge`."""
        table, seal = self._table, seal_of(connection.dialect)
        found = connection.execute(select(table.c.id, table.c.row_hash).where(self._past(until)))
        for part in _parts(found.all()):
            blank = {"personal": None, "purged_at": now}
            rows = [
                {**blank, ROW_HASH: veiled(seal, row.row_hash), "number": row.id} for row in part
            ]
            update_many(connection, table, columns_of_rows(rows))
            numbers = history.c.number.in_([row.id for row in part])
            _blank_images(connection, and_(history.c.layer == self.layer, numbers), now)

    @property
    def _table(self) -> Table:
        return BY_KIND[self.record]

    @property
    def _since(self) -> tuple[ColumnElement[Any], ...]:
        columns = self._table.c
        happened = columns["occurred_at" if self.record == "incident" else "valid_to"]
        # one that was merged stands on in the other, and may stand for itself again
        return happened, case((columns.merged_into.is_(None), columns.retired_at))

    def _past(self, until: datetime) -> ColumnElement[bool]:
        theirs = (self._table.c.layer == self.layer, self._table.c.personal.is_not(None))
        return and_(*theirs, _any_past(self._since, until))


@dataclass(frozen=True)
class Undeclared:
    """The personal fields of layers that are not declared any more, or not as having any.

    Parameters
    ----------
    declared
        Ids of the layers that are.
    """

    declared: frozenset[str]

    def held(self, connection: Connection, until: datetime) -> Held:
        """As `Ageing.held`."""
        return self._left(connection).held(connection, until)

    def purge(self, connection: Connection, until: datetime, *, now: datetime) -> None:
        """As `Ageing.purge`."""
        self._left(connection).purge(connection, until, now=now)

    def _left(self, connection: Connection) -> Together:
        found = []
        for record, table in BY_KIND.items():
            left = select(table.c.layer).distinct().order_by(table.c.layer)
            left = left.where(table.c.personal.is_not(None), table.c.layer.not_in(self.declared))
            found += [PersonalOf(layer, record) for layer in connection.scalars(left)]
        return Together(tuple(found))


class Images:
    """The personal part of what records were before a change, and why it was changed by hand.

    What the record was otherwise stays in its history. A batch whose images are gone cannot be
    undone any more.
    """

    def held(self, connection: Connection, until: datetime) -> Held:
        """As `Ageing.held`."""
        return _held(connection, history, (history.c.changed_at,), self._past(until), until)

    def purge(self, connection: Connection, until: datetime, *, now: datetime) -> None:
        """As `Ageing.purge`."""
        _blank_images(connection, self._past(until), now)

    def _past(self, until: datetime) -> ColumnElement[bool]:
        return and_(_tells(), history.c.changed_at <= until)


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


IMAGES: Final = Together((
    Images(),
    Rows(decisions, decisions.c.ended_at, decisions.c.reason != "", blanked=("reason",)),
))  # fmt: skip
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


def _tells() -> ColumnElement[bool]:
    """Images that still hold a personal part, or a reason."""
    return or_(history.c.personal.is_not(None), func.coalesce(history.c.reason, "") != "")


def _blank_images(connection: Connection, which: ColumnElement[bool], now: datetime) -> None:
    """Take the personal part out of images, and veil the fingerprint that was made of it."""
    seal, was_personal = seal_of(connection.dialect), history.c.personal.is_not(None)
    query = select(history.c.id, history.c.before, was_personal.label("was_personal"))
    change = update(history).where(history.c.id == bindparam("image"))
    change = change.values(personal=None, reason=None, purged_at=now)
    for part in _parts(connection.execute(query.where(which, _tells())).all()):
        kept = []
        for row in part:
            before = dict(row.before)
            if row.was_personal:
                before[ROW_HASH] = veiled(seal, bytes.fromhex(before[ROW_HASH])).hex()
            kept.append({"image": row.id, "before": before})
        connection.execute(change, kept)


def _held(
    connection: Connection,
    table: Table,
    since: tuple[ColumnElement[Any], ...],
    past: ColumnElement[bool],
    until: datetime,
) -> Held:
    firsts = [func.min(column).filter(column <= _of_kind(column, until)) for column in since]
    query = select(func.count(), *firsts).select_from(table).where(past)
    count, *oldest = connection.execute(query).one()
    days = [local_date(one) if isinstance(one, datetime) else one for one in oldest if one]
    return Held(count, min(days, default=None))


def _any_past(since: tuple[ColumnElement[Any], ...], until: datetime) -> ColumnElement[bool]:
    return or_(*(column <= _of_kind(column, until) for column in since))


def _of_kind(column: ColumnElement[Any], until: datetime) -> date:
    """Return an instant as a column tells time: a day that is over counts from its end."""
    return local_date(until) if isinstance(column.type, Date) else until


def _parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
