"""How many rows each table holds: how large an office's data is, and nothing of what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from geodata.storage.tables import metadata

if TYPE_CHECKING:
    from geodata.storage.store import Storage


def count_rows(storage: Storage) -> dict[str, int]:
    """Count the rows of every table, by name, from one state of the database."""
    with storage.reading() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }
