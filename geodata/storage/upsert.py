"""Putting rows into a record table by their key."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select
from sqlalchemy import Row as Found

from geodata.storage.dialect import insert_many, update_many
from geodata.storage.past import keep_before_images
from geodata.storage.project_rows import write_projects
from geodata.storage.rows import ROW_HASH, Row
from geodata.storage.sealed import Seal, seal_of
from geodata.storage.tables import areas

KNOWN = (
    *("key", "id", ROW_HASH, "version"),
    *("retired_at", "corrected", "merged_into", "purged_at"),
)
"""Columns of a stored row that are looked at before it is replaced."""


def is_empty(connection: Connection, table: Table, layer: str) -> bool:
    """Say whether a layer has no record yet, so that every key is new."""
    return connection.scalar(select(table.c.id).where(table.c.layer == layer).limit(1)) is None


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Row],
    *,
    known: Mapping[str, Found[Any]],
    now: datetime,
) -> tuple[list[str], list[str]]:
    """Add the rows with new keys and replace those whose fingerprint differs.

    Parameters
    ----------
    rows
        Of one layer, district and batch, each with its `key` and `row_hash`, all with the same
        columns; keys differ.
    known
        The stored rows with these keys, as `find_known` gives them.

    Returns
    -------
    new, changed
        Keys of the rows added and of those replaced; the others were the same already.
    """
    new = [row for row in rows if row["key"] not in known]
    seal = seal_of(connection.dialect)
    changed = [row for row in rows if _differs(row, known.get(row["key"]), seal)]
    if new:
        insert_many(connection, table, [{**row, "version": 1} for row in new])
    if changed:
        _replace(connection, table, [(row, known[row["key"]]) for row in changed], now=now)
    return [row["key"] for row in new], [row["key"] for row in changed]


def link_projects(
    connection: Connection, table: Table, rows: Sequence[Row], links: dict[str, tuple[str, ...]]
) -> None:
    """Make the explicit project links of records exactly those of `links`, by key."""
    wanted = [row for row in rows if row["key"] in links]
    if not wanted:
        return
    layer = wanted[0]["layer"]
    numbers = {key: found.id for key, found in find_known(connection, table, wanted).items()}
    write_projects(connection, layer, {number: links[key] for key, number in numbers.items()})


def find_known(connection: Connection, table: Table, rows: Sequence[Row]) -> dict[str, Found[Any]]:
    """Return the columns `KNOWN` of the stored rows that have the keys of these."""
    if not rows:
        return {}
    columns = (table.c[name] for name in KNOWN)
    query = select(*columns).where(
        table.c.layer == rows[0]["layer"],
        table.c.key.in_([row["key"] for row in rows]),
        _of_district(table, rows[0]["district"]),
    )
    return {found.key: found for found in connection.execute(query)}


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


def _differs(row: Row, known: Found[Any] | None, seal: Seal) -> bool:
    if known is None:
        return False
    same = known.row_hash == row[ROW_HASH] or (
        known.purged_at is not None and known.row_hash == veiled(seal, row[ROW_HASH])
    )
    return not same or comes_back(known)


def comes_back(known: Found[Any]) -> bool:
    """Say whether a stored row is there again by being named; one that was merged is not."""
    return known.retired_at is not None and known.merged_into is None


def _replace(
    connection: Connection,
    table: Table,
    pairs: Sequence[tuple[Row, Found[Any]]],
    *,
    now: datetime,
) -> None:
    numbers = [known.id for _, known in pairs]
    keep_before_images(connection, table, numbers, batch=pairs[0][0]["batch"], changed_at=now)
    values = [
        {
            **row,
            "version": known.version + 1,
            "retired_at": None if known.merged_into is None else known.retired_at,
            "purged_at": None,
            "number": known.id,
        }
        for row, known in pairs
    ]
    update_many(connection, table, values)
