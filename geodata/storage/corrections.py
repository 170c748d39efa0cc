"""Corrections by hand stand against the next ledger; what it says is kept beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy import Row as Found

from geodata.records import Record
from geodata.storage.correct import columns_of, word_of
from geodata.storage.fingerprints import fingerprint
from geodata.storage.merge import TOLD_BY
from geodata.storage.rows import POSITION, Row, content_in


def keep_corrections(
    connection: Connection,
    table: Table,
    pairs: Sequence[tuple[Row, Record]],
    known: Mapping[str, Found[Any]],
    projects: Mapping[str, tuple[str, ...]],
) -> None:
    """Let rows of a ledger say what was corrected, note their own word, and fingerprint them anew.

    Parameters
    ----------
    pairs
        Rows, changed in place, with the records they were made from.
    known
        Id and corrections of the stored rows by key.
    projects
        Explicit projects of each record, by key.
    """
    corrected = [
        (row, record.told, known[record.key].id)
        for row, record in pairs
        if record.key in known and known[record.key].corrected
    ]
    if not corrected:
        return
    query = select(table).where(table.c.id.in_([number for *_, number in corrected]))
    stored = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    for row, told, number in corrected:
        row["corrected"] = _overrule(row, stored[number], told)
        row["row_hash"] = fingerprint(content_in(row), projects[row["key"]])


def _overrule(row: Row, stored: Row, told: frozenset[str] | None) -> dict[str, Any]:
    said = dict(stored["corrected"])
    for column in said:
        if told is None or (column if column == POSITION else TOLD_BY[column]) in told:
            said[column] = word_of(row, column)
        row |= {name: stored[name] for name in columns_of(column)}
    return said
