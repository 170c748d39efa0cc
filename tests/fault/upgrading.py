"""Upgrading a database in processes that are killed."""

import os
import signal
from pathlib import Path

from sqlalchemy import Engine, event

from geodata.storage.store import open_storage
from tests.geodata.storage.old_schemas import NOW


def upgrade_until(folder: Path, statements: int) -> None:
    """Open a data folder, and die without a word before a statement."""
    left = [statements]

    def count_down(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count_down)
    open_storage(folder, now=NOW).close()


def count_statements(folder: Path) -> int:
    """Open a data folder and return how many statements that took."""
    passed = [0]

    def count(*_: object) -> None:
        passed[0] += 1

    event.listen(Engine, "before_cursor_execute", count)
    open_storage(folder, now=NOW).close()
    event.remove(Engine, "before_cursor_execute", count)
    return passed[0]
