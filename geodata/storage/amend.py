"""Changing one record by hand, so that the second of two editors is told."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select, update

from geodata.catalogue.model import Layer
from geodata.errors import StorageError
from geodata.storage.past import keep_before_images
from geodata.storage.tables import BY_KIND
from geodata.storage.versions import raise_version

AMENDABLE = frozenset(
    {"name", "address", "class", "grade", "status", "valid_from", "valid_to", "attributes"}
)


class StaleRecordError(StorageError):
    """The record has been changed since it was read."""


def amend(
    connection: Connection,
    layer: Layer,
    number: int,
    *,
    version: int,
    changes: Mapping[str, str | date | Mapping[str, object] | None],
    now: datetime,
) -> int:
    """Change columns of a record, if it is still the version that was read.

    The record before goes into the history, and the data version grows by one. The next ledger
    that has a column for it and says otherwise changes it back, and that is in the history too.

    Parameters
    ----------
    version
        As read with the record.
    changes
        Values by column, of `AMENDABLE` only.

    Returns
    -------
    int
        The record's version now.

    Raises
    ------
    StaleRecordError
        Where it is another version by now: read it again and decide anew.
    StorageError
        Where there is no such record, or a column may not be changed by hand.
    """
    _require_amendable(changes)
    table = BY_KIND[layer.record]
    query = select(table.c.version).where(
        table.c.id == number, table.c.layer == layer.id, table.c.retired_at.is_(None)
    )
    found = connection.scalar(query)
    if found is None:
        raise StorageError(f"{layer.id} {number}", "the number of a record", "Read the list again.")
    if found != version:
        raise StaleRecordError(
            f"{layer.id} {number} in version {found}",
            f"version {version}, as it was read",
            "Somebody has changed it meanwhile: read it again and decide anew.",
        )
    keep_before_images(connection, table, [number], batch=None, changed_at=now)
    # An empty fingerprint: the next ledger is compared as if it had never been imported.
    values = {**changes, "version": version + 1, "row_hash": b""}
    connection.execute(update(table).where(table.c.id == bindparam("number", number)), values)
    raise_version(connection, [layer.id])
    return version + 1


def _require_amendable(changes: Mapping[str, object]) -> None:
    if refused := sorted(set(changes) - AMENDABLE):
        raise StorageError(
            f"change of {', '.join(refused)}",
            f"columns among {', '.join(sorted(AMENDABLE))}",
            "Correct the ledger and import it again.",
        )
