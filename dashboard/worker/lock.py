"""One at a time in a data folder: locks the system lets go of when their holders have ended."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final, NamedTuple

from dashboard.worker.words import refusal

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BETWEEN_S: Final = 0.02


class Lock(NamedTuple):
    """What only one process does at a time.

    Parameters
    ----------
    file
        Its name in the data folder.
    patience_s
        So long somebody waits for another to end.
    reason
        Why it cannot be done now, a key of `dashboard.worker.words.refusal`.
    """

    file: str
    patience_s: float
    reason: str


WORK: Final = Lock("worker.lock", 0.5, "busy")
"""Being the worker. Its patience is for those who ask, and have a part in the lock for a moment."""

UPKEEP: Final = Lock("upkeep.lock", 600.0, "upkeep")
"""Backup, the trial of one, purge: each would find files gone that another has just removed."""


@contextmanager
def holding(folder: Path, lock: Lock = WORK) -> Iterator[int]:
    """Hold a lock of a data folder, and give its descriptor.

    On POSIX a child that inherits the descriptor holds the lock too: it is free again once the
    last of them has ended.

    Raises
    ------
    WorkerError
        Where another process holds it longer than the lock's patience.
    """
    with (folder / lock.file).open("a+b") as file:
        try:
            _take(file.fileno(), lock.patience_s)
        except OSError as error:
            minutes = round(lock.patience_s / 60)
            raise refusal(lock.reason, folder=folder, minutes=minutes) from error
        yield file.fileno()


def is_held(folder: Path, lock: Lock = WORK) -> bool:
    """Say whether a process, or a child that it left, holds a lock of a data folder.

    Any number may ask at once without seeing one another, where the system can (POSIX).
    """
    try:
        with (folder / lock.file).open("rb") as file:
            _lock(file.fileno(), shared=True)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _take(descriptor: int, patience_s: float) -> None:
    last = monotonic() + patience_s
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
