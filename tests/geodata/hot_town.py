"""A town with named streets and a bad junction, for tests of hotspot lists."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import shapely

from geodata.analysis.hotspots.month_incidents import FIELDS
from geodata.build import build_read_model
from geodata.localtime import to_instant
from geodata.readmodel import ReadModel
from geodata.records import Position, Record
from geodata.results.monthlist import MonthList
from geodata.storage.store import Storage
from geodata.storage.values import read_values
from tests.geodata.making import CATALOGUE, at, incident, rental, write, write_town

END = date(2026, 1, 1)
WEST, SOUTH, EAST, NORTH = 113.50, 23.10, 113.52, 23.11
ACROSS, ALONG = 6, 9
BAD = (113.505, 23.104)
"""Where 南北3路 crosses 东西3路."""
LAMP = (113.515, 23.106)
"""Where 南北7路 crosses 东西4路."""


def streets() -> list[Record]:
    across = [(WEST, SOUTH + n * 0.002, EAST, SOUTH + n * 0.002) for n in range(ACROSS)]
    along = [(WEST + n * 0.0025, SOUTH, WEST + n * 0.0025, NORTH) for n in range(ALONG)]
    return [
        *(_street(f"东西{n + 1}路", *ends) for n, ends in enumerate(across)),
        *(_street(f"南北{n + 1}路", *ends) for n, ends in enumerate(along)),
    ]


def crashes(
    name: str, place: tuple[float, float], days: Iterable[date], **values: Any
) -> list[Record]:
    given = {"class_": "crash_two_wheeler", "grade": "slight", **values}
    return [
        incident(f"{name}-{n}", occurred_at=to_instant(day, 17 * 60), position=at(*place), **given)
        for n, day in enumerate(days)
    ]


def every(days: int, count: int, until: date = END) -> list[date]:
    """Return days before one, so many apart, the last first."""
    return [until - timedelta(days=1 + days * n) for n in range(count)]


def elsewhere(count: int, seed: int = 1, until: date = END) -> list[Record]:
    """Crashes spread evenly over streets and three years."""
    rng = np.random.default_rng(seed)
    found = []
    for n in range(count):
        place = (float(rng.uniform(WEST, EAST)), SOUTH + 0.002 * int(rng.integers(0, ACROSS)))
        day = until - timedelta(days=int(rng.integers(1, 1_090)))
        found += crashes(f"E{seed}-{n}", place, [day], class_="crash_vehicles")
    return found


def write_hot_town(storage: Storage, *more: Record) -> None:
    """Write areas, streets, a few houses, 30 crashes at `BAD`, 60 elsewhere, and more incidents."""
    write_town(storage)
    write(storage, "street", streets())
    homes = [at(113.501 + 0.001 * n, 23.1012) for n in range(18)]
    write(storage, "rental", [rental(f"R-{n}", position=home) for n, home in enumerate(homes)])
    write(storage, "incident", [*crashes("B", BAD, every(30, 30)), *elsewhere(60), *more])


def read_all(storage: Storage) -> tuple[ReadModel, dict[str, Any]]:
    model = build_read_model(storage, CATALOGUE)
    with storage.reading() as connection:
        return model, read_values(connection, CATALOGUE.by_layer["incident"], FIELDS)


def kinds_in(made: MonthList) -> Sequence[str]:
    return [found.kind for found in made.kinds]


def _street(name: str, west: float, south: float, east: float, north: float) -> Record:
    line = shapely.LineString([(west, south), (east, north)])
    middle = ((west + east) / 2, (south + north) / 2)
    return Record(
        key=name, row=2, name=name, position=Position(*middle, geometry=shapely.to_wkb(line))
    )
