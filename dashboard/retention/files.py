"""Files of a data folder that are kept for a time: handed-in ledgers, what a restore put aside."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from glob import escape
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from dashboard.keeping.restoring import ASIDE, DATABASE_ASIDE
from etl.kept import FINDINGS
from geodata.localtime import LOCAL_TIME, local_date
from geodata.storage.ageing import Held
from geodata.storage.uses import read_file_uses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from geodata.storage.store import Storage

UPLOADS: Final = "uploads"
STAMP: Final = re.compile(r"\d{8}T\d{6}")
GOING: Final = ".purged-"
"""Begins the name of a folder that is being removed: whatever bears it is past its time."""


class Aged(NamedTuple):
    """A file or folder, and the aware instant its time runs from."""

    path: Path
    since: datetime


@dataclass(frozen=True)
class Files:
    """Files that are kept for a time.

    Parameters
    ----------
    find
        Finds them all, whatever their age.
    """

    find: Callable[[Storage], Iterable[Aged]]

    def past(self, storage: Storage, until: datetime) -> list[Aged]:
        """Return those past their time: from before an aware instant, or of that very one."""
        return [one for one in self.find(storage) if one.since <= until]


def held_of(found: list[Aged]) -> Held:
    """Say how many these are, of what day the oldest, and how large."""
    oldest = min((one.since for one in found), default=None)
    size = sum(_size(one.path) for one in found)
    return Held(len(found), local_date(oldest) if oldest else None, size)


def remove(path: Path) -> None:
    """Remove a file, or a folder whole: killed halfway, the next purge finds what is left."""
    if not path.is_dir():
        path.unlink(missing_ok=True)
        return
    going = path.with_name(f"{GOING}{path.name.removeprefix(GOING)}")
    if going != path:
        path.rename(going)
    shutil.rmtree(going)


def _uploads(storage: Storage) -> Iterable[Aged]:
    """Give the folder of each ledger, by its last use; one never used by the file's own age."""
    folder = storage.folder / UPLOADS
    with storage.reading() as connection:
        used = read_file_uses(connection)
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith(GOING):
            yield Aged(path, datetime.fromtimestamp(0, UTC))
        elif path.is_dir():
            yield Aged(path, used.get(path.name) or max(_times(path)))


def _findings(storage: Storage) -> Iterable[Aged]:
    for path in sorted((storage.folder / UPLOADS).glob(f"[!.]*/*{FINDINGS}")):
        yield Aged(path, _changed(path))


def _aside(storage: Storage) -> Iterable[Aged]:
    """Give what restores put beside the data folder, by the moment in their names."""
    data = storage.folder.absolute()
    marks = (ASIDE, DATABASE_ASIDE)
    found = chain.from_iterable(data.parent.glob(f"{escape(data.name + m)}*") for m in marks)
    left = data.parent.glob(f"{GOING}{escape(data.name)}.*")
    yield from (Aged(path, _restored(path)) for path in sorted(found))
    yield from (Aged(path, datetime.fromtimestamp(0, UTC)) for path in sorted(left))


def _restored(path: Path) -> datetime:
    """Return when a restore put a folder aside: its own time is from before."""
    stamps = STAMP.findall(path.name)  # the data folder may bear one in its own name
    with suppress(ValueError, IndexError):
        return datetime.strptime(stamps[-1], "%Y%m%dT%H%M%S").replace(tzinfo=LOCAL_TIME)
    return _changed(path)


def _times(folder: Path) -> list[datetime]:
    return [_changed(folder), *map(_changed, folder.iterdir())]


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _size(path: Path) -> int:
    if not path.is_dir():
        return path.stat().st_size
    return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())


FILES: Final = {"uploads": Files(_uploads), "findings": Files(_findings), "aside": Files(_aside)}
"""By id of their kind."""
