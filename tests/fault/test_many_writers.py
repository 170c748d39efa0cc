"""Eight processes edit the same records: nothing is lost."""

import multiprocessing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from geodata.storage import tables
from geodata.storage.store import open_storage
from geodata.storage.versions import read_version
from tests.fault.writing import NOW, count_up
from tests.geodata.making import rental, write

pytestmark = pytest.mark.fault

WRITERS, EDITS, RECORDS = 8, 40, 10


def test_no_edit_of_eight_writers_is_lost(tmp_path: Path) -> None:
    storage = open_storage(tmp_path, now=NOW)
    write(storage, "rental", [rental(f"R{n}", name="0") for n in range(RECORDS)])
    spawn = multiprocessing.get_context("spawn")
    writers = [
        spawn.Process(target=count_up, args=(tmp_path, EDITS, RECORDS, first))
        for first in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    with storage.reading() as connection:
        counted = connection.scalars(select(tables.places.c.name)).all()
        past = connection.scalar(select(func.count()).select_from(tables.history))
        assert read_version(connection) == 1 + WRITERS * EDITS
    assert (sum(map(int, counted)), past) == (WRITERS * EDITS, WRITERS * EDITS)
    storage.close()
