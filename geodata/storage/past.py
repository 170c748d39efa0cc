"""The past of records: what a row was before each change."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Table, select

from geodata.storage.dialect import insert_many
from geodata.storage.rows import to_json
from geodata.storage.tables import history


def keep_before_images(
    connection: Connection,
    table: Table,
    numbers: Sequence[int],
    *,
    batch: int | None,
    changed_at: datetime,
) -> None:
    """Copy rows into the history as they are now, before they change.

    The geometry is kept as hexadecimal WKB; personal fields stay apart from the rest.
    """
    rows = connection.execute(select(table).where(table.c.id.in_(numbers))).mappings()
    images = []
    for row in rows:
        before = to_json({name: value for name, value in row.items() if value is not None})
        images.append(
            {
                "layer": before.pop("layer"),
                "number": before.pop("id"),
                "version": before.pop("version"),
                "personal": before.pop("personal", None),
                "before": before,
                "changed_at": changed_at,
                "batch": batch,
            }
        )
    if images:
        insert_many(connection, history, images)
