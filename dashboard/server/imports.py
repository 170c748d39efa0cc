"""Ledgers handed in on a page: kept sealed, then imported by the worker."""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from geodata.accounts import actor_of
from geodata.storage.jobs import ask_job, read_jobs

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from geodata.accounts import Session
    from geodata.storage.jobs import Job
    from geodata.storage.sealed import Seal
    from geodata.storage.store import Storage

KIND: Final = "import"
MOST_NAME: Final = 120
"""Letters of a file name that are kept: file systems take some 250 bytes."""


class Wish(NamedTuple):
    """What is to become of a ledger.

    Parameters
    ----------
    complete, yes_end
        As in `etl.imports.Order`.
    trial
        Whether to tell what it would change, and keep nothing.
    """

    complete: bool = False
    yes_end: int | None = None
    trial: bool = False


def keep_upload(folder: Path, name: str, content: bytes, seal: Seal) -> Path:
    """Keep a handed-in file unchanged but sealed, in a folder named by its content.

    Only the last part of the name counts, so that nothing is written elsewhere. Folder
    and file are for the account the program runs under alone.
    """
    uploads = folder / "uploads"
    kept = uploads / sha256(content).hexdigest()
    kept.mkdir(parents=True, exist_ok=True)
    for own in (uploads, kept):
        own.chmod(0o700)
    last = PurePath(name.replace("\\", "/")).name[-MOST_NAME:]
    path = kept / (last if last.strip(".") else "ledger")
    path.touch(mode=0o600)
    path.chmod(0o600)  # it may have been kept before
    path.write_bytes(seal.close(content))
    return path


def ask_import(
    storage: Storage,
    kept: Path,
    layer: str,
    *,
    crs: str | None,
    source: str | None,
    by: Session,
    now: datetime,
    wish: Wish | None = None,
) -> int:
    """Ask for the import of a kept file into a layer and return the number of the job.

    Parameters
    ----------
    kept
        As `keep_upload` returns it.
    crs
        What `geodata.crs.parse_crs` reads; None where the file says it.
    source
        Who reported the incidents.
    by
        Whose import it is, for the audit.
    wish
        What is to become of it; None for an import of a part of a ledger.
    """
    params = {
        "file": kept.relative_to(storage.folder).as_posix(),
        "layer": layer,
        "crs": crs,
        "source": source,
        "by": actor_of(by).to_text(),
        **(wish or Wish())._asdict(),
    }
    key = f"{layer}/{kept.parent.name}"
    return ask_job(storage, KIND, params, key=key, by=by.account.number, now=now)


def open_import(storage: Storage, by: Session) -> Job | None:
    """Return the import an account has under way, from whatever tab; None for none."""
    newest = next(iter(read_jobs(storage, kind=KIND, by=by.account.number, limit=1)), None)
    return newest if newest is not None and newest.open else None
