"""Small records, plans and areas to write in tests."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import shapely

from geodata.catalogue.load import read_catalogue
from geodata.localtime import to_instant
from geodata.records import BatchPlan, NotedRow, Occurrence, Position, Published, Record
from geodata.storage.publish import publish
from geodata.storage.store import Storage

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
CATALOGUE = read_catalogue()
DAY = to_instant(datetime(2025, 6, 1, tzinfo=UTC).date())


def rental(key: str, row: int = 3, **values: Any) -> Record:
    values.setdefault("attributes", {"units": 12})
    return Record(key=key, row=row, code=key, **values)


def incident(key: str, row: int = 3, occurred_at: datetime = DAY, **values: Any) -> Record:
    return Record(key=key, row=row, occurrence=Occurrence(occurred_at=occurred_at), **values)


def stopped(moment: datetime) -> Callable[[], datetime]:
    """A clock that shows one moment."""
    return lambda: moment


def at(lng: float, lat: float, geometry: bytes | None = None) -> Position:
    return Position(lng, lat, x=lng, y=lat, geometry=geometry)


def plan(
    layer: str, records: Sequence[Record], *, rejected: Sequence[NotedRow] = (), **values: Any
) -> BatchPlan:
    """Plan a batch whose bytes are as different as its content."""
    made = BatchPlan(
        layer=layer,
        file_name=f"{layer}.xlsx",
        sha256=sha256(repr((layer, records, rejected)).encode()).hexdigest(),
        recipe="crs=EPSG:4326",
        crs="EPSG:4326",
        started_at=NOW,
        records=records,
        rejected=rejected,
        headings=1,
        rows_read=1 + len(records) + len(rejected),
    )
    return replace(made, **values)


def write(storage: Storage, layer: str, records: Sequence[Record], **values: Any) -> Published:
    with storage.writing() as connection:
        batch = plan(layer, records, **values)
        return publish(connection, batch, CATALOGUE.by_layer[layer], now=NOW)


def box(
    code: str, name: str, parent: str | None, bounds: tuple[float, float, float, float]
) -> Record:
    west, south, east, north = bounds
    position = Position(
        (west + east) / 2, (south + north) / 2, geometry=shapely.to_wkb(shapely.box(*bounds))
    )
    return Record(key=code, row=2, code=code, name=name, parent=parent, position=position)


def write_town(storage: Storage) -> None:
    """Write a sub-district 2 x 1 hundredths of a degree: 新庄 (two groups) west, 永岗 east."""
    write(storage, "district", [box("D", "永和街道", None, (113.50, 23.10, 113.52, 23.11))])
    halves = [
        box("D1", "新庄社区", "D", (113.50, 23.10, 113.51, 23.11)),
        box("D2", "永岗社区", "D", (113.51, 23.10, 113.52, 23.11)),
    ]
    write(storage, "community", halves)
    quarters = [
        box("D1-1", "一组", "D1", (113.50, 23.10, 113.51, 23.105)),
        box("D1-2", "二组", "D1", (113.50, 23.105, 113.51, 23.11)),
        box("D2-1", "一组", "D2", (113.51, 23.10, 113.52, 23.105)),
    ]
    write(storage, "group", quarters)
