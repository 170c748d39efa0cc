"""Checks of disk and files: room, sizes, whether they can be written."""

from __future__ import annotations

import os
from shutil import disk_usage
from typing import TYPE_CHECKING, Final

from dashboard.health.check import Finding
from dashboard.log.files import FOLDER as LOGS
from geodata.storage.store import FILE_NAME
from geodata.storage.troubles import LEAST_FREE

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.health.check import Site

ENOUGH: Final = 8 * LEAST_FREE
"""Bytes below which an administrator had better make room while there is time."""

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
