"""What the nightly upkeep did: the last backup, and the last trial of restoring one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup that was made.

    Parameters
    ----------
    name, folder
        Of the file.
    made_at
        Aware instant of the state it holds.
    file_bytes, rows, uploads
        Its size, the rows of all tables, the kept files of ledgers.
    seconds
        It took.
    same_disk
        Whether it lies on the disk of the data: lost with it.
    kept
        Backups there are now, this one among them.
    """

    name: str
    folder: str
    made_at: datetime
    file_bytes: int
    rows: int
    uploads: int
    seconds: float
    same_disk: bool
    kept: int


@dataclass(frozen=True, slots=True)
class DrillDone:
    """A backup that was restored into a temporary place, to see that it can be.

    Parameters
    ----------
    name
        Of the backup's file.
    made_at, tried_at
        When the backup was made and tried, aware.
    rows
        Rows of all tables that came back the same.
    seconds
        It took.
    problem
        What was wrong, in both languages; '' where all came back.
    """

    name: str
    made_at: datetime
    tried_at: datetime
    rows: int
    seconds: float
    problem: str = ""


INSTANTS: Final = frozenset({"made_at", "tried_at"})


def to_bytes(told: BackupMade | DrillDone) -> bytes:
    """Return it as it is kept."""
    return json.dumps(asdict(told), default=datetime.isoformat, ensure_ascii=False).encode()


def parse_backup(content: bytes) -> BackupMade:
    """Read what `to_bytes` wrote of a backup; ValueError for anything else."""
    return _parse(BackupMade, content)


def parse_drill(content: bytes) -> DrillDone:
    """Read what `to_bytes` wrote of a trial; ValueError for anything else."""
    return _parse(DrillDone, content)


def _parse(kind: type[Told], content: bytes) -> Told:
    told: dict[str, Any] = json.loads(content)
    values = {k: datetime.fromisoformat(v) if k in INSTANTS else v for k, v in told.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise ValueError(str(error)) from error
