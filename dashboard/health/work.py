"""Checks of what the program does: worker, jobs, errors, the night's upkeep, clock, data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from dashboard.health.check import Finding
from dashboard.health.ticking import is_jump
from dashboard.log.incidents import read_incidents
from dashboard.retention.policy import days_of, read_retention_policy
from dashboard.retention.words import RetentionError
from dashboard.wording import local_text
from dashboard.worker.kinds import TRYING
from dashboard.worker.lock import is_held
from dashboard.worker.words import why_failed
from geodata.results.kept_results import AUDIT_CHAIN, BACKUP, DRILL, RETENTION
from geodata.storage.audit import read_audit
from geodata.storage.jobs import count_jobs, read_jobs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.health.check import Site
    from geodata.catalogue.declaration import Words

LATELY: Final = timedelta(days=7)
NIGHT: Final = timedelta(hours=36)
"""What is done each night was done within it, also where the computer is on by day only."""

LOOKED_AT: Final = 200
"""Newest jobs among which it is looked for one that failed."""

DRILLED: Final = timedelta(days=9)
AHEAD: Final = timedelta(minutes=5)


def worker(site: Site) -> Finding:
    """Whether the worker lives, and takes what waits."""
    since = site.now - LATELY
    counts = count_jobs(site.storage, since=since)
    values = {state: counts.get(state, 0) for state in ("waiting", "running", "done", "failed")}
    if not is_held(site.folder):
        return Finding("bad", "gone", values)
    if not values["failed"]:
        return Finding("ok", "fine", values)
    latest = read_jobs(site.storage, limit=LOOKED_AT)
    alone = (
        job.error
        for job in latest
        if job.asked_by is None and job.asked_at >= since and job.kind != BACKUP.kind
    )
    # those of people may repeat cells of a ledger; of a backup its own line tells
    why = next(filter(None, alone), None)
    if why is None:
        return Finding("warn", "failed", values)
    return Finding("warn", "failed_alone", {**values, "problem": (why_failed(why),)})


def errors(site: Site) -> Finding:
    """Whether anything failed unexpectedly of late, by the numbers people were told."""
    found = lately(site)
    if not found:
        return Finding("ok", "none", {"days": LATELY.days})
    newest = {"newest": found[0]["incident"], "days": LATELY.days}
    return Finding("warn", "some", {"n": len(found), **newest})


def audit(site: Site) -> Finding:
    """Whether the chain of the audit is whole."""
    state, made_at = AUDIT_CHAIN.newest(site.storage), AUDIT_CHAIN.made_at(site.storage)
    if state is None or made_at is None:
        return Finding("unknown", "never")
    values = {"links": state.links, "at": local_text(made_at), "link": state.broken_link}
    if not state.whole:
        return Finding("bad", "broken", values)
    return Finding("ok" if abs(site.now - made_at) < NIGHT else "warn", "whole", values)


def backup(site: Site) -> Finding:
    """Whether the night's backup was made, and lies elsewhere."""
    made = BACKUP.newest(site.storage)
    if site.sample:
        return Finding("ok", "sample")
    since = BACKUP.made_at(site.storage)
    if problem := _failure(site, BACKUP.kind, since=since):
        at = "—" if made is None else local_text(made.made_at)
        return Finding("bad", "failed", {"at": at, "problem": problem})
    if made is None:
        return Finding("warn", "never")
    values = {
        "at": local_text(made.made_at),
        "size": made.file_bytes,
        "kept": made.kept,
        "folder": made.folder,
    }
    if made.made_at > site.now + AHEAD:
        return Finding("bad", "ahead", values)
    if site.now - made.made_at > NIGHT:
        return Finding("bad", "old", values)
    return Finding("warn", "same_disk", values) if made.same_disk else Finding("ok", "fine", values)


def drill(site: Site) -> Finding:
    """Whether a backup was restored of late, to see that it can be."""
    done = DRILL.newest(site.storage)
    if site.sample:
        return Finding("ok", "sample")
    if problem := _failure(site, BACKUP.kind, since=DRILL.made_at(site.storage), trying=True):
        return Finding("warn", "broke_off", {"problem": problem})
    if done is None:
        return Finding("unknown", "never")
    values = {
        "at": local_text(done.tried_at),
        "backup": done.name,
        "rows": done.rows,
        "problem": done.problem,
    }
    if done.problem:
        return Finding("bad", "failed", values)
    if done.tried_at > site.now + AHEAD:
        return Finding("warn", "ahead", values)
    late = site.now - done.tried_at > DRILLED
    return Finding("warn", "old", values) if late else Finding("ok", "fine", values)


def retention(site: Site) -> Finding:
    """Whether anything is kept beyond its time."""
    try:
        days_of(site.model.catalogue, read_retention_policy(site.folder))
    except RetentionError as error:
        return Finding("bad", "refused", {"problem": f"{error.found} {error.remedy}"})
    if site.sample:
        return Finding("ok", "sample")
    found, made_at = RETENTION.newest(site.storage), RETENTION.made_at(site.storage)
    if found is None or made_at is None:
        return Finding("unknown", "never")
    counts = [one.count for one in found if one.count]
    values = {"at": local_text(made_at), "n": sum(counts), "kinds": len(counts)}
    if counts and (problem := _failure(site, RETENTION.kind)):
        return Finding("bad", "not_purged", {**values, "problem": problem})
    return Finding("warn", "due", values) if counts else Finding("ok", "fine", values)


def clock(site: Site) -> Finding:
    """Whether the clock was set while we ran, or something is written down for a time to come."""
    values = {"now": local_text(site.now), "expected": local_text(site.expected)}
    if is_jump(site.now, site.expected):
        return Finding("bad", "jumped", values)
    with site.storage.reading() as connection:
        newest = next(iter(read_audit(connection, limit=1)), None)
    if newest is not None and newest.at > site.now + AHEAD:
        return Finding("bad", "back", {**values, "seen": local_text(newest.at)})
    return Finding("ok", "fine", values)


def data(site: Site) -> Finding:
    """Which data version is shown, and up to which day the ledgers are."""
    until = site.model.data_date
    if until is None:
        return Finding("unknown", "empty")
    return Finding("ok", "told", {"version": site.model.version, "until": until.isoformat()})


def layers(site: Site) -> Finding:
    """Whether the records of every layer can be read."""
    broken = tuple(site.model.catalogue.by_layer[layer].name for layer in site.model.broken)
    return Finding("bad", "broken", {"layers": broken}) if broken else Finding("ok", "whole")


def _failure(
    site: Site, kind: str, *, since: datetime | None = None, trying: bool = False
) -> tuple[Words, ...]:
    """Say why the newest job of a kind failed; nothing where it did not, or not since.

    Parameters
    ----------
    trying
        Whether a failure of trying a backup is asked for; else any other.
    """
    last = next(iter(read_jobs(site.storage, kind=kind, limit=1)), None)
    if last is None or not last.error or (since and last.ended_at and last.ended_at <= since):
        return ()
    return (why_failed(last.error),) if (last.stage == TRYING) == trying else ()


def lately(site: Site) -> list[dict[str, Any]]:
    """Return the incidents of the last days, the newest first, as `read_incidents` does."""
    since = (site.now - LATELY).isoformat()
    return [one for one in read_incidents(site.folder) if str(one.get("at", "")) >= since]


def told_at(incident: Mapping[str, Any]) -> str:
    """Write when it happened as local day and minute."""
    return local_text(datetime.fromisoformat(str(incident["at"])))
