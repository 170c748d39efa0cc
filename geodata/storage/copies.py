"""Whole copies of a database, looked at apart from the folder they came from."""

from __future__ import annotations

from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    column,
    create_engine,
    event,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.exc import DatabaseError

from geodata.storage.migrate import schema_in
from geodata.storage.store import FILE_NAME
from geodata.storage.words import refusal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

FETCH: Final = 10_000


class TableDigest(NamedTuple):
    """What a table holds: its rows, and the SHA-256 of all their values in the key's order."""

    rows: int
    sha256: str


class CopyState(NamedTuple):
    """What a copy of the database holds.

    Parameters
    ----------
    schema
        Name of the newest migration it has had; None for no database of ours.
    tables
        By name, in alphabetical order. Equal for two databases that hold the same.
    """

    schema: str | None
    tables: dict[str, TableDigest]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(told.rows for told in self.tables.values())


def read_copy(path: Path) -> CopyState:
    """Check a copy and say what it holds.

    Raises
    ------
    StorageError
        Where it is damaged, or no database.
    """
    with opened_copy(path) as connection:
        try:
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            if found == "ok":
                return CopyState(schema_in(connection), digests_of(connection))
        except DatabaseError as error:
            found = error.orig
    raise refusal("damaged_copy", path=path.name, said=found)


@contextmanager
def opened_copy(path: Path) -> Iterator[Connection]:
    """Open a file as it is, waiting for nobody, without a transaction around what is asked."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"timeout": 0}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def leave_alone(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None

    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def digests_of(connection: Connection) -> dict[str, TableDigest]:
    """Return the digest of every table by its name, in alphabetical order."""
    names = sorted(inspect(connection).get_table_names())
    return {name: _digest(connection, name) for name in names}


def require_alone(folder: Path) -> None:
    """Refuse a data folder whose database another process has open; write its log into it.

    SQLite gives up its write-ahead log only when nobody else is connected. A damaged database
    tells nothing, and is let pass.

    Raises
    ------
    StorageError
        Where a server, a worker or an import is running on it.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return
    with opened_copy(path) as connection:
        try:
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE").close()
        except DatabaseError as error:
            if "locked" not in str(error.orig):
                return
            raise refusal("in_use", path=path, said=error.orig) from error


def _digest(connection: Connection, name: str) -> TableDigest:
    key = inspect(connection).get_pk_constraint(name)["constrained_columns"]
    order: list[ColumnElement[Any]] = [column(part) for part in key]
    query = select(text("*")).select_from(table(name)).order_by(*order)
    told, rows = sha256(), 0
    for part in connection.execute(query.execution_options(yield_per=FETCH)).partitions():
        for row in part:
            told.update(repr(tuple(row)).encode())
        rows += len(part)
    return TableDigest(rows, told.hexdigest())
