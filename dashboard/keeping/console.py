"""How commands over a data folder run: what they say, and why they stop."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dashboard.keeping.words import KeepingError, in_both, refusal
from dashboard.worker.lock import UPKEEP, is_held
from geodata.errors import SafetyMapError
from geodata.storage.store import FILE_NAME, open_storage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from geodata.storage.store import Storage


def running(work: Callable[[], int]) -> int:
    """Run a command; return what it does, or 1 with the reason on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old console may lack the characters
    try:
        return work()
    except (SafetyMapError, OSError) as raised:
        error = raised if isinstance(raised, SafetyMapError) else _of_disk(raised)
        told = (in_both("refused.lead"), error.found, error.expected, error.remedy)
        sys.stderr.write("\n".join(told) + "\n")
        return 1


@contextmanager
def opened_data(data: Path, *, now: datetime) -> Iterator[Storage]:
    """Open a data folder that is there.

    Raises
    ------
    KeepingError
        Where it holds no database.
    """
    if not (data / FILE_NAME).is_file():
        raise refusal("no_data", folder=data)
    storage = open_storage(data, now=now)
    try:
        yield storage
    finally:
        storage.close()


def say_waiting(data: Path) -> None:
    """Say so where a backup, the trial of one or a purge is under way, which this will wait for."""
    if is_held(data, UPKEEP):
        say_lines([in_both("command.waiting", minutes=round(UPKEEP.patience_s / 60))])


def say_lines(lines: Iterable[str]) -> None:
    """Write lines on standard output."""
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()  # what follows may take long


def _of_disk(error: OSError) -> KeepingError:
    """Say in words what the system says of a disk, a drive or a folder."""
    return refusal("unwritable", path=error.filename or "", why=error.strerror or error)
