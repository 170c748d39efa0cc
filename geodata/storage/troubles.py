"""What is wrong with the disk or the file, told apart: each is said and mended in its own way."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING, Final

from sqlalchemy import Engine, event

from geodata.errors import (
    BusyError,
    DamagedError,
    FullError,
    ReadOnlyError,
    StorageError,
    UnreachableError,
)
from geodata.storage.words import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import ExceptionContext

LEAST_FREE: Final = 256 * 2**20
"""Bytes that stay free when something new is kept: what is there must be able to change, and the
write-ahead log of a large import to grow."""

MEBIBYTE: Final = 2**20

OF_SQLITE: Final[dict[int, type[StorageError]]] = {
    sqlite3.SQLITE_BUSY: BusyError,
    sqlite3.SQLITE_LOCKED: BusyError,
    sqlite3.SQLITE_FULL: FullError,
    sqlite3.SQLITE_READONLY: ReadOnlyError,
    sqlite3.SQLITE_CORRUPT: DamagedError,
    sqlite3.SQLITE_NOTADB: DamagedError,
    sqlite3.SQLITE_IOERR: UnreachableError,
    sqlite3.SQLITE_CANTOPEN: UnreachableError,
}
"""By SQLite's primary result code; every other one is an error of ours, not of the disk."""

OF_SYSTEM: Final[dict[int, type[StorageError]]] = {
    errno.ENOSPC: FullError,
    errno.EDQUOT: FullError,
    errno.EROFS: ReadOnlyError,
    errno.EACCES: ReadOnlyError,
    errno.EPERM: ReadOnlyError,
    errno.EIO: UnreachableError,
}

NAMED: Final[dict[type[StorageError], str]] = {
    BusyError: "busy",
    FullError: "full",
    ReadOnlyError: "read_only",
    DamagedError: "damaged",
    UnreachableError: "unreachable",
}
"""The name of each, under which text files say what it is and what to do."""

PRIMARY: Final = 0xFF
"""SQLite's extended result codes have the primary one in their lowest byte."""


def name_troubles(engine: Engine, path: Path) -> None:
    """Let everything `engine` does raise our errors where disk or file are at fault."""

    @event.listens_for(engine, "handle_error")
    def name_it(context: ExceptionContext) -> None:
        error = context.original_exception
        if isinstance(error, sqlite3.Error) and (kind := _kind_of(error, path)):
            raise _made(kind, path, str(error))


@contextmanager
def naming_troubles_of(database: Path) -> Iterator[None]:
    """Do something to a database without an engine around it, likewise."""
    try:
        yield
    except sqlite3.Error as error:
        kind = _kind_of(error, database)
        if kind is None:
            raise
        raise _made(kind, database, str(error)) from error


def _kind_of(error: sqlite3.Error, path: Path) -> type[StorageError] | None:
    code = getattr(error, "sqlite_errorcode", 0) & PRIMARY
    # where nobody has it open, its log cannot be made beside it
    if code == sqlite3.SQLITE_CANTOPEN and path.exists() and not os.access(path, os.W_OK):
        return ReadOnlyError
    # nor its index, of which SQLite says only that the disk failed
    if code in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR} and _is_full(path.parent):
        return FullError
    return OF_SQLITE.get(code)


def _is_full(folder: Path) -> bool:
    with suppress(OSError):  # the disk may be gone
        return disk_usage(folder).free < MEBIBYTE
    return False


@contextmanager
def naming_troubles(folder: Path) -> Iterator[None]:
    """Do something to files of a folder outside the database, likewise."""
    try:
        yield
    except OSError as error:
        kind = OF_SYSTEM.get(error.errno or 0)
        file = error.filename
        if kind is None or (isinstance(file, str) and not Path(file).is_relative_to(folder)):
            raise
        raise _made(kind, folder, error.strerror or "") from error


def require_room(folder: Path, size: int = 0, *, least_free: int = LEAST_FREE) -> None:
    """Refuse to begin what might fill the disk.

    Parameters
    ----------
    size
        Bytes that will be taken.

    Raises
    ------
    FullError
        Where fewer than `least_free` bytes would be left.
    """
    free = disk_usage(folder).free
    if free - size < least_free:
        left = f"{free // MEBIBYTE} MiB free"
        raise _made(FullError, folder, f"{left}, {(size + least_free) // MEBIBYTE} MiB needed")


def _made(kind: type[StorageError], path: Path, said: str) -> StorageError:
    return refusal(NAMED[kind], kind, path=path, said=said)
