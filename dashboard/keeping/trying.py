"""Trying a backup: it is restored into a temporary place and compared, as in earnest."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, Final

from dashboard.keeping.making import backups_of
from dashboard.keeping.unpacking import unpack
from dashboard.keeping.words import in_both, refusal
from dashboard.worker.lock import UPKEEP, holding
from etl.kept import open_folder
from geodata.errors import SafetyMapError
from geodata.results.upkeep import DrillDone
from geodata.storage.audit import read_audit
from geodata.storage.audit_chain import check_chain, read_heads
from geodata.storage.keyfile import read_key
from geodata.storage.store import open_storage

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dashboard.keeping.manifest import Manifest
    from dashboard.keeping.policy import BackupPolicy
    from geodata.storage.store import Storage

BETWEEN: Final = "  "


def try_newest(
    storage: Storage, policy: BackupPolicy, *, clock: Callable[[], datetime]
) -> DrillDone:
    """Restore the newest backup of a data folder into a temporary place, and compare.

    One of a time yet to come was made while the clock was fast: it is older than its date says,
    and tried only where there is no other.

    Raises
    ------
    KeepingError
        Where there is no backup to try.
    WorkerError
        Where a backup, another trial or a purge does not end.
    """
    with holding(storage.folder, UPKEEP):
        return _try_newest(storage, policy, clock)


def _try_newest(storage: Storage, policy: BackupPolicy, clock: Callable[[], datetime]) -> DrillDone:
    found = backups_of(storage.seal, policy.folder)
    if not found:
        raise refusal("no_backups", folder=policy.folder)
    now = clock()
    path, manifest = max(found.items(), key=lambda one: (one[1].made_at <= now, one[1].made_at))
    began, rows = monotonic(), sum(told.rows for told in manifest.tables.values())
    try:
        problem = _try(storage, path, manifest, now=now)
    except SafetyMapError as error:
        problem = BETWEEN.join((error.found, error.remedy))
    seconds = round(monotonic() - began, 1)
    return DrillDone(path.name, manifest.made_at, clock(), 0 if problem else rows, seconds, problem)


def _try(storage: Storage, path: Path, manifest: Manifest, *, now: datetime) -> str:
    """Return what is wrong with a backup that can be taken apart; '' where nothing is."""
    with TemporaryDirectory(dir=open_folder(storage)) as place:
        folder = Path(place) / "data"
        unpack(path, folder, read_key(storage.folder, make=False))
        tried = open_storage(folder, now=now)
        try:
            chain = check_chain(tried)
            with tried.reading() as connection:
                heads = read_heads(connection)
        finally:
            tried.close()
    if not chain.whole:
        return in_both("drill.chain_broken", first=chain.first, last=chain.last)
    return "" if _has_same_past(storage, heads, manifest) else in_both("drill.other_past")


def _has_same_past(storage: Storage, heads: list[bytes], manifest: Manifest) -> bool:
    """Say whether the audit's chain still begins as it did in the backup.

    A chain that was worked out anew by somebody who has the key as well is found out so. After a
    restore the links differ from those of backups made before it, and nothing follows.
    """
    with storage.reading() as connection:
        newest = read_audit(connection, action="restore", limit=1)
        if newest and newest[0].at >= manifest.made_at:
            return True
        return read_heads(connection)[: len(heads)] == heads
