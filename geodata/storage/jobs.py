"""Jobs for the worker: asked for by pages and by the clock, done one after another.

A job is waiting, then running, then done, failed or stopped, and stays in the table. Whoever runs
it is known by the attempt: what an attempt says that was given up meanwhile is not taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import func, insert, select, update

from geodata.storage.job_tables import jobs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select

    from geodata.errors import SafetyMapError
    from geodata.storage.store import Storage

State = Literal["waiting", "running", "done", "failed", "stopped"]

MOST_ATTEMPTS: Final = 3
"""So often a job is begun whose process dies without a word; then it has failed."""

_OPEN: Final = jobs.c.state.in_(("waiting", "running"))


@dataclass(frozen=True, slots=True)
class Job:
    """A job and how it stands.

    Parameters
    ----------
    params
        What it works on, as plain JSON values; never personal data.
    key
        Tells it from others of its kind: of one kind and key one is open (waiting or running).
    asked_by
        Number of the account; None where the clock asked.
    attempt
        How often it was begun.
    stage, progress_done, progress_total
        What it is at, and how far; the total is None where it is not known.
    result
        What it gave back, as plain JSON values; None until it is done.
    error
        Why it failed, as `SafetyMapError.to_kept` gives it; None unless it did.
    """

    number: int
    kind: str
    key: str
    params: Mapping[str, Any]
    asked_by: int | None
    asked_at: datetime
    state: State
    attempt: int
    stage: str
    progress_done: int
    progress_total: int | None
    started_at: datetime | None
    heartbeat_at: datetime | None
    ended_at: datetime | None
    result: Mapping[str, Any] | None
    error: Mapping[str, Any] | None

    @property
    def open(self) -> bool:
        """Whether it is yet to end."""
        return self.state in {"waiting", "running"}


_COLUMNS: Final = tuple(name for name in Job.__dataclass_fields__ if name != "number")


def ask_job(
    storage: Storage,
    kind: str,
    params: Mapping[str, Any],
    *,
    key: str,
    by: int | None,
    now: datetime,
) -> int:
    """Ask for a job and return its number; that of the open one of this kind and key, if any.

    Parameters
    ----------
    by
        Number of the account that asks; None where the clock does.
    """
    with storage.writing() as connection:
        query = select(jobs.c.id).where(jobs.c.kind == kind, jobs.c.key == key, _OPEN)
        found = connection.scalar(query)
        if found is not None:
            return int(found)
        values = {
            "kind": kind,
            "key": key,
            "params": dict(params),
            "asked_by": by,
            "asked_at": now,
            "state": "waiting",
            "attempt": 0,
            "stage": "",
            "progress_done": 0,
        }
        (number,) = connection.execute(insert(jobs), values).inserted_primary_key or (0,)
    return int(number)


def claim_job(storage: Storage, *, now: datetime) -> Job | None:
    """Begin the next job and return it; None where none waits.

    What a person asked for comes before what the clock did, else the longest waiting first.
    """
    if not waiting_jobs(storage, limit=1):
        return None  # looking needs no write lock
    with storage.writing() as connection:
        row = connection.execute(_waiting().limit(1)).one_or_none()
        if row is None:
            return None
        begun = {
            "state": "running",
            "attempt": row.attempt + 1,
            "started_at": now,
            "heartbeat_at": now,
        }
        connection.execute(update(jobs).where(jobs.c.id == row.id).values(begun))
    return read_job(storage, int(row.id))


def report_progress(
    storage: Storage, job: Job, stage: str, done: int, total: int | None, *, now: datetime
) -> bool:
    """Note how far an attempt is, which also says that it lives.

    Returns
    -------
    bool
        False where the attempt counts no more: the job was stopped or begun anew.
    """
    values = {"stage": stage, "progress_done": done, "progress_total": total, "heartbeat_at": now}
    return _change(storage, _attempt(job), values)


def end_job(storage: Storage, job: Job, result: Mapping[str, Any] | None, *, now: datetime) -> bool:
    """Note that an attempt has done the job; False where it counts no more."""
    values = {"state": "done", "result": dict(result or {}), "ended_at": now}
    return _change(storage, _attempt(job), values)


def fail_job(storage: Storage, job: Job, error: SafetyMapError, *, now: datetime) -> bool:
    """Note why an attempt could not do the job; False where it counts no more."""
    return _change(storage, _attempt(job), _failed(error, now))


def stop_job(storage: Storage, number: int, *, now: datetime) -> bool:
    """Stop an open job; whoever runs it learns so from its next report. False for any other."""
    return _change(storage, (jobs.c.id == number) & _OPEN, {"state": "stopped", "ended_at": now})


def put_back(storage: Storage, job: Job) -> bool:
    """Let an attempt wait again that was broken off on purpose, and count it not."""
    values = {"state": "waiting", "attempt": job.attempt - 1, "stage": "", "progress_done": 0}
    return _change(storage, _attempt(job), values)


def revive_jobs(
    storage: Storage, error: SafetyMapError, *, unheard_since: datetime | None, now: datetime
) -> list[int]:
    """Let running jobs wait again that have not been heard of; fail those begun too often.

    Parameters
    ----------
    error
        Why the latter failed.
    unheard_since
        None where the caller knows that nobody runs any.

    Returns
    -------
    list of int
        Numbers of both.
    """
    silent = jobs.c.state == "running"
    if unheard_since is not None:
        silent &= jobs.c.heartbeat_at <= unheard_since
    with storage.reading() as connection:
        if connection.scalar(select(jobs.c.id).where(silent).limit(1)) is None:
            return []
    with storage.writing() as connection:
        numbers = list(connection.scalars(select(jobs.c.id).where(silent)))
        spent = silent & (jobs.c.attempt >= MOST_ATTEMPTS)
        connection.execute(update(jobs).where(spent).values(_failed(error, now)))
        again = {"state": "waiting", "stage": "", "progress_done": 0}
        connection.execute(update(jobs).where(silent).values(again))
    return numbers


def waiting_jobs(storage: Storage, *, limit: int = 100) -> list[Job]:
    """Return the jobs that wait, in the order in which they will be begun."""
    return _read(storage, _waiting().limit(limit))


def read_job(storage: Storage, number: int) -> Job | None:
    """Return one job; None where there is none of that number."""
    return next(iter(_read(storage, select(jobs).where(jobs.c.id == number))), None)


def read_jobs(
    storage: Storage,
    *,
    kind: str | None = None,
    key: str | None = None,
    by: int | None = None,
    limit: int = 50,
) -> list[Job]:
    """Return jobs, the newest first; of one kind, key or account where told."""
    query = select(jobs).order_by(jobs.c.id.desc()).limit(limit)
    if kind is not None:
        query = query.where(jobs.c.kind == kind)
    if key is not None:
        query = query.where(jobs.c.key == key)
    if by is not None:
        query = query.where(jobs.c.asked_by == by)
    return _read(storage, query)


def count_jobs(storage: Storage, *, since: datetime) -> dict[State, int]:
    """Count the jobs asked for since an instant, and the open ones, by state; none is left out."""
    query = select(jobs.c.state, func.count()).where((jobs.c.asked_at >= since) | _OPEN)
    with storage.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(query.group_by(jobs.c.state))}


def _waiting() -> Select[Any]:
    query = select(jobs).where(jobs.c.state == "waiting")
    return query.order_by(jobs.c.asked_by.is_(None), jobs.c.id)


def _attempt(job: Job) -> ColumnElement[bool]:
    return (jobs.c.id == job.number) & (jobs.c.attempt == job.attempt) & (jobs.c.state == "running")


def _failed(error: SafetyMapError, now: datetime) -> dict[str, Any]:
    return {"state": "failed", "error": error.to_kept(), "ended_at": now}


def _change(storage: Storage, which: ColumnElement[bool], values: Mapping[str, Any]) -> bool:
    with storage.writing() as connection:
        return connection.execute(update(jobs).where(which).values(values)).rowcount > 0


def _read(storage: Storage, query: Select[Any]) -> list[Job]:
    with storage.reading() as connection:
        return [_to_job(row) for row in connection.execute(query)]


def _to_job(row: Row[Any]) -> Job:
    return Job(row.id, **{name: getattr(row, name) for name in _COLUMNS})
