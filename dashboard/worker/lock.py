"""One worker for a data folder: a lock the system lets go of when its holders have ended."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from dashboard.worker.words import refusal

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_NAME: Final = "worker.lock"


@contextmanager
def holding(folder: Path) -> Iterator[int]:
    """Hold the lock of a data folder, and give its descriptor.

    On POSIX a child that inherits the descriptor holds the lock too: it is free again once the
    last of them has ended.

    Raises
    ------
    WorkerError
        Where another process holds it.
    """
    with (folder / FILE_NAME).open("a+b") as file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise refusal("busy", folder=folder) from error
        yield file.fileno()


def is_held(folder: Path) -> bool:
    """Say whether a worker, or a job of one that ended, holds the lock of a data folder."""
    try:
        with (folder / FILE_NAME).open("rb") as file:
            _lock(file.fileno())
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
