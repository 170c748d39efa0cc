"""One worker for a data folder: a lock the system lets go of when its holders have ended."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic, sleep
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
PATIENCE_S: Final = 0.5
"""So long a worker tries to take the lock: whoever asks for it has a part in it for a moment."""

BETWEEN_S: Final = 0.02


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
            _take(file.fileno())
        except OSError as error:
            raise refusal("busy", folder=folder) from error
        yield file.fileno()


def is_held(folder: Path) -> bool:
    """Say whether a worker, or a job of one that ended, holds the lock of a data folder.

    Any number may ask at once without seeing one another, where the system can (POSIX).
    """
    try:
        with (folder / FILE_NAME).open("rb") as file:
            _lock(file.fileno(), shared=True)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _take(descriptor: int) -> None:
    last = monotonic() + PATIENCE_S
    while True:
        try:
            _lock(descriptor)
        except OSError:
            if monotonic() > last:
                raise
            sleep(BETWEEN_S)
        else:
            return


def _lock(descriptor: int, *, shared: bool = False) -> None:
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
