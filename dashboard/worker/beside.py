"""The worker beside the server: started with it, started again when it dies, ended with it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final

from geodata.settings import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PAUSES_S: Final = (0.5, 1.0, 2.0, 5.0, 15.0, 60.0)
"""Before the first, second … new start in a row; the last again and again."""

LONG_ENOUGH_S: Final = 60.0
"""A worker that lived so long was well: the next pause is the first again."""

LOOK_S: Final = 0.3
LAST_WORDS_S: Final = 10.0
"""So long it may take to put its job back before it is ended."""


@contextmanager
def worker_beside(folder: Path, module: str = "dashboard.worker") -> Iterator[None]:
    """Have a worker on a data folder for as long as this lasts.

    Its standard input is a pipe of ours, so that it ends with this process, however that ends.
    """
    command = [sys.executable, "-m", module, "--tied", "--data", str(folder.absolute())]
    ending = Event()
    keeper = Thread(target=_keep, args=(command, ending), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join()


def _keep(command: Sequence[str], ending: Event) -> None:
    died = 0
    while not ending.is_set():
        began = monotonic()
        _run(command, ending)
        died = 0 if monotonic() - began > LONG_ENOUGH_S else died
        ending.wait(PAUSES_S[min(died, len(PAUSES_S) - 1)])
        died += 1


def _run(command: Sequence[str], ending: Event) -> None:
    process = subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE)  # noqa: S603 - ours
    while process.poll() is None and not ending.wait(LOOK_S):
        pass
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(LAST_WORDS_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
