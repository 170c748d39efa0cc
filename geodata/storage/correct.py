"""Correcting one record by hand: with a reason, and so that the second of two editors is told.

A correction stands until it is withdrawn. What the ledger says instead is kept with the record
(`corrected`, by column) and follows the ledger, so that it can be shown and taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Table, bindparam, select, update

from geodata.catalogue.model import Layer
from geodata.errors import StorageError
from geodata.storage.assign import AreaFinder
from geodata.storage.fingerprints import fingerprint
from geodata.storage.past import keep_before_images
from geodata.storage.project_rows import read_projects
from geodata.storage.rows import (
    POSITION,
    WITH_GEOMETRY,
    Row,
    bounds_of,
    columns_of_rows,
    content_of_row,
    from_json,
    rows_of_columns,
    to_json,
)
from geodata.storage.tables import ASSIGNED, BY_KIND
from geodata.storage.versions import raise_version

BY_HAND: Final = "hand"


class Placement(NamedTuple):
    """A new position in WGS84, how it was found, and metres within which the true place lies."""

    lng: float
    lat: float
    method: str = BY_HAND
    precision_m: float | None = None


Change = str | date | Placement | None

CORRECTABLE: Final = frozenset(
    {"name", "address", "class", "grade", "status", "valid_from", "valid_to", POSITION}
)
PLACED_BY: Final = ("lng", "lat", "method", "precision_m")
"""Columns that a correction of the position sets; the ledger's own numbers stay beside them."""


class StaleRecordError(StorageError):
    """The record has been changed since it was read."""


@dataclass(frozen=True, slots=True)
class Corrector:
    """Who corrects, by login, and why."""

    login: str
    reason: str


def correct(
    connection: Connection,
    layer: Layer,
    number: int,
    *,
    version: int,
    changes: Mapping[str, Change],
    by: Corrector,
    now: datetime,
    withdrawn: Sequence[str] = (),
) -> int:
    """Correct a record, if it is still the version that was read.

    The record before goes into the history with who corrected it and why; the data version grows
    by one. A later ledger that says otherwise does not change it back.

    Parameters
    ----------
    version
        As read with the record.
    changes
        Values by column, of `CORRECTABLE` only; a position as `Placement`.
    withdrawn
        Corrected columns that take the ledger's word again.

    Returns
    -------
    int
        The record's version now.

    Raises
    ------
    StaleRecordError
        Where it is another version by now: read it again and decide anew.
    StorageError
        Where there is no such record, or something of it may not be corrected by hand.
    """
    _require_correctable(layer, changes)
    row = _read(connection, layer, number, version)
    _change(connection, layer, row, changes, withdrawn, by, now, AreaFinder(connection))
    raise_version(connection, [layer.id])
    return version + 1


def place_all(
    connection: Connection,
    layer: Layer,
    placements: Mapping[int, tuple[int, Placement]],
    *,
    by: Corrector,
    now: datetime,
) -> None:
    """Give records a position as `correct` does, all of them or none; one new data version.

    Parameters
    ----------
    placements
        By number: the version of the record as it was read, and its position.

    Raises
    ------
    StaleRecordError
        Where one of them is another version by now.
    StorageError
        Where one of them is none, or is no single point.
    """
    _require_correctable(layer, {POSITION: None})
    finder = AreaFinder(connection)
    for number, (version, place) in placements.items():
        row = _read(connection, layer, number, version)
        _change(connection, layer, row, {POSITION: place}, (), by, now, finder)
    if placements:
        raise_version(connection, [layer.id])


def _change(
    connection: Connection,
    layer: Layer,
    row: Row,
    changes: Mapping[str, Change],
    withdrawn: Sequence[str],
    by: Corrector,
    now: datetime,
    finder: AreaFinder,
) -> None:
    """Change a row as it was read, after its before-image has gone into the history."""
    table = BY_KIND[layer.record]
    said = dict(row["corrected"] or {})
    values: Row = {}
    for column, value in changes.items():
        said.setdefault(column, word_of(row, column))
        values |= _values_of(row, column, value)
    for column in withdrawn:
        values |= _ledger_values(table, column, said.pop(column, word_of(row, column)))
    keep_before_images(
        connection, table, [row["id"]], batch=None, changed_at=now, actor=by.login, reason=by.reason
    )
    row |= {**values, "corrected": said or None, "version": row["version"] + 1}
    _write(connection, table, layer, row, finder)


def word_of(row: Mapping[str, Any], column: str) -> Any:  # noqa: ANN401 - JSON
    """Return what a row says of a correctable column, as JSON can hold it."""
    if column == POSITION:
        return {name: row[name] for name in PLACED_BY}
    return to_json({column: row[column]})[column]


def columns_of(column: str) -> tuple[str, ...]:
    """Return the columns of the table that a correctable column stands for."""
    return PLACED_BY if column == POSITION else (column,)


def _require_correctable(layer: Layer, changes: Mapping[str, object]) -> None:
    if refused := sorted(set(changes) - CORRECTABLE):
        raise StorageError(
            f"change of {', '.join(refused)}",
            f"columns among {', '.join(sorted(CORRECTABLE))}",
            "Correct the ledger and import it again.",
        )
    if BY_KIND[layer.record] not in ASSIGNED:
        raise StorageError(
            f"a record of {layer.id}", "a place or an incident", "Correct its map file."
        )


def _read(connection: Connection, layer: Layer, number: int, version: int) -> Row:
    table = BY_KIND[layer.record]
    query = select(table).where(
        table.c.id == number, table.c.layer == layer.id, table.c.retired_at.is_(None)
    )
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise StorageError(f"{layer.id} {number}", "the number of a record", "Read the list again.")
    if found["version"] != version:
        raise StaleRecordError(
            f"{layer.id} {number} in version {found['version']}",
            f"version {version}, as it was read",
            "Somebody has changed it meanwhile: read it again and decide anew.",
        )
    return dict(found)


def _values_of(row: Row, column: str, value: Change) -> Row:
    if column != POSITION:
        return {column: value}
    if row.get("geometry") is not None:
        raise StorageError(
            f"{row['layer']} {row['id']} with an outline",
            "a record that is one point",
            "Correct the outline in its map file and import it again.",
        )
    if not isinstance(value, Placement):
        raise TypeError(f"position {value!r}, expected a placement")
    return dict(zip(PLACED_BY, value, strict=True))


def _ledger_values(table: Table, column: str, word: Any) -> Row:  # noqa: ANN401 - JSON
    return from_json(table, word if column == POSITION else {column: word})


def _write(
    connection: Connection, table: Table, layer: Layer, row: Row, finder: AreaFinder
) -> None:
    """Write a row over itself, with what follows from its content."""
    number = row["id"]
    if layer.record in WITH_GEOMETRY:
        row |= rows_of_columns(bounds_of(columns_of_rows([row])))[0]
    (found,) = finder.assign_rows([row])
    projects = read_projects(connection, layer.id, [number]).get(number, ())
    row |= {"area": found.area, "row_hash": fingerprint(content_of_row(row, layer), projects)}
    change = update(table).where(table.c.id == bindparam("number", number))
    connection.execute(change, {name: row[name] for name in row if name != "id"})
