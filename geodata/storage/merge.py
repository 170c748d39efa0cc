"""What a ledger does not tell stays as other ledgers told it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy import Row as Found

from geodata.records import Record
from geodata.storage.fingerprints import fingerprints
from geodata.storage.project_rows import read_projects
from geodata.storage.rows import (
    OCCURRENCE,
    OF_KIND,
    PLACING,
    PLAIN,
    POSITION,
    PROJECTS,
    Row,
    columns_of_rows,
    content_in,
)

TOLD_BY = (
    PLAIN
    | {name: name for names in OF_KIND.values() for name in names}
    | {name: name for name in OCCURRENCE}
    | dict.fromkeys((*PLACING, "geometry"), POSITION)
)
"""What must be among a record's `told` for a column of its table to be taken from the ledger."""

MIXED = ("attributes", "personal")


def keep_untold(
    connection: Connection,
    table: Table,
    pairs: Sequence[tuple[Row, Record]],
    known: Mapping[str, Found[Any]],
) -> dict[str, tuple[str, ...]]:
    """Fill in what the records do not tell with what is stored, and take the fingerprint anew.

    Only rows that seem to differ from the stored ones are looked at: one that tells less and agrees
    with all that is stored has the same fingerprint.

    Parameters
    ----------
    pairs
        Rows, changed in place, with the records they were made from.
    known
        Key, id and row_hash of the stored rows by key.

    Returns
    -------
    dict
        Explicit projects of each record, by key.
    """
    projects = {record.key: record.projects for _, record in pairs}
    partial = [
        (row, record.told, known[record.key].id)
        for row, record in pairs
        if record.told is not None
        and record.key in known
        and known[record.key].row_hash != row["row_hash"]
    ]
    if not partial:
        return projects
    numbers = [number for *_, number in partial]
    query = select(table).where(table.c.id.in_(numbers))
    stored = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    links = read_projects(connection, partial[0][0]["layer"], numbers)
    for row, told, number in partial:
        _fill(row, stored[number], told)
        if PROJECTS not in told:
            projects[row["key"]] = links.get(number, ())
    contents = [content_in(row) for row, *_ in partial]
    prints = fingerprints(columns_of_rows(contents), [projects[row["key"]] for row, *_ in partial])
    for (row, *_), row_hash in zip(partial, prints, strict=True):
        row["row_hash"] = row_hash
    return projects


def _fill(row: Row, stored: Mapping[str, Any], told: frozenset[str]) -> None:
    for name in _untold(told):
        if name in row:
            row[name] = stored[name]
    if stored["ended_by"] is not None and "valid_to" not in told:
        row["valid_to"] = None  # ended only because a ledger did not name it; this one does
    for name in MIXED:
        kept = {k: value for k, value in (stored[name] or {}).items() if k not in told}
        row[name] = {**kept, **(row[name] or {})}
    row["personal"] = row["personal"] or None


@cache
def _untold(told: frozenset[str]) -> tuple[str, ...]:
    return tuple(column for column, name in TOLD_BY.items() if name not in told)
