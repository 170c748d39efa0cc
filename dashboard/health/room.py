"""Checks of disk and files: room, sizes, whether they can be written."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from shutil import disk_usage
from typing import TYPE_CHECKING, Final

from dashboard.health.check import Finding
from dashboard.log.files import FOLDER as LOGS
from dashboard.retention.policy import days_of, read_retention_policy
from dashboard.retention.words import RetentionError
from geodata.retention import PURGE
from geodata.storage.audit import read_audit
from geodata.storage.jobs import read_jobs
from geodata.storage.store import FILE_NAME
from geodata.storage.troubles import LEAST_FREE

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.health.check import Site

ENOUGH: Final = 8 * LEAST_FREE
"""Bytes below which an administrator had better make room while there is time."""

LOOKED_AT: Final = 500
"""Newest imports whose ledgers are looked for."""

LEDGERS: Final = "uploads"
"""Id of their kind among those kept for a time."""

PARTS: Final = {"uploads": "uploads", "logs": LOGS, "backups": "backups"}
"""Folders of the data folder whose sizes are told."""


def disk(site: Site) -> Finding:
    """Whether there is room for what is to come."""
    usage = disk_usage(site.folder)
    values = {"free": usage.free, "total": usage.total, "least": LEAST_FREE}
    if usage.free < LEAST_FREE:
        return Finding("bad", "full", values)
    return Finding("warn", "low", values) if usage.free < ENOUGH else Finding("ok", "fine", values)


def writable(site: Site) -> Finding:
    """Whether folder and database can be written."""
    if all(os.access(path, os.W_OK) for path in (site.folder, site.folder / FILE_NAME)):
        return Finding("ok", "fine")
    return Finding("bad", "read_only")


def ledgers(site: Site) -> Finding:
    """Whether the ledgers handed in of late are there as they were handed in."""
    try:
        days = days_of(site.model.catalogue, read_retention_policy(site.folder))[LEDGERS]
    except RetentionError:  # told by the check of the times
        days = 0
    since = _kept_since(site, days)
    jobs = read_jobs(site.storage, kind="import", limit=LOOKED_AT)
    files = {job.params["file"] for job in jobs if job.state == "done" and job.asked_at > since}
    gone = sum(not (site.folder / file).exists() for file in files)
    values = {"n": len(files), "gone": gone}
    return Finding("bad", "gone", values) if gone else Finding("ok", "fine", values)


def _kept_since(site: Site, days: int) -> datetime:
    """Return after when ledgers are still there; purges of shorter times than today's count too."""
    since = site.now - timedelta(days=days)
    with site.storage.reading() as connection:
        purges = read_audit(connection, since=since, action=PURGE, text=LEDGERS, limit=LOOKED_AT)
    return max([since, *(datetime.fromisoformat(one.details["until"]) for one in purges)])


def sizes(site: Site) -> Finding:
    """How large database and folders are."""
    database = sum(path.stat().st_size for path in site.folder.glob(f"{FILE_NAME}*"))
    parts = {name: _bytes_below(site.folder / folder) for name, folder in PARTS.items()}
    return Finding("ok", "told", {"database": database, **parts})


def _bytes_below(folder: Path) -> int:
    total = 0
    for parent, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(parent, name)  # noqa: PTH118 - a Path for each of thousands is slow
            try:
                total += os.stat(path).st_size  # noqa: PTH116
            except FileNotFoundError:  # just turned over, or removed
                continue
    return total
