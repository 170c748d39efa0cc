"""Records that tell of one thing: merged, or kept apart, as somebody decided; either can be undone.

Of two merged records one stands for both. The other ends with `merged_into`, the number of the one
that stands; its own ledger goes on feeding it, and it is back as it is then when the merge is
undone. So nothing is deleted, and no import brings a duplicate back.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    insert,
    select,
    update,
)

from geodata.catalogue.model import Layer
from geodata.errors import StorageError
from geodata.storage.assign import AreaFinder
from geodata.storage.correct import Corrector, StaleRecordError
from geodata.storage.dialect import Instant
from geodata.storage.reads import StoredRecord
from geodata.storage.rows import Row
from geodata.storage.sealed import SealedText
from geodata.storage.tables import ASSIGNED, BY_KIND, metadata, places
from geodata.storage.versions import raise_version

decisions = Table(
    "pair_decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("layer", String, nullable=False),
    Column("kept", Integer, nullable=False),
    Column("other", Integer, nullable=False),
    Column("same", Boolean, nullable=False),
    Column("actor", String, nullable=False),
    Column("reason", SealedText, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index(None, "layer", "kept"),
    Index(None, "layer", "other"),
    sqlite_autoincrement=True,
)


class Seen(NamedTuple):
    """A record as somebody read it: who decides on another version decides on something else."""

    number: int
    version: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of two records, and stands.

    Parameters
    ----------
    kept, other
        Numbers; where they are the same thing, `kept` stands for both.
    same
        Whether they are the same thing.
    """

    number: int
    kept: int
    other: int
    same: bool
    actor: str
    reason: str
    decided_at: datetime


def merge(
    connection: Connection, layer: Layer, kept: Seen, other: Seen, *, by: Corrector, now: datetime
) -> int:
    """Let one record stand for both from now on; one new data version.

    Parameters
    ----------
    kept, other
        Current records of the layer, a place or an incident each.

    Returns
    -------
    int
        Number of the decision, by which it is taken back.

    Raises
    ------
    StaleRecordError
        Where one of them is another version by now, has ended or was merged.
    StorageError
        Where both are one record, or the layer holds no places or incidents.
    """
    table = _require_two(layer, kept, other)
    _require_unchanged(connection, layer, (kept, other))
    ended = update(table).where(table.c.id == other.number)
    connection.execute(ended.values(retired_at=now, merged_into=kept.number))
    raise_version(connection, [layer.id])
    return _decide(connection, layer, kept, other, by, now, same=True)


def keep_apart(
    connection: Connection, layer: Layer, one: Seen, other: Seen, *, by: Corrector, now: datetime
) -> int:
    """Note that two records are two things; parameters, result and errors as of `merge`."""
    _require_two(layer, one, other)
    _require_unchanged(connection, layer, (one, other))
    return _decide(connection, layer, one, other, by, now, same=False)


def take_back(connection: Connection, layer: Layer, number: int, *, now: datetime) -> Decision:
    """Undo a decision: what was merged stands for itself again, as its ledger tells it by now.

    Raises
    ------
    StaleRecordError
        Where it does not stand any more.
    """
    found = next((one for one in read_decisions(connection, layer) if one.number == number), None)
    if found is None:
        raise StaleRecordError(
            f"decision {number}", "one that stands", "Somebody took it back: read the list again."
        )
    ended = update(decisions).where(decisions.c.id == number)
    connection.execute(ended.values(ended_at=now))
    if found.same:
        _release(connection, BY_KIND[layer.record], found.other)
        raise_version(connection, [layer.id])
    return found


def read_decisions(connection: Connection, layer: Layer) -> list[Decision]:
    """Return the decisions of a layer that stand, the latest first."""
    table = decisions.c
    query = select(decisions).where(table.layer == layer.id, table.ended_at.is_(None))
    return [
        Decision(row.id, row.kept, row.other, row.same, row.actor, row.reason, row.decided_at)
        for row in connection.execute(query.order_by(table.id.desc()))
    ]


def read_merged(connection: Connection, layer: Layer, number: int) -> list[StoredRecord]:
    """Return the records a record stands for besides itself, by number.

    Also those that were merged into one of them before.
    """
    table = BY_KIND[layer.record]
    found: dict[int, StoredRecord] = {}
    into: Sequence[int] = [number]
    while into:
        query = select(table).where(table.c.layer == layer.id, table.c.merged_into.in_(into))
        rows = [dict(row) for row in connection.execute(query).mappings()]
        found |= {row["id"]: row for row in rows}
        into = [row["id"] for row in rows]
    return [found[key] for key in sorted(found)]


def read_either(
    connection: Connection, layer: Layer, numbers: Collection[int]
) -> dict[int, StoredRecord]:
    """Return current and merged records by number."""
    table = BY_KIND[layer.record]
    query = select(table).where(
        table.c.layer == layer.id,
        table.c.id.in_(list(numbers)),
        table.c.retired_at.is_(None) | table.c.merged_into.is_not(None),
    )
    rows = connection.execute(query).mappings()
    return {row["id"]: dict(row) | {"personal": row["personal"] or {}} for row in rows}


def merged_numbers(connection: Connection, layer: Layer) -> set[int]:
    """Return the records of a layer that a merge holds together with another, both sides."""
    table = BY_KIND[layer.record]
    query = select(table.c.id, table.c.merged_into).where(
        table.c.layer == layer.id, table.c.merged_into.is_not(None)
    )
    return {number for pair in connection.execute(query) for number in pair}


def standing_alone(table: Table, row: Row) -> Row:
    """Return the columns of a merged row that differ once it stands for itself.

    One that a complete ledger ended meanwhile stays ended: a place by its `valid_to`.
    """
    is_told = table is places or row["ended_by"] is None
    return {"merged_into": None, "retired_at": None if is_told else row["retired_at"]}


def _release(connection: Connection, table: Table, number: int) -> None:
    row = dict(connection.execute(select(table).where(table.c.id == number)).mappings().one())
    # areas may have changed while it was merged
    (found,) = AreaFinder(connection).assign_rows([row])
    values = {**standing_alone(table, row), "area": found.area}
    connection.execute(update(table).where(table.c.id == number).values(values))


def _decide(
    connection: Connection,
    layer: Layer,
    kept: Seen,
    other: Seen,
    by: Corrector,
    now: datetime,
    *,
    same: bool,
) -> int:
    """Note a decision in place of one that stands for the same pair."""
    of_pair = (decisions.c.layer == layer.id) & decisions.c.kept.in_((kept.number, other.number))
    of_pair &= decisions.c.other.in_((kept.number, other.number))
    before = update(decisions).where(of_pair, decisions.c.ended_at.is_(None))
    connection.execute(before.values(ended_at=now))
    told = {"same": same, "actor": by.login, "reason": by.reason, "decided_at": now}
    pair = {"layer": layer.id, "kept": kept.number, "other": other.number}
    done = connection.execute(insert(decisions).values(**pair, **told))
    (number,) = done.inserted_primary_key or (0,)
    return int(number)


def _require_two(layer: Layer, one: Seen, other: Seen) -> Table:
    table = BY_KIND[layer.record]
    if one.number == other.number or table not in ASSIGNED:
        raise StorageError(
            f"{layer.id} {one.number} and {other.number}",
            "two places or two incidents",
            "Choose two different records.",
        )
    return table


def _require_unchanged(connection: Connection, layer: Layer, both: Sequence[Seen]) -> None:
    table = BY_KIND[layer.record]
    query = select(table.c.id, table.c.version).where(
        table.c.layer == layer.id,
        table.c.retired_at.is_(None),
        table.c.id.in_([one.number for one in both]),
    )
    if {tuple(row) for row in connection.execute(query)} != set(both):
        raise StaleRecordError(
            f"{layer.id} {both[0].number} and {both[1].number}",
            "both as they were read",
            "Somebody has changed one meanwhile: read them again and decide anew.",
        )
