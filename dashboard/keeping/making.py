"""Making a backup: one zip file that holds the database and every file of the data folder.

The key that personal data is sealed with is not in it, so that whoever finds a backup reads no
name and no phone number; it is kept apart (`keep_key`). The secret of a sign-in provider and the
keys of base maps are in it sealed with that key.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, Final

from dashboard.accounts.by_provider import SECRET_FILE
from dashboard.basemap.declared import key_files
from dashboard.keeping.contents import map_files, taken_in
from dashboard.keeping.manifest import NAME, FileDigest, Manifest, copy_digested, read_manifest
from dashboard.keeping.policy import USUAL_FOLDER
from dashboard.keeping.rotation import kept_backups, kept_copies
from dashboard.keeping.words import KeepingError, refusal
from dashboard.worker.lock import UPKEEP, holding
from etl.kept import open_folder
from geodata.localtime import LOCAL_TIME
from geodata.results.upkeep import BackupMade
from geodata.storage import keyfile
from geodata.storage.audit_chain import read_heads
from geodata.storage.copies import opened_copy, read_copy
from geodata.storage.dialect import write_copy
from geodata.storage.store import FILE_NAME
from geodata.storage.versions import is_sample, read_version

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dashboard.keeping.policy import BackupPolicy
    from geodata.storage.sealed import Seal
    from geodata.storage.store import Storage

    Progress = Callable[[str], object]

PREFIX: Final = "safety-map-"
SUFFIX: Final = ".zip"
KEY_MARK: Final = "key of a data folder"
MEBIBYTE: Final = 1 << 20
COMPRESSION: Final = 1
"""The quickest: a backup is to end before the office begins."""


def make_backup(
    storage: Storage,
    policy: BackupPolicy,
    *,
    clock: Callable[[], datetime],
    progress: Progress = lambda _: None,
) -> BackupMade:
    """Make a backup, and let go of those that need not stay.

    Parameters
    ----------
    clock
        Asked once, when nobody else makes one any more.
    progress
        Told each stage as it begins; it may raise, and there is no backup then.

    Raises
    ------
    KeepingError
        Where the folder cannot be written, has no room, or is itself what is backed up; what was
        there before still is.
    WorkerError
        Where another backup, the trial of one or a purge does not end.
    """
    _require_elsewhere(policy.folder, storage.folder, but=USUAL_FOLDER)
    with holding(storage.folder, UPKEEP):
        return _make(storage, policy, clock(), progress)


def _make(storage: Storage, policy: BackupPolicy, now: datetime, progress: Progress) -> BackupMade:
    """Make a backup while nobody else makes one, tries one or purges."""
    began = monotonic()
    path = policy.folder / f"{PREFIX}{now.astimezone(LOCAL_TIME):%Y%m%dT%H%M%S}{SUFFIX}"
    part = path.with_name(f".{path.name}.part")
    try:
        policy.folder.mkdir(parents=True, exist_ok=True)
        _clear_parts(policy.folder)
        _require_room(storage.folder, policy.folder)
        try:
            manifest = _write(storage, policy, part, now, progress)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        kept = let_go(storage.seal, policy, now=now)
        _let_go_of_copies(storage.folder / USUAL_FOLDER, policy, now)
    except OSError as error:
        raise refusal(
            "unwritable", path=error.filename or path, why=error.strerror or error
        ) from error
    return BackupMade(
        name=path.name,
        folder=str(policy.folder),
        made_at=now,
        file_bytes=path.stat().st_size,
        rows=sum(told.rows for told in manifest.tables.values()),
        uploads=sum(name.startswith("uploads/") for name in manifest.files),
        seconds=round(monotonic() - began, 1),
        same_disk=on_same_disk(path, storage.folder),
        kept=kept,
    )


def backups_of(seal: Seal, folder: Path) -> dict[Path, Manifest]:
    """Return the whole backups of a data folder, by their files, the oldest first.

    Others in the same folder, those of another key and damaged ones are not among them.
    """
    found = {}
    for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
        try:
            manifest = read_manifest(path)
        except KeepingError:
            continue
        if manifest.key == key_mark(seal):
            found[path] = manifest
    return dict(sorted(found.items(), key=lambda one: one[1].made_at))


def let_go(seal: Seal, policy: BackupPolicy, *, now: datetime) -> int:
    """Remove the backups of a data folder that need not stay; return how many do."""
    found = backups_of(seal, policy.folder)
    moments = [manifest.made_at for manifest in found.values()]
    staying = kept_backups(moments, daily=policy.daily, weekly=policy.weekly, now=now)
    for path, manifest in found.items():
        if manifest.made_at not in staying:
            path.unlink()
    return sum(moment in staying for moment in moments)


def key_mark(seal: Seal) -> str:
    """Return the mark by which backups know the key they belong to."""
    return seal.mark(KEY_MARK).hex()


def kept_key_name(mark: str) -> str:
    """Return the name a key of that mark is kept by: keys of several data folders lie together."""
    return f"{keyfile.FILE_NAME}-{mark[:8]}"


def keep_key(data: Path, folder: Path, seal: Seal) -> Path:
    """Copy the key of a data folder to where backups are not, for its owner alone.

    Raises
    ------
    KeepingError
        Where it cannot be written, or would be backed up with the data.
    """
    _require_elsewhere(folder, data)
    path = folder / kept_key_name(key_mark(seal))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")  # a good copy stays until this one is whole
        part.touch(mode=0o600)
        part.write_bytes((data / keyfile.FILE_NAME).read_bytes())
        part.replace(path)
    except OSError as error:
        raise refusal("unwritable", path=path, why=error.strerror or error) from error
    return path


def on_same_disk(one: Path, other: Path) -> bool:
    """Say whether two paths lie on one disk and would be lost together."""
    return one.stat().st_dev == other.stat().st_dev


def _let_go_of_copies(folder: Path, policy: BackupPolicy, now: datetime) -> None:
    """Remove the copies made before upgrades that need not stay; a backup was just made."""
    found = {path.name: path for path in folder.glob("records-*.sqlite*")}
    for name in found.keys() - kept_copies(found, newest=policy.upgrade_copies, now=now):
        found[name].unlink()


def _write(
    storage: Storage, policy: BackupPolicy, part: Path, now: datetime, progress: Progress
) -> Manifest:
    """Write the zip file; its manifest comes last, when all it names is in."""
    part.touch(mode=0o600)
    with TemporaryDirectory(dir=open_folder(storage)) as place:
        progress("copying")
        copy = Path(place) / FILE_NAME
        write_copy(storage.writer, copy)
        progress("counting")
        state = read_copy(copy)
        with opened_copy(copy) as connection:
            heads = read_heads(connection)
            version, sample = read_version(connection), is_sample(connection)
        progress("packing")
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
            data, secrets = storage.folder, {SECRET_FILE, *key_files(storage.folder)}
            files = {FILE_NAME: _add(archive, FILE_NAME, copy, None)}
            for path in taken_in(data, base_maps=policy.base_maps):
                name = path.relative_to(data).as_posix()
                with suppress(FileNotFoundError):  # somebody took it away meanwhile
                    seal = storage.seal if name in secrets else None
                    files[name] = _add(archive, name, path, seal)
            manifest = Manifest(
                made_at=now,
                schema=state.schema or "",
                data_version=version,
                sample=sample,
                key=key_mark(storage.seal),
                tables=state.tables,
                audit_heads=(len(heads), heads[-1].hex() if heads else ""),
                files=files,
                sealed=tuple(sorted(secrets & files.keys())),
                left_out=tuple(
                    name
                    for path in map_files(data)
                    if (name := path.relative_to(data).as_posix()) not in files
                ),
            )
            archive.writestr(NAME, manifest.to_json())
    _sync(part)
    return manifest


def _add(archive: zipfile.ZipFile, name: str, path: Path, seal: Seal | None) -> FileDigest:
    """Put a file in as it is, or sealed; return the digest of what is in."""
    if seal is not None:
        content = seal.close(path.read_bytes())
        archive.writestr(name, content)
        return FileDigest(len(content), sha256(content).hexdigest())
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        return copy_digested(source, target)


def _require_elsewhere(folder: Path, data: Path, *, but: str | None = None) -> None:
    """Refuse a folder within the data folder, where the next backup would take in what is in it.

    Parameters
    ----------
    but
        The one folder of the data folder that no backup takes in.
    """
    there, within = folder.resolve(), data.resolve()
    if there.is_relative_to(within) and (but is None or not there.is_relative_to(within / but)):
        raise refusal("within", path=folder, data=data)


def _require_room(data: Path, folder: Path) -> None:
    """Refuse to begin where the end is sure not to fit: the copy here, the zip file there."""
    needed = (data / FILE_NAME).stat().st_size
    for place in (data, folder):
        free = shutil.disk_usage(place).free
        if free < needed:
            raise refusal(
                "no_room", folder=place, free=free // MEBIBYTE, needed=needed // MEBIBYTE + 1
            )


def _clear_parts(folder: Path) -> None:
    """Remove what a backup that was killed left of itself."""
    for part in folder.glob(f".{PREFIX}*{SUFFIX}.part"):
        part.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
