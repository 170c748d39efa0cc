"""Putting a backup in the place of a data folder; what stood there is kept beside it."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from glob import escape
from itertools import chain, count
from time import monotonic
from typing import TYPE_CHECKING, Final

from dashboard.keeping.contents import map_files
from dashboard.keeping.making import PREFIX, SUFFIX, kept_key_name
from dashboard.keeping.manifest import read_manifest
from dashboard.keeping.policy import USUAL_FOLDER
from dashboard.keeping.unpacking import require_key, unpack
from dashboard.keeping.words import refusal
from dashboard.wording import local_text
from dashboard.worker.lock import holding
from geodata.localtime import LOCAL_TIME
from geodata.storage.audit import entry_by, note
from geodata.storage.copies import read_copy, require_alone
from geodata.storage.keyfile import FILE_NAME as KEY_FILE
from geodata.storage.keyfile import require_strong
from geodata.storage.links import end_links
from geodata.storage.migrate import schema_names
from geodata.storage.sealed import Seal
from geodata.storage.sealed_files import SUFFIX as SEALED
from geodata.storage.sealed_files import open_file
from geodata.storage.sessions import end_all_sessions
from geodata.storage.store import FILE_NAME as DATABASE
from geodata.storage.store import open_storage

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

ASIDE: Final = ".before-restore-"
DATABASE_ASIDE: Final = ".database-before-"
HALF: Final = ".restoring"
STAYING: Final = (USUAL_FOLDER, "logs")
"""Folders that are not of the state restored: they stay where they are, as base maps do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    Parameters
    ----------
    made_at
        Aware instant of the state that is there again.
    rows
        Rows of all tables, each the same as when the backup was made.
    aside
        Where what stood there before lies now; None where nothing stood there.
    seconds
        It took.
    missing
        Base maps that the backup left out and that are not there any more.
    """

    made_at: datetime
    rows: int
    aside: Path | None
    seconds: float
    missing: tuple[str, ...] = ()


def restore(backup: Path, data: Path, key_file: Path | None, *, now: datetime) -> Restored:
    """Put a backup in the place of a data folder.

    Nothing is touched before the whole backup has been taken apart beside it and compared. Killed
    at any moment it may be begun again. Whoever was signed in is not any more, and accounts are
    those of the backup.

    Parameters
    ----------
    key_file
        The key, where it was kept, or the folder it was kept in; None to take the one that lies in
        the data folder.

    Raises
    ------
    KeepingError
        Where the backup or the key is not the right one.
    StorageError, WorkerError
        Where a server or worker is running on the folder.
    """
    began = monotonic()
    data = data.resolve()  # of a link the folder it leads to, on the disk the office chose
    _settle(data)
    manifest = read_manifest(backup)
    place = key_file or data / KEY_FILE
    key = _read_key(place / kept_key_name(manifest.key) if place.is_dir() else place)
    require_key(manifest, key)
    half = data.with_name(f"{data.name}{HALF}")
    with ExitStack() as alone:
        if data.is_dir():
            alone.enter_context(holding(data))
            require_alone(data)
        shutil.rmtree(half, ignore_errors=True)
        unpack(backup, half, key)
        _begin_anew(half, backup.name, manifest.made_at, now)
        require_alone(data)  # a server begun meanwhile would save where nobody looks any more
    aside = _swap(half, data, now)
    rows = sum(told.rows for told in manifest.tables.values())
    missing = tuple(name for name in manifest.left_out if not (data / name).exists())
    return Restored(manifest.made_at, rows, aside, round(monotonic() - began, 1), missing)


def put_back(copy: Path, data: Path, *, now: datetime) -> Restored:
    """Put a copy of the database alone, made before an upgrade, in the place of the database.

    To be done with the program that knows its schema; a later one upgrades it again. Kept ledgers
    and configuration stay as they are, and so does the key.

    Parameters
    ----------
    copy
        As `geodata.storage.migrate.write_backup` names it, sealed or not.

    Raises
    ------
    KeepingError
        Where it is of a later program.
    StorageError, WorkerError
        Where it is damaged, or a server or worker is running on the folder.
    """
    began = monotonic()
    key = _read_key(data / KEY_FILE)
    aside, half = _free_place(data, DATABASE_ASIDE, now), data / f".{DATABASE}{HALF}"
    with holding(data):
        require_alone(data)
        if copy.name.endswith(SEALED):
            open_file(Seal(key), copy, half)
        else:
            shutil.copyfile(copy, half)
        state = read_copy(half)
        if state.schema not in schema_names():
            half.unlink()
            raise refusal("later", path=copy)
        aside.mkdir(mode=0o700)
        if (data / DATABASE).is_file():
            shutil.copyfile(data / DATABASE, aside / DATABASE)
        half.replace(data / DATABASE)  # there is a database at every moment
    return Restored(now, state.rows, aside, round(monotonic() - began, 1))


def newest_backup(folder: Path, *, now: datetime) -> Path:
    """Return the newest backup in a folder, whosever it is.

    Raises
    ------
    KeepingError
        Where there is none, or one is of a time yet to come: then the clock was or is wrong, and
        which is the newest a person has to say.
    """
    found = sorted(folder.glob(f"{PREFIX}*{SUFFIX}"))
    if not found:
        raise refusal("no_backups", folder=folder)
    newest, made_at = max(
        ((path, read_manifest(path).made_at) for path in found), key=lambda one: one[1]
    )
    if made_at > now:
        times = {"made_at": local_text(made_at), "now": local_text(now)}
        raise refusal("to_come", path=newest, **times)
    return newest


def _begin_anew(folder: Path, name: str, made_at: datetime, now: datetime) -> None:
    """End every session of the state restored, and say in its audit what was done."""
    storage = open_storage(folder, now=now)
    try:
        with storage.writing() as connection:
            end_all_sessions(connection, reason="restored", now=now)
            end_links(connection, now=now)
            details = {"made_at": made_at.isoformat()}
            note(connection, entry_by(None, now, "restore", name, details=details))
    finally:
        storage.close()


def _swap(half: Path, data: Path, now: datetime) -> Path | None:
    """Put the new folder in the place of the old one; backups and logs stay."""
    aside = None
    if data.is_dir():
        aside = _free_place(data, ASIDE, now)
        data.rename(aside)
    half.rename(data)
    _settle(data)
    return aside


def _free_place(data: Path, mark: str, now: datetime) -> Path:
    """Return where what stood in a data folder may be put, beside it."""
    first = data.with_name(f"{data.name}{mark}{now.astimezone(LOCAL_TIME):%Y%m%dT%H%M%S}")
    others = (first.with_name(f"{first.name}-{n}") for n in count(2))
    return next(path for path in chain([first], others) if not path.exists())


def _settle(data: Path) -> None:
    """Finish, or take back, what a restore killed between two steps has left."""
    aside = max(data.parent.glob(f"{escape(data.name)}{ASIDE}*"), default=None)
    if aside is None:
        return
    if not data.exists():
        aside.rename(data)
        return
    for name in STAYING:
        for left in (aside / name).iterdir() if (aside / name).is_dir() else ():
            (data / name).mkdir(exist_ok=True)
            if not (data / name / left.name).exists():
                left.rename(data / name / left.name)
    for left in map_files(aside):
        there = data / left.relative_to(aside)
        if not there.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            left.rename(there)


def _read_key(path: Path) -> bytes:
    if not path.is_file():
        raise refusal("no_key", path=path)
    key = path.read_bytes().strip()
    require_strong(path, key)
    return key
