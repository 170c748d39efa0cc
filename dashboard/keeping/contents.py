"""Which files of a data folder a backup takes in, and which it leaves out and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.basemap.kept import FOLDER as TILES
from dashboard.keeping.policy import USUAL_FOLDER
from dashboard.worker.lock import UPKEEP, WORK
from etl.kept import OPENED
from geodata.storage import keyfile
from geodata.storage.store import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OURS_ALONE: Final = frozenset({
    FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", f"{FILE_NAME}-journal",
    keyfile.FILE_NAME, WORK.file, UPKEEP.file, OPENED, "takeaway", USUAL_FOLDER, "logs", TILES,
})  # fmt: skip
"""What of a data folder is not copied as it is: the database and the key, which have ways of their
own, what lasts as long as a process, older backups, the log of technical failures, and tiles of
others, which are fetched again and go at any moment."""

MAP_FILES: Final = (".mbtiles", ".pmtiles")
"""Endings of base maps that an office brought in as files: large, the same each night, and to be
copied again from where they came. They are taken in only where the office says so."""


def taken_in(data: Path, *, base_maps: bool) -> Iterator[Path]:
    """Give the files a backup takes in besides the database, in the order of their names."""
    return (path for path in _files(data) if base_maps or path.suffix.lower() not in MAP_FILES)


def map_files(data: Path) -> Iterator[Path]:
    """Give the base maps that an office brought in as files."""
    return (path for path in _files(data) if path.suffix.lower() in MAP_FILES)


def _files(data: Path) -> Iterator[Path]:
    for top in sorted(data.iterdir()):
        if top.name not in OURS_ALONE and not top.name.startswith("."):
            for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
                if path.is_file() and not path.is_symlink():
                    yield path
