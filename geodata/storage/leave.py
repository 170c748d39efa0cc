"""Records that stay off the map for a reason: nobody need look for their place again."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, Connection, Index, Integer, String, Table, insert, select, update

from geodata.catalogue.model import Layer
from geodata.storage.correct import Corrector
from geodata.storage.dialect import Instant
from geodata.storage.sealed import SealedText
from geodata.storage.tables import metadata

left_off = Table(
    "left_off",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("layer", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("actor", String, nullable=False),
    Column("reason", SealedText, nullable=False),
    Column("left_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index(None, "layer", "number"),
    sqlite_autoincrement=True,
)


def leave_off(
    connection: Connection, layer: Layer, number: int, *, by: Corrector, now: datetime
) -> None:
    """Leave a record off the map; a reason given before no longer stands."""
    take_up(connection, layer, number, now=now)
    told = {"actor": by.login, "reason": by.reason, "left_at": now}
    connection.execute(insert(left_off).values(layer=layer.id, number=number, **told))


def take_up(connection: Connection, layer: Layer, number: int, *, now: datetime) -> None:
    """Let a record's place be looked for again; that it was left stays in the table."""
    stands = (left_off.c.layer == layer.id) & (left_off.c.number == number)
    ended = update(left_off).where(stands, left_off.c.ended_at.is_(None))
    connection.execute(ended.values(ended_at=now))


def read_left_off(connection: Connection, layer: Layer) -> Mapping[int, str]:
    """Return the reasons of the records of a layer that are left off, by number."""
    query = select(left_off.c.number, left_off.c.reason).where(
        left_off.c.layer == layer.id, left_off.c.ended_at.is_(None)
    )
    return {row.number: row.reason for row in connection.execute(query)}
