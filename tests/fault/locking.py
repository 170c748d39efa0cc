"""Keeping the write lock of a database, in a process of another program."""

import sqlite3
from multiprocessing.synchronize import Event
from pathlib import Path

from geodata.storage.store import FILE_NAME


def keep_locked(folder: Path, held: Event, enough: Event) -> None:
    """Take the write lock, say so, and let go of it when told."""
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    held.set()
    enough.wait()
    connection.execute("ROLLBACK")
    connection.close()
