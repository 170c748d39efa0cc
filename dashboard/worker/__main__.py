"""Do the jobs of a data folder: ``python -m dashboard.worker --data DIR``; Ctrl-C ends it."""

from __future__ import annotations

import signal
import sys
from argparse import SUPPRESS, ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from dashboard.worker.lifeline import when_parent_ends
from dashboard.worker.lock import UPKEEP, holding, is_held
from dashboard.worker.loop import PROGRAM, Worker
from etl.kept import clear_opened
from geodata.errors import SafetyMapError
from geodata.settings import read_settings
from geodata.storage.store import open_storage

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(program: Sequence[str] = PROGRAM) -> int:
    """Work until told to end; return 1 where there is no working here.

    Parameters
    ----------
    program
        What the interpreter runs for a job.
    """
    parser = ArgumentParser(prog="python -m dashboard.worker", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder that holds the database")
    parser.add_argument("--tied", action="store_true", help=SUPPRESS)
    wanted = parser.parse_args()
    ending = Event()
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, lambda *_: ending.set())
    if wanted.tied:
        when_parent_ends(ending.set)
    try:
        work(wanted.data or read_settings().data_folder / "own", ending, program)
    except SafetyMapError as error:
        sys.stderr.write(f"{error.found}\n{error.expected}\n{error.remedy}\n")
        return 1
    return 0


def work(folder: Path, ending: Event, program: Sequence[str]) -> None:
    """Open a data folder and do its jobs until told to end."""
    storage = open_storage(folder, now=_now())
    try:
        with holding(folder) as lock:
            if not is_held(folder, UPKEEP):  # else a command is at work in there
                clear_opened(storage)
            Worker(storage, lock, _now, program=program).run(ending)
    finally:
        storage.close()


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
