"""What jobs worked out: the newest of each kind and key, and months that are frozen.

Contents are bytes of whoever keeps them, compressed here. They hold no personal data.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from geodata.storage.job_tables import frozen_results, results

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Connection, Select

    from geodata.storage.store import Storage


@dataclass(frozen=True, slots=True)
class Result:
    """What a job worked out from one data version."""

    kind: str
    key: str
    data_version: int
    made_at: datetime
    content: bytes


def keep_result(
    storage: Storage, kind: str, key: str, data_version: int, content: bytes, *, now: datetime
) -> bool:
    """Keep a result in place of an older one.

    Returns
    -------
    bool
        False where one of a newer data version is kept: then that stays.
    """
    with storage.writing() as connection:
        return write_result(connection, kind, key, data_version, content, now=now)


def write_result(
    connection: Connection, kind: str, key: str, data_version: int, content: bytes, *, now: datetime
) -> bool:
    """Keep a result as `keep_result` does, in the transaction of what belongs to it."""
    mine = (results.c.kind == kind) & (results.c.key == key)
    newest = connection.scalar(select(results.c.data_version).where(mine))
    if newest is not None and newest > data_version:
        return False
    connection.execute(delete(results).where(mine))
    packed = zlib.compress(content)
    connection.execute(insert(results).values((kind, key, data_version, now, packed)))
    return True


def read_result(storage: Storage, kind: str, key: str) -> Result | None:
    """Return the newest result; None where none was kept."""
    return _read(storage, select(results).where(results.c.kind == kind, results.c.key == key))


def result_made(storage: Storage, kind: str, key: str) -> tuple[int, datetime] | None:
    """Return the data version of the newest result and when it was made, without its content."""
    query = select(results.c.data_version, results.c.made_at).where(
        results.c.kind == kind, results.c.key == key
    )
    with storage.reading() as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else (row.data_version, row.made_at)


def freeze_result(
    storage: Storage,
    kind: str,
    key: str,
    month: date,
    content: bytes,
    *,
    data_version: int,
    now: datetime,
) -> bool:
    """Keep the result of a month for good.

    Parameters
    ----------
    month
        Any day of it.

    Returns
    -------
    bool
        False where the month is frozen already: it stays as it is.
    """
    packed = zlib.compress(content)
    with storage.writing() as connection:
        if connection.scalar(_frozen(kind, key, month)) is not None:
            return False
        values = (kind, key, _first(month), data_version, now, packed)
        connection.execute(insert(frozen_results).values(values))
    return True


def read_frozen(storage: Storage, kind: str, key: str, month: date) -> Result | None:
    """Return what was frozen for the month of a day; None where nothing was."""
    return _read(storage, _frozen(kind, key, month))


def frozen_months(storage: Storage, kind: str, key: str) -> list[date]:
    """Return the first days of the months that are frozen, the newest first."""
    table = frozen_results.c
    query = select(table.month).where(table.kind == kind, table.key == key)
    with storage.reading() as connection:
        return list(connection.scalars(query.order_by(table.month.desc())))


def _frozen(kind: str, key: str, month: date) -> Select[Any]:
    table = frozen_results.c
    return select(frozen_results).where(
        table.kind == kind, table.key == key, table.month == _first(month)
    )


def _first(month: date) -> date:
    return month.replace(day=1)


def _read(storage: Storage, query: Select[Any]) -> Result | None:
    with storage.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    content = zlib.decompress(row.content)
    return Result(row.kind, row.key, row.data_version, row.made_at, content)
