"""A fresh database for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata.storage.store import Storage, open_storage
from tests.geodata.making import NOW


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_storage(tmp_path / "data", now=NOW)
    yield opened
    opened.close()
