"""Ledgers handed in on a page: kept sealed, then imported by the worker."""

from __future__ import annotations

import os
from datetime import timedelta
from hashlib import sha256
from pathlib import PurePath
from tempfile import mkstemp
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from geodata.accounts import actor_of
from geodata.storage.jobs import ask_job, read_jobs
from geodata.storage.troubles import naming_troubles, require_room

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from geodata.accounts import Session
    from geodata.storage.jobs import Job
    from geodata.storage.sealed import Seal
    from geodata.storage.store import Storage

KIND: Final = "import"
PREVIEW: Final = "preview"
UNDO: Final = "undo"
RESUMED_FOR: Final = timedelta(hours=12)
"""So long a ledger that was recognised waits for its import."""

MOST_NAME: Final = 120
"""Letters of a file name that are kept: file systems take some 250 bytes."""


class Corrections(NamedTuple):
    """What a person says of a ledger, beyond what is recognised.

    Parameters
    ----------
    layer
        Id of the layer; '' to have it recognised.
    sheet, crs, columns, defaults, only
        As in `etl.reading.Manner`.
    source
        Who sends it; what is said of its ledger is remembered for the next.
    anchors
        As in `etl.order.Order`.
    """

    layer: str = ""
    sheet: str | None = None
    crs: str | None = None
    source: str | None = None
    columns: dict[str, str] = {}  # noqa: RUF012 - never changed
    defaults: dict[str, str] = {}  # noqa: RUF012 - never changed
    only: str | None = None
    anchors: Sequence[Mapping[str, Any]] = ()


class Wish(NamedTuple):
    """What is to become of a ledger.

    Parameters
    ----------
    complete, yes_end
        As in `etl.order.Order`.
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

    Raises
    ------
    FullError
        Where the disk has no room for what is to come; nothing is begun.
    StorageError
        Of another kind where the folder cannot be written; what was kept before stays.
    """
    require_room(folder, 2 * len(content))  # sealed, and open beside it while it is read
    with naming_troubles(folder):
        return _keep(folder / "uploads", name, content, seal)


def _keep(uploads: Path, name: str, content: bytes, seal: Seal) -> Path:
    kept = uploads / sha256(content).hexdigest()
    kept.mkdir(parents=True, exist_ok=True)
    for own in (uploads, kept):
        own.chmod(0o700)
    last = PurePath(name.replace("\\", "/")).name[-MOST_NAME:]
    path = kept / (last if last.strip(".") else "ledger")
    _write_whole(path, seal.close(content))
    return path


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file for its owner, on the disk when this returns; what was there stays till then."""
    number, name = mkstemp(prefix=".", dir=path.parent)
    draft = path.with_name(PurePath(name).name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def ask_import(
    storage: Storage,
    kept: Path,
    said: Corrections,
    *,
    by: Session,
    now: datetime,
    wish: Wish | None = None,
) -> int:
    """Ask for the import of a kept file and return the number of the job.

    Parameters
    ----------
    kept
        As `keep_upload` returns it.
    said
        How it is to be read; its layer must be named.
    by
        Whose import it is, for the audit.
    wish
        What is to become of it; None for an import of a part of a ledger.
    """
    params = {
        **_params(storage, kept, said),
        "by": actor_of(by).to_text(),
        **(wish or Wish())._asdict(),
    }
    key = f"{said.layer}/{kept.parent.name}"
    return ask_job(storage, KIND, params, key=key, by=by.account.number, now=now)


def ask_preview(
    storage: Storage, kept: Path, said: Corrections, *, by: Session, now: datetime
) -> int:
    """Ask what a kept file is, read as a person says, and return the number of the job."""
    key = f"{by.account.number}/{kept.parent.name}"
    params = _params(storage, kept, said)
    return ask_job(storage, PREVIEW, params, key=key, by=by.account.number, now=now)


def ask_undo(storage: Storage, batch: int, *, records: int, by: Session, now: datetime) -> int:
    """Ask for the undo of a batch, and return the number of the job.

    Parameters
    ----------
    records
        How many it added, changed and ended: told while it goes on.
    """
    params = {"batch": batch, "records": records, "by": actor_of(by).to_text()}
    return ask_job(storage, UNDO, params, key=str(batch), by=by.account.number, now=now)


def latest_undo(storage: Storage, batch: int) -> Job | None:
    """Return the last undo of a batch that was asked for, by whomever; None for none."""
    return next(iter(read_jobs(storage, kind=UNDO, key=str(batch), limit=1)), None)


def corrections_of(job: Job) -> Corrections:
    """Return how the file of a job is to be read."""
    said = {name: job.params[name] for name in Corrections._fields if name in job.params}
    return Corrections(**said)


def standing_import(storage: Storage, by: Session, *, now: datetime) -> Job | None:
    """Return what an account was at when it left, from whatever tab; None for nothing.

    That is a job under way, or a ledger that was recognised or tried within `RESUMED_FOR` and is
    not imported yet.
    """
    found = (
        next(iter(read_jobs(storage, kind=kind, by=by.account.number, limit=1)), None)
        for kind in (KIND, PREVIEW)
    )
    newest = max((job for job in found if job), key=lambda job: job.number, default=None)
    if newest is None or newest.open:
        return newest
    waits = newest.state == "done" and (newest.kind == PREVIEW or newest.params.get("trial"))
    return newest if waits and now - newest.asked_at < RESUMED_FOR else None


def _params(storage: Storage, kept: Path, said: Corrections) -> dict[str, Any]:
    return {"file": kept.relative_to(storage.folder).as_posix(), **said._asdict()}
