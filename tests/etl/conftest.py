"""A fresh database for each test, and a short way to import into it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from etl.imports import import_ledger
from etl.order import Order
from etl.reading import Manner
from etl.report import BatchReport
from geodata.catalogue import read_catalogue
from geodata.storage.reads import read_records
from geodata.storage.store import Storage, open_storage

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
CATALOGUE = read_catalogue()
Import = Callable[..., BatchReport]


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_storage(tmp_path / "data", now=NOW)
    yield opened
    opened.close()


@pytest.fixture
def bring_in(storage: Storage) -> Import:
    """Import a file: path, layer, then what the manner and the order take."""

    def bring(path: Path, layer: str, *, dry_run: bool = False, **more: Any) -> BatchReport:
        manner = Manner(
            more.pop("crs", None),
            more.pop("sheet", None),
            more.pop("defaults", {}),
            columns=more.pop("columns", {}),
            only=more.pop("only", None),
        )
        order = Order(path, layer, manner, **more)
        return import_ledger(storage, CATALOGUE, order, now=NOW, dry_run=dry_run)

    return bring


@pytest.fixture
def records(storage: Storage) -> Callable[[str], list[dict[str, Any]]]:
    """Read the first thousand records of a layer."""

    def read(layer: str) -> list[dict[str, Any]]:
        with storage.reading() as connection:
            return read_records(connection, CATALOGUE.by_layer[layer], range(1, 1_001))

    return read
