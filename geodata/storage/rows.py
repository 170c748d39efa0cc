"""A record as the values of its table's columns; many of them as columns, or as rows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from operator import attrgetter
from typing import Any

import shapely
from sqlalchemy import Date, LargeBinary, Table

from geodata.catalogue.model import Layer
from geodata.records import Occurrence, Position, Record
from geodata.storage.dialect import Instant

Row = dict[str, Any]
Columns = dict[str, list[Any]]

AS_IN_JSON = frozenset({str, int, float, bool, dict})

PLAIN = {
    "code": "code",
    "name": "name",
    "address": "address",
    "community": "community",
    "resident_group": "group",
    "grid": "grid",
    "class": "class_",
    "grade": "grade",
    "status": "status",
    "valid_from": "valid_from",
    "valid_to": "valid_to",
}
"""Columns that take a value of the record as it is, with the name it has there."""

OF_KIND = {
    "area": ("parent",),
    "part": ("parent",),
    "population": ("year", "people"),
}
OCCURRENCE = Occurrence._fields
PLACING = tuple(name for name in Position._fields if name != "geometry")
NOWHERE = (None, None, None)
"""A longitude, latitude and geometry that are not there; likewise numbers and their CRS."""

_plain_values = attrgetter(*PLAIN.values())
POSITION, PROJECTS = "position", "projects"
ROW_HASH = "row_hash"
OF_THE_FILE = frozenset(
    {"layer", "district", "key", "row_hash", "batch", "sheet", "row", "ended_by"}
)
"""Columns that say where a row comes from, not what it says."""

SIDES = ("west", "south", "east", "north")
WITH_GEOMETRY = frozenset({"area", "ground", "street", "place"})


def contents_of(records: Sequence[Record], layer: Layer) -> Columns:
    """Return every column that comes from the ledger's rows, and no other, one value a record.

    Bounds are not among them: they follow from the geometry.
    """
    plain = zip(*map(_plain_values, records), strict=True)
    columns: Columns = dict(zip(PLAIN, map(list, plain), strict=True))
    placed = zip(*map(_placing, records), strict=True)
    columns |= zip(Position._fields, map(list, placed), strict=True)
    if layer.record not in WITH_GEOMETRY:
        del columns["geometry"]
    occurrences = [record.occurrence for record in records]
    if None not in occurrences:
        columns |= zip(OCCURRENCE, map(list, zip(*occurrences, strict=True)), strict=True)
    for name in OF_KIND.get(layer.record, ()):
        columns[name] = [getattr(record, name) for record in records]
    if layer.record == "area":
        columns["level"] = [layer.level] * len(records)
    columns["attributes"] = [dict(record.attributes) for record in records]
    columns["personal"] = [dict(record.personal) or None for record in records]
    columns["corrected"] = [None] * len(records)
    return columns


def _placing(record: Record) -> tuple[Any, ...]:
    """Give the position of a record, or the numbers that are none, as a `Position` has them."""
    return record.position or (*NOWHERE, *(record.unplaced or NOWHERE), None, None)


def columns_of_rows(rows: Sequence[Row]) -> Columns:
    """Turn rows, which have the same columns, into columns."""
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def rows_of_columns(columns: Columns) -> list[Row]:
    """Turn columns, which are of one length, into rows."""
    return [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


def at_places(columns: Columns, places: Sequence[int]) -> Columns:
    """Return of columns the values at some places, which are in order and differ."""
    some = columns.values()
    if some and len(places) == len(next(iter(some))):
        return columns
    return {name: [values[place] for place in places] for name, values in columns.items()}


def content_of_row(row: Row, layer: Layer) -> Row:
    """Return of a stored row what a ledger that says the same would give in `contents_of`."""
    names = [
        *PLAIN,
        *PLACING,
        *OF_KIND.get(layer.record, ()),
        "attributes",
        "personal",
        "corrected",
    ]
    if layer.record in WITH_GEOMETRY:
        names.append("geometry")
    if layer.record == "incident":
        names += OCCURRENCE
    return {name: row[name] for name in names}


def content_in(row: Row) -> Row:
    """Return of a row what `contents_of` gave for it."""
    return {name: value for name, value in row.items() if name not in OF_THE_FILE}


def bounds_of(columns: Columns) -> Columns:
    """Return the bounds of each record: those of the geometry, else the point, else nothing."""
    shapes = shapely.from_wkb(columns["geometry"])
    points = zip(columns["lng"], columns["lat"], strict=True)
    sides = [
        point * 2 if shape is None else bounds
        for shape, point, bounds in zip(
            shapes, points, map(tuple, shapely.bounds(shapes).tolist()), strict=True
        )
    ]
    return dict(zip(SIDES, map(list, zip(*sides, strict=True)), strict=True))


def to_json(values: Mapping[str, Any]) -> Row:
    """Return values as JSON can hold them: dates as ISO text, instants in UTC, bytes as hex."""
    return {
        name: value if type(value) in AS_IN_JSON else plain_of(value)
        for name, value in values.items()
    }


def from_json(table: Table, values: Mapping[str, Any]) -> Row:
    """Return values of a table's columns as they were before `to_json`."""
    revivers = _revivers(table)
    return {
        name: value if value is None or name not in revivers else revivers[name](value)
        for name, value in values.items()
    }


@cache
def _revivers(table: Table) -> dict[str, Callable[[Any], Any]]:
    """Return how to read those columns of a table that JSON holds as something else."""
    kinds: tuple[tuple[type, Callable[[Any], Any]], ...] = (
        (Instant, lambda seconds: datetime.fromtimestamp(seconds, UTC)),
        (Date, date.fromisoformat),
        (LargeBinary, bytes.fromhex),
    )
    return {
        column.name: revive
        for column in table.c
        for kind, revive in kinds
        if isinstance(column.type, kind)
    }


def plain_of(value: Any) -> Any:  # noqa: ANN401 - column values
    """Return a value as JSON can hold it."""
    if isinstance(value, datetime):
        return round(value.timestamp())
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value
