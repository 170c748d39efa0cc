"""What stands in a backup: its manifest, the last entry of the zip file."""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from dashboard.accounts.by_provider import SECRET_FILE
from dashboard.keeping.words import refusal
from geodata.storage.copies import TableDigest

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = "manifest.json"
FORMAT: Final = 1
MOST_BYTES: Final = 64 << 20
CHUNK: Final = 1 << 20


class FileDigest(NamedTuple):
    """What a file of a backup is: its length in bytes and its SHA-256."""

    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    Parameters
    ----------
    made_at
        Aware instant of the state it holds.
    schema, data_version, sample
        Of the database.
    key
        Mark by which the key of its data folder is known; it tells nothing of the key.
    tables
        Digest of every table, by name.
    audit_heads
        How many links the audit's chain has, and the digest of the last in hexadecimal.
    files
        By path below the data folder, with ``/`` between its parts.
    sealed
        Those of `files` that are sealed with the key; a manifest that does not say was written
        when this was the secret of a sign-in provider only.
    left_out
        Base maps that lie in the data folder as files and were not taken in, by their paths.
    """

    made_at: datetime
    schema: str
    data_version: int
    sample: bool
    key: str
    tables: dict[str, TableDigest]
    audit_heads: tuple[int, str]
    files: dict[str, FileDigest]
    sealed: tuple[str, ...] = (SECRET_FILE,)
    left_out: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Write it."""
        told = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(told, ensure_ascii=False, indent=1)


def read_manifest(path: Path) -> Manifest:
    """Read what a backup says it holds; its files are not looked at.

    Raises
    ------
    KeepingError
        Where there is none, it is no backup of ours, a damaged one, or of a later program.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(NAME).file_size > MOST_BYTES:
                raise refusal("no_backup", path=path, why=NAME)
            told = json.loads(archive.read(NAME))
        if told.pop("format") != FORMAT:
            raise refusal("later", path=path)
        return _parse(told)
    except FileNotFoundError as error:
        raise refusal("nothing_there", path=path) from error
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise refusal("no_backup", path=path, why=error) from error


def copy_digested(source: IO[bytes], target: IO[bytes], most: int | None = None) -> FileDigest:
    """Copy a stream and return what it was.

    Parameters
    ----------
    most
        Bytes after which no more is copied; None for no end.
    """
    told, length = sha256(), 0
    while (most is None or length <= most) and (chunk := source.read(CHUNK)):
        told.update(chunk)
        length += len(chunk)
        target.write(chunk)
    return FileDigest(length, told.hexdigest())


def _parse(told: dict[str, Any]) -> Manifest:
    files = {name: FileDigest(*digest) for name, digest in told.pop("files").items()}
    for name in told.keys() & {"sealed", "left_out"}:
        told[name] = tuple(map(str, told[name]))
    for name in files:
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts or "\\" in name or ":" in name:
            raise ValueError(name)
    return Manifest(
        **{
            **told,
            "made_at": datetime.fromisoformat(told["made_at"]),
            "tables": {name: TableDigest(*digest) for name, digest in told["tables"].items()},
            "audit_heads": (int(told["audit_heads"][0]), str(told["audit_heads"][1])),
        },
        files=files,
    )
