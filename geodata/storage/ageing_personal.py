"""Personal fields of records at the end of their time, and what the history kept of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from geodata.storage.ageing import Held, Rows, Together, any_past, held_in, parts
from geodata.storage.dialect import update_many
from geodata.storage.duplicates import decisions
from geodata.storage.rows import ROW_HASH, columns_of_rows
from geodata.storage.sealed import seal_of
from geodata.storage.tables import BY_KIND, history
from geodata.storage.upsert import veiled

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Table


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
        return held_in(connection, self._table, self._since, self._past(until), until)

    def purge(self, connection: Connection, until: datetime, *, now: datetime) -> None:
        """As `Ageing.purge`."""
        table, seal = self._table, seal_of(connection.dialect)
        found = connection.execute(select(table.c.id, table.c.row_hash).where(self._past(until)))
        for part in parts(found.all()):
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
        return and_(*theirs, any_past(self._since, until))


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
        return held_in(connection, history, (history.c.changed_at,), self._past(until), until)

    def purge(self, connection: Connection, until: datetime, *, now: datetime) -> None:
        """As `Ageing.purge`."""
        _blank_images(connection, self._past(until), now)

    def _past(self, until: datetime) -> ColumnElement[bool]:
        return and_(_tells(), history.c.changed_at <= until)


IMAGES: Final = Together((
    Images(),
    Rows(decisions, decisions.c.ended_at, decisions.c.reason != "", blanked=("reason",)),
))  # fmt: skip


def _tells() -> ColumnElement[bool]:
    """Images that still hold a personal part, or a reason."""
    return or_(history.c.personal.is_not(None), func.coalesce(history.c.reason, "") != "")


def _blank_images(connection: Connection, which: ColumnElement[bool], now: datetime) -> None:
    """Take the personal part out of images, and the fingerprint that was made of it as well."""
    query = select(history.c.id, history.c.before)
    change = update(history).where(history.c.id == bindparam("image"))
    change = change.values(personal=None, reason=None, purged_at=now)
    for part in parts(connection.execute(query.where(which, _tells())).all()):
        kept = [
            {"image": row.id, "before": {k: v for k, v in row.before.items() if k != ROW_HASH}}
            for row in part
        ]
        connection.execute(change, kept)
