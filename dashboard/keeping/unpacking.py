"""Taking a backup apart, and seeing that what comes out is what went in."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from dashboard.keeping.making import MEBIBYTE, key_mark
from dashboard.keeping.manifest import copy_digested, read_manifest
from dashboard.keeping.words import refusal
from geodata.errors import StorageError
from geodata.storage import keyfile
from geodata.storage.copies import read_copy
from geodata.storage.migrate import schema_names
from geodata.storage.sealed import Seal
from geodata.storage.store import FILE_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.keeping.manifest import FileDigest, Manifest

BROKEN: Final = (OSError, zipfile.BadZipFile, zlib.error, EOFError)


def unpack(backup: Path, folder: Path, key: bytes) -> Manifest:
    """Make a data folder of a backup and a key; every byte and every row is compared.

    Parameters
    ----------
    folder
        Must not exist; its files will be for their owner alone.
    key
        Of the data folder the backup was made of.

    Raises
    ------
    KeepingError
        Where the backup is damaged or of a later program, or the key is another one.
    """
    manifest = read_manifest(backup)
    if manifest.schema not in schema_names():
        raise refusal("later", path=backup)
    require_key(manifest, key)
    _require_room(manifest, folder.parent)
    folder.mkdir(mode=0o700, parents=True)
    try:
        with zipfile.ZipFile(backup) as archive:
            for name, expected in manifest.files.items():
                _extract(archive, name, folder / name, expected)
    except BROKEN as error:
        raise refusal("damaged", path=backup, what=error) from error
    write_key(folder, key)
    for name in set(manifest.sealed) & manifest.files.keys():
        (folder / name).write_bytes(Seal(key).open((folder / name).read_bytes()))
    _require_same_tables(backup, folder, manifest)
    return manifest


def require_key(manifest: Manifest, key: bytes) -> None:
    """Refuse a key other than the one a backup belongs to."""
    if key_mark(Seal(key)) != manifest.key:
        raise refusal("other_key", mark=manifest.key[:8])


def write_key(folder: Path, key: bytes) -> None:
    """Put the key into a data folder, for its owner alone."""
    path = folder / keyfile.FILE_NAME
    path.touch(mode=0o600)
    path.write_bytes(key + b"\n")


def _extract(archive: zipfile.ZipFile, name: str, path: Path, expected: FileDigest) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    try:
        with archive.open(name) as source, path.open("wb") as target:
            found = copy_digested(source, target, most=expected.length)
    except KeyError as error:
        raise refusal("damaged", path=archive.filename, what=name) from error
    if found != expected:
        raise refusal("damaged", path=archive.filename, what=name)


def _require_same_tables(backup: Path, folder: Path, manifest: Manifest) -> None:
    try:
        state = read_copy(folder / FILE_NAME)
    except StorageError as error:
        raise refusal("damaged", path=backup, what=error.found) from error
    if (state.schema, state.tables) != (manifest.schema, manifest.tables):
        raise refusal("damaged", path=backup, what=FILE_NAME)


def _require_room(manifest: Manifest, place: Path) -> None:
    place.mkdir(parents=True, exist_ok=True)
    needed = sum(told.length for told in manifest.files.values())
    free = shutil.disk_usage(place).free
    if free < needed:
        raise refusal("no_room", folder=place, free=free // MEBIBYTE, needed=needed // MEBIBYTE + 1)
