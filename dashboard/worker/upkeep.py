"""Jobs of each night that keep the data folder safe."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from dashboard.keeping.changed_settings import note_changed_settings
from dashboard.keeping.making import make_backup
from dashboard.keeping.policy import read_backup_policy
from dashboard.keeping.trying import try_newest
from dashboard.retention.policy import days_of, read_retention_policy
from dashboard.retention.purging import look, purge
from dashboard.retention.trust import require_backup, require_right_clock
from dashboard.retention.words import RetentionError
from dashboard.worker.kinds import TRYING
from geodata.results.kept_results import AUDIT_CHAIN, BACKUP, DRILL, RETENTION
from geodata.results.upkeep import to_bytes
from geodata.retention import to_bytes as told_due
from geodata.storage.audit_chain import add_link, check_chain
from geodata.storage.versions import is_sample

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.worker.work import Work

TRIED_EVERY: Final = timedelta(days=6, hours=12)
"""A week, less what a night may begin earlier than the one before."""


def chain_audit(work: Work) -> Mapping[str, Any]:
    """Close a link over the day's entries, check the whole chain, and keep what was found.

    What was changed in files of settings becomes an entry first.
    """
    note_changed_settings(work.storage, now=work.clock())
    add_link(work.storage, now=work.clock())
    state = check_chain(work.storage)
    AUDIT_CHAIN.keep(work.storage, state.to_bytes(), now=work.clock())
    return asdict(state)


def back_up(work: Work) -> Mapping[str, Any]:
    """Make the night's backup, and once a week try whether the newest can be restored.

    The sample town is made anew at any time and needs none.
    """
    with work.storage.reading() as connection:
        if is_sample(connection):
            return {"sample": True}
    policy = read_backup_policy(work.storage.folder)
    made = make_backup(work.storage, policy, clock=work.clock, progress=work.progress)
    BACKUP.keep(work.storage, to_bytes(made), now=work.clock())
    told = {"name": made.name, "bytes": made.file_bytes, "rows": made.rows}
    tried = DRILL.newest(work.storage)
    if tried is not None and not tried.problem and abs(made.made_at - tried.tried_at) < TRIED_EVERY:
        return told  # one of a year to come was tried while the clock was fast
    work.progress(TRYING)
    done = try_newest(work.storage, policy, clock=work.clock)
    DRILL.keep(work.storage, to_bytes(done), now=work.clock())
    return {**told, "tried": done.name, "problem": done.problem}


def look_at_times(work: Work) -> Mapping[str, Any]:
    """Count what is past its time, and keep the counts; purge it before where the office says so.

    After the night's backup: what was purged by mistake is in it. Without it, or by a clock that
    may be ahead, it only counts.

    Raises
    ------
    RetentionError
        Where the office's times cannot be used, or it says to purge and that may not be.
    """
    storage, catalogue = work.storage, work.catalogue
    policy = read_retention_policy(storage.folder)
    days = days_of(catalogue, policy)
    now, done, refused = work.clock(), [], None
    if policy.nightly:
        try:
            require_right_clock(storage, now=now)
            require_backup(storage, now=now)
            done = purge(storage, catalogue, days, now=now, progress=work.progress)
        except RetentionError as error:
            refused = error
    found = look(storage, catalogue, days, now=now)
    RETENTION.keep(storage, told_due(found), now=work.clock())
    if refused:
        raise refused
    return {"purged": sum(one.count for one in done), "due": sum(one.count for one in found)}
