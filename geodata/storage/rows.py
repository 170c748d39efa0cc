"""A record as the values of its table's columns, and the fingerprint that tells a change."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from geodata.catalogue.model import Layer
from geodata.records import Occurrence, Position, Record

Row = dict[str, Any]

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
OCCURRENCE = tuple(Occurrence.__dataclass_fields__)
WITH_GEOMETRY = frozenset({"area", "ground", "street", "place"})


def content_of(record: Record, layer: Layer) -> Row:
    """Return every column that comes from the ledger's row, and no other.

    Bounds are not among them: they follow from the geometry, for many rows at once.
    """
    row = {column: getattr(record, name) for column, name in PLAIN.items()}
    row |= {name: getattr(record, name) for name in OF_KIND.get(layer.record, ())}
    row |= _placing(record)
    if layer.record in WITH_GEOMETRY:
        row["geometry"] = record.position.geometry if record.position else None
    if layer.record == "area":
        row["level"] = layer.level
    if layer.record == "incident":
        row |= {name: getattr(record.occurrence, name) for name in OCCURRENCE}
    row["attributes"] = dict(record.attributes)
    row["personal"] = dict(record.personal)
    return row


def fingerprint(content: Row, projects: tuple[str, ...]) -> bytes:
    """Return 16 bytes that differ where the content differs.

    Empty columns do not count, so that a column added later leaves it as it was.
    """
    filled = {name: value for name, value in content.items() if value not in (None, {})}
    text = _encode([filled, sorted(projects)])
    return blake2b(text.encode("ascii"), digest_size=16).digest()


def to_json(values: Mapping[str, Any]) -> Row:
    """Return values as JSON can hold them: dates as ISO text, instants in UTC, bytes as hex."""
    return {name: _plain(value) for name, value in values.items()}


def _placing(record: Record) -> Row:
    position = record.position
    if position is None:
        x, y, crs = record.unplaced or (None, None, None)
        nowhere = dict.fromkeys(("lng", "lat", "method", "precision_m"))
        return {**nowhere, "x": x, "y": y, "crs": crs}
    return {name: getattr(position, name) for name in PLACING}


PLACING = tuple(name for name in Position.__dataclass_fields__ if name != "geometry")


def _plain(value: Any) -> Any:  # noqa: ANN401 - column values
    if isinstance(value, datetime):
        return round(value.timestamp())
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_plain).encode
