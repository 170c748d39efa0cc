"""Where a process's log goes: a file of its own in the data folder, and standard error."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from io import FileIO, TextIOWrapper
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING, Final, NamedTuple

from dashboard.log.records import JsonLines, SafeRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER: Final = "logs"
MOST_BYTES: Final = 5 * 2**20
MOST_FILES: Final = 10
OURS: Final = ("dashboard", "etl", "geodata")


class _Kept(NamedTuple):
    logger: logging.Logger
    handlers: list[logging.Handler]
    propagate: bool
    level: int


class PrivateFile(RotatingFileHandler):
    """A log file for the program's own account; the oldest of `MOST_FILES` goes when one is full.

    One process writes into it: two would turn it over at the same time.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, maxBytes=MOST_BYTES, backupCount=MOST_FILES, encoding="utf-8", delay=True
        )

    def _open(self) -> TextIOWrapper:
        number = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return TextIOWrapper(FileIO(number, "a"), encoding="utf-8", write_through=True)


@contextmanager
def logging_to(folder: Path, process: str) -> Iterator[None]:
    """Let everything this process logs go to ``logs/{process}.jsonl`` and to standard error.

    Loggers of libraries lose handlers of their own, which know nothing of personal data, and say
    no more than warnings. At the end all is as it was.

    Parameters
    ----------
    folder
        Data folder.
    process
        Names the file: processes do not share one.
    """
    logs = folder / FOLDER
    logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [
        PrivateFile(logs / f"{process}.jsonl"),
        logging.StreamHandler(),
    ]
    for handler in handlers:
        handler.setFormatter(JsonLines())
    made = logging.getLogRecordFactory()
    kept = [_taken(logger) for logger in _loggers()]
    logging.setLogRecordFactory(SafeRecord)
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    for handler in handlers:
        root.addHandler(handler)
    try:
        yield
    finally:
        logging.setLogRecordFactory(made)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()
        for one in kept:
            one.logger.handlers[:] = one.handlers
            one.logger.propagate = one.propagate
            one.logger.setLevel(one.level)


def _loggers() -> list[logging.Logger]:
    """Return all there are, the root first, and ours."""
    named = {*logging.root.manager.loggerDict, *OURS}
    return [logging.getLogger(), *(logging.getLogger(name) for name in sorted(named))]


def _taken(logger: logging.Logger) -> _Kept:
    """Send what a logger is told to the root alone; return how it was."""
    kept = _Kept(logger, list(logger.handlers), logger.propagate, logger.level)
    logger.handlers.clear()
    logger.propagate = True
    logger.setLevel(logging.NOTSET)
    return kept
