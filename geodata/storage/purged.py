"""What a ledger says of records whose personal fields were purged: it brings none of them back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy import Row as Found

from geodata.localtime import local_date
from geodata.records import Record
from geodata.storage.fingerprints import fingerprint
from geodata.storage.rows import ROW_HASH, Row, content_in
from geodata.storage.sealed import seal_of
from geodata.storage.upsert import comes_back, veiled


def keep_purged(
    connection: Connection,
    table: Table,
    pairs: Sequence[tuple[Row, Record]],
    known: Mapping[str, Found[Any]],
    projects: Mapping[str, tuple[str, ...]],
) -> None:
    """Leave out of a ledger's rows the personal fields whose time is over, and fingerprint anew.

    Their time began with the event or the end of the place. A row that says the place is there
    again, or that either was on a later day, brings them back, and its time begins anew.

    Parameters
    ----------
    pairs
        Rows, changed in place, with the records they were made from.
    known
        The stored rows by key, as `geodata.storage.upsert.find_known` gives them.
    projects
        Explicit projects of each record, by key.
    """
    purged = [
        (row, known[record.key])
        for row, record in pairs
        if record.key in known and known[record.key].purged_at is not None
    ]
    if not purged:
        return
    since = table.c["occurred_at" if "occurred_at" in table.c else "valid_to"]
    numbers = [stored.id for _, stored in purged]
    found = connection.execute(select(table.c.id, since).where(table.c.id.in_(numbers)))
    began = {number: _day(moment) for number, moment in found}
    seal = seal_of(connection.dialect)
    over = []
    for row, stored in purged:
        if comes_back(stored) or not _is_over(_day(row[since.name]), began[stored.id]):
            continue
        over.append((row, stored))
        if stored.row_hash != veiled(seal, row[ROW_HASH]):  # else it says what it said
            row["personal"] = None
            row[ROW_HASH] = fingerprint(content_in(row), projects[row["key"]])
    for row, _ in pairs:
        row["purged_at"] = None
    for row, stored in over:
        row["purged_at"] = stored.purged_at


def _is_over(said: date | None, before: date | None) -> bool:
    return said is not None and before is not None and said <= before


def _day(moment: date | None) -> date | None:
    return local_date(moment) if isinstance(moment, datetime) else moment
