"""The past of records: what a row was before each change."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Table, select

from geodata.storage.dialect import insert_many
from geodata.storage.project_rows import read_projects
from geodata.storage.rows import PROJECTS, Row, columns_of_rows, from_json, to_json
from geodata.storage.tables import history


def keep_before_images(
    connection: Connection,
    table: Table,
    numbers: Sequence[int],
    *,
    batch: int | None,
    changed_at: datetime,
    actor: str | None = None,
    reason: str | None = None,
) -> None:
    """Copy rows into the history as they are now, before they change.

    The geometry is kept as hexadecimal WKB; personal fields stay apart from the rest.

    Parameters
    ----------
    batch
        The import that changes them; None for a change by hand or an undo.
    actor, reason
        Who changes them by hand, and why.
    """
    layers = set(connection.scalars(select(table.c.layer).where(table.c.id.in_(numbers))))
    links = {layer: read_projects(connection, layer, numbers) for layer in layers}
    rows = connection.execute(select(table).where(table.c.id.in_(numbers))).mappings()
    images = []
    for row in rows:
        before = to_json({name: value for name, value in row.items() if value is not None})
        layer, number = before.pop("layer"), before.pop("id")
        images.append(
            {
                "layer": layer,
                "number": number,
                "version": before.pop("version"),
                "personal": before.pop("personal", None),
                "before": {**before, PROJECTS: links[layer].get(number, ())},
                "changed_at": changed_at,
                "batch": batch,
                "actor": actor,
                "reason": reason,
            }
        )
    if images:
        insert_many(connection, history, columns_of_rows(images))


def row_of_image(
    table: Table, before: Mapping[str, object], personal: Mapping[str, str] | None
) -> Row:
    """Return every column of a row as it was, but for its id, layer and version.

    Parameters
    ----------
    before, personal
        As the history holds them.
    """
    kept = [column.name for column in table.c if column.name not in NOT_IN_IMAGE]
    filled = {name: before[name] for name in kept if name in before}
    return {**dict.fromkeys(kept), **from_json(table, filled), "personal": personal}


NOT_IN_IMAGE = frozenset({"id", "layer", "version", "personal"})
"""Columns that the history holds beside the image, not in it."""
