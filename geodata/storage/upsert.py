"""Putting rows into a record table by their key."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select
from sqlalchemy import Row as Found
from sqlalchemy.exc import IntegrityError

from geodata.errors import StorageError
from geodata.storage.dialect import insert_many, update_many
from geodata.storage.past import keep_before_images
from geodata.storage.project_rows import write_projects
from geodata.storage.rows import ROW_HASH, Columns, at_places
from geodata.storage.sealed import Seal, seal_of
from geodata.storage.tables import areas

KNOWN = (
    *("key", "id", "batch", ROW_HASH, "version"),
    *("retired_at", "corrected", "merged_into", "purged_at"),
)
"""Columns of a stored row that are looked at before it is replaced."""


def is_empty(connection: Connection, table: Table, layer: str) -> bool:
    """Say whether a layer has no record yet, so that every key is new."""
    return connection.scalar(select(table.c.id).where(table.c.layer == layer).limit(1)) is None


def upsert(
    connection: Connection,
    table: Table,
    columns: Columns,
    *,
    known: Mapping[str, Found[Any]],
    now: datetime,
) -> tuple[list[int], list[int]]:
    """Add the rows with new keys and replace those whose fingerprint differs.

    Parameters
    ----------
    columns
        Of rows of one layer, district and batch, with their `key` and `row_hash`; keys differ.
    known
        The stored rows with these keys, as `find_known` gives them.

    Returns
    -------
    new, changed
        Places of the rows added and of those replaced; the others were the same already.
    """
    keys, seal = columns["key"], seal_of(connection.dialect)
    new = [place for place, key in enumerate(keys) if key not in known]
    changed = [
        place
        for place, (key, row_hash) in enumerate(zip(keys, columns[ROW_HASH], strict=True))
        if key in known and _differs(row_hash, known[key], seal)
    ]
    if new:
        added = _filled(at_places(columns, new))
        with _telling_twice(columns["row"][-1]):
            insert_many(connection, table, added | {"version": [1] * len(new)})
    if changed:
        replaced = [known[keys[place]] for place in changed]
        _replace(connection, table, at_places(columns, changed), replaced, now=now)
    return new, changed


def link_projects(
    connection: Connection, table: Table, columns: Columns, links: Mapping[int, tuple[str, ...]]
) -> None:
    """Make the explicit project links of rows exactly those of `links`, by place."""
    if not links:
        return
    found = find_known(connection, table, at_places(columns, sorted(links)))
    numbers = {found[columns["key"][place]].id: linked for place, linked in links.items()}
    write_projects(connection, columns["layer"][0], numbers)


def find_known(connection: Connection, table: Table, columns: Columns) -> dict[str, Found[Any]]:
    """Return the columns `KNOWN` of the stored rows that have the keys of these."""
    query = select(*(table.c[name] for name in KNOWN)).where(
        table.c.layer == columns["layer"][0],
        table.c.key.in_(columns["key"]),
        _of_district(table, columns["district"][0]),
    )
    return {found.key: found for found in connection.execute(query)}


def require_once(
    columns: Columns, known: Mapping[str, Found[Any]], named: Collection[int], *, batch: int
) -> None:
    """Refuse a key that a batch names twice; of a layer's first batch its table refuses it.

    Parameters
    ----------
    known
        The stored rows with these keys.
    named
        Numbers of those that the batch named before.

    Raises
    ------
    StorageError
        Where a row has a key that another of the batch has.
    """
    taken = {key for key, found in known.items() if found.batch == batch or found.id in named}
    if not taken and len(set(columns["key"])) == len(columns["key"]):
        return
    for key, row in zip(columns["key"], columns["row"], strict=True):
        if key in taken:
            raise _twice(f"key {key!r} twice, again in row {row}")
        taken.add(key)


@contextmanager
def _telling_twice(row: int) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if "unique" not in str(error.orig).casefold():
            raise
        raise _twice(f"a key twice, again in row {row} or before") from error


def _twice(found: str) -> StorageError:
    advice = "Reject the second row, or give it a key of its own."
    return StorageError(found, "each key once in a batch", advice)


def _filled(columns: Columns) -> Columns:
    """Leave out the columns that are empty throughout: a third, in most ledgers."""
    return {name: values for name, values in columns.items() if values.count(None) < len(values)}


def _of_district(table: Table, district: str) -> ColumnElement[bool]:
    """Rows of a district, with those written before any district was known.

    An area's code is its own all over the country: its district is what it belongs to, not a part
    of its key.
    """
    if table is areas:
        return table.c.district.is_not(None)
    return table.c.district.in_({district, ""})


def veiled(seal: Seal, row_hash: bytes) -> bytes:
    """Return the fingerprint of a row whose personal fields were purged: of the same row the same.

    Without the key nobody can find out by trying which phone number it was made of.
    """
    return seal.mark(row_hash.hex())


def _differs(row_hash: bytes, known: Found[Any], seal: Seal) -> bool:
    same = known.row_hash == row_hash or (
        known.purged_at is not None and known.row_hash == veiled(seal, row_hash)
    )
    return not same or comes_back(known)


def comes_back(known: Found[Any]) -> bool:
    """Say whether a stored row is there again by being named; one that was merged is not."""
    return known.retired_at is not None and known.merged_into is None


def _replace(
    connection: Connection,
    table: Table,
    columns: Columns,
    replaced: list[Found[Any]],
    *,
    now: datetime,
) -> None:
    numbers = [known.id for known in replaced]
    keep_before_images(connection, table, numbers, batch=columns["batch"][0], changed_at=now)
    retired = [None if known.merged_into is None else known.retired_at for known in replaced]
    follows: Columns = {
        "version": [known.version + 1 for known in replaced],
        "retired_at": retired,
        "number": numbers,
    }
    stays: Columns = {"purged_at": [None] * len(replaced)}  # unless the ledger's rows say when
    update_many(connection, table, stays | columns | follows)
