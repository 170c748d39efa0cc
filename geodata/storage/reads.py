"""Reading single records and their past, for facts, tables and lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from geodata.catalogue.model import Layer
from geodata.storage.tables import BY_KIND, areas, batches, history

MOST_RECORDS = 1_000
"""Records read at once."""

StoredRecord = dict[str, Any]
"""A record's values by column name (`class`, `resident_group`, `occurred_at` …).

`attributes` and `personal` are dicts by field id, dates and instants are what they are in Python.
It is masked before it is shown (`geodata.facts`): whom `personal` names stands in other texts too.
"""


@dataclass(frozen=True, slots=True)
class PastVersion:
    """What a record was until it changed: `before` by column name, as JSON holds it.

    `actor` and `reason` are told of a correction by hand only.
    """

    version: int
    changed_at: datetime
    batch: int | None
    before: dict[str, Any]
    actor: str | None = None
    reason: str | None = None


def read_record(connection: Connection, layer: Layer, number: int) -> StoredRecord | None:
    """Return a current record; None where there is none."""
    return next(iter(read_records(connection, layer, [number])), None)


def read_records(
    connection: Connection, layer: Layer, numbers: Sequence[int]
) -> list[StoredRecord]:
    """Return current records, in the order of their numbers given.

    Numbers of no current record are passed over.

    Raises
    ------
    ValueError
        Where more than `MOST_RECORDS` are asked for.
    """
    if len(numbers) > MOST_RECORDS:
        raise ValueError(f"{len(numbers)} records, expected at most {MOST_RECORDS}: read a page")
    table = BY_KIND[layer.record]
    query = select(table).where(
        table.c.id.in_(list(numbers)), table.c.layer == layer.id, table.c.retired_at.is_(None)
    )
    rows = connection.execute(query).mappings()
    found = {row["id"]: dict(row) | {"personal": row["personal"] or {}} for row in rows}
    return [found[number] for number in numbers if number in found]


def read_history(connection: Connection, layer: Layer, number: int) -> list[PastVersion]:
    """Return what a record was before each of its changes, the latest first."""
    query = (
        select(history)
        .where(history.c.layer == layer.id, history.c.number == number)
        .order_by(history.c.version.desc())
    )
    return [
        PastVersion(row.version, row.changed_at, row.batch, row.before, row.actor, row.reason)
        for row in connection.execute(query)
    ]


def read_sources(connection: Connection, layer: Layer, numbers: Sequence[int]) -> dict[int, str]:
    """Return the batches some records come from, the earliest first: number and file name.

    Parameters
    ----------
    numbers
        Of current records, as many as there are.
    """
    table, found = BY_KIND[layer.record], set[int]()
    for first in range(0, len(numbers), MOST_RECORDS):
        asked = table.c.id.in_(list(numbers[first : first + MOST_RECORDS]))
        found.update(connection.scalars(select(table.c.batch).where(asked).distinct()))
    named = select(batches.c.id, batches.c.file_name).where(batches.c.id.in_(found))
    rows = connection.execute(named.order_by(batches.c.id))
    return {row.id: row.file_name for row in rows}


def read_area_names(connection: Connection) -> dict[str, str]:
    """Return the name of each area by its code; for an area without a name, the code."""
    query = select(areas.c.code, areas.c.name).where(areas.c.retired_at.is_(None))
    return {code: name or code for code, name in connection.execute(query)}
