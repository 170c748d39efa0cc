"""What the fault tests run in processes of their own."""

import os
import signal
import sqlite3
from datetime import UTC, datetime
from multiprocessing.synchronize import Event
from pathlib import Path

from sqlalchemy import Engine, event

from geodata.storage.correct import Corrector, StaleRecordError, correct
from geodata.storage.publish import publish
from geodata.storage.reads import read_record
from geodata.storage.store import Storage, open_storage
from tests.geodata.making import CATALOGUE, plan, rental

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
RENTAL = CATALOGUE.by_layer["rental"]
EDITOR = Corrector("chen.li", "清点")
OLD = [rental(f"R{n}", n) for n in range(150)]
NEXT = [rental(f"R{n}", n, grade="red") for n in range(100, 300)]


def publish_next(folder: Path) -> None:
    """Publish a batch of new, changed and unchanged rows."""
    storage = open_storage(folder, now=NOW)
    with storage.writing() as connection:
        publish(connection, plan("rental", [*OLD[:50], *NEXT]), RENTAL, now=NOW)
    storage.close()


def publish_until(folder: Path, steps: int) -> None:
    """Do the same, and die without a word after so many thousands of steps of the database."""
    event.listen(Engine, "connect", lambda connection, _: _die_after(connection, steps))
    publish_next(folder)


def count_steps(folder: Path) -> int:
    """Publish as `publish_next` and return how many thousands of steps it took."""
    taken = [0]

    def count() -> int:
        taken[0] += 1
        return 0

    def watch(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_progress_handler(count, STEP)

    event.listen(Engine, "connect", watch)
    publish_next(folder)
    event.remove(Engine, "connect", watch)
    return taken[0]


STEP = 100
"""Instructions of SQLite's virtual machine between two looks."""


def _die_after(connection: sqlite3.Connection, steps: int) -> None:
    left = [steps]

    def look() -> int:
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    connection.set_progress_handler(look, STEP)


def count_up(folder: Path, edits: int, records: int, first: int) -> None:
    """Add one to a number in a record, many times, as one of several who do so."""
    storage = open_storage(folder, now=NOW)
    for edit in range(edits):
        _add_one(storage, 1 + (first + edit) % records)
    storage.close()


def _add_one(storage: Storage, number: int) -> None:
    while True:
        with storage.reading() as connection:
            record = read_record(connection, RENTAL, number)
        assert record is not None
        changes = {"name": str(int(record["name"]) + 1)}
        try:
            with storage.writing() as connection:
                version = record["version"]
                correct(
                    connection, RENTAL, number, version=version, changes=changes, by=EDITOR, now=NOW
                )
        except StaleRecordError:
            continue
        return


def publish_after(folder: Path, may_start: Event) -> None:
    """Publish as `publish_next` as soon as the parent says so, to be killed at any moment."""
    may_start.wait()
    publish_next(folder)
