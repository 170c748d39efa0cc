"""Everything that differs between SQLite and PostgreSQL.

SQLite needs telling that a transaction begins (its driver's own way loses updates), how durable
it is and how long to wait for another writer; PostgreSQL does as it should by itself.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    Insert,
    LargeBinary,
    Table,
    Update,
    bindparam,
    event,
    insert,
    update,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from geodata.storage.troubles import naming_troubles_of

WAIT_FOR_WRITER_MS = 60_000
"""How long a writer waits for the others. SQLite asks again every tenth of a second and knows no
queue: of eight that write without pause one was left out for ten seconds in a row."""

Geometry = LargeBinary
"""WKB in WGS84. With PostGIS this becomes its geometry type, here and nowhere else."""

CACHE_KIB = 65_536
"""Of the database held in memory while it is written, at most. In SQLite's own 2 MB the index of
a million keys has no room, and each key that comes out of order writes a page of it once more."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as whole seconds since 1970-01-01 UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Write the seconds."""
        del dialect
        return None if value is None else round(value.timestamp())

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401 - what the driver gives
        """Read an aware UTC datetime."""
        del dialect
        return None if value is None else datetime.fromtimestamp(value, UTC)


def prepare_connections(engine: Engine, *, writes: bool) -> None:
    """Make each new connection of `engine` durable and its transactions what they say.

    A writing transaction takes the write lock when it begins, so that what it read is still true
    when it writes; a reading one sees one state throughout and can write nothing.
    """
    if engine.dialect.name != "sqlite":
        return
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={WAIT_FOR_WRITER_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            f"query_only={'OFF' if writes else 'ON'}",
            *((f"cache_size=-{CACHE_KIB}",) if writes else ()),
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def insert_many(connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows, given by their columns, straight through the driver.

    Each value is prepared by its column's type as ever; what is left out is the work SQLAlchemy
    does on each row besides, four times that of the insert itself.
    """
    _execute_many(connection, insert(table), table, columns)


def update_many(connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """Update rows, given by their columns, their ids as `number`, likewise."""
    statement = update(table).where(table.c.id == bindparam("number"))
    _execute_many(connection, statement, table, columns)


def _execute_many(
    connection: Connection,
    statement: Insert | Update,
    table: Table,
    columns: Mapping[str, Sequence[Any]],
) -> None:
    dialect = connection.dialect
    compiled = statement.compile(
        dialect=dialect, column_keys=[name for name in columns if name in table.c]
    )
    order = compiled.positiontup or list(columns)
    kinds = {name: table.c[name if name in table.c else "id"].type for name in columns}
    bound = [
        _bound(columns[name], kinds[name].dialect_impl(dialect).bind_processor(dialect))
        for name in order
    ]
    values = list(zip(*bound, strict=True))
    if compiled.positiontup is None:
        named = [dict(zip(order, value, strict=True)) for value in values]
        connection.exec_driver_sql(str(compiled), named)
    else:
        connection.exec_driver_sql(str(compiled), values)


def _bound(values: Sequence[Any], write: Callable[[Any], Any] | None) -> Sequence[Any]:
    """Prepare a column's values for the driver; what nothing becomes is asked once."""
    if write is None:
        return values
    nothing = write(None)
    return [nothing if value is None else write(value) for value in values]


def overwrite_removed(connection: Connection) -> None:
    """From now on let what is removed or emptied be overwritten in the file, not only let go.

    What lies in the write-ahead log goes when the log is begun anew. Remains of earlier writes on
    a disk are beyond a database.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON").close()


def write_copy(engine: Engine, path: Path) -> None:
    """Write a whole and consistent copy of the database to `path`, which must not exist.

    Raises
    ------
    StorageError
        Where the disk of the copy is full or cannot be written, or the database is damaged.
    """
    if engine.dialect.name != "sqlite":
        raise NotImplementedError(engine.dialect.name)
    with naming_troubles_of(Path(engine.url.database or "")):
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("VACUUM INTO ?", (str(path),))
        finally:
            connection.close()
