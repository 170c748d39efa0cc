"""One attempt at one job: ``python -m dashboard.worker.job``, started by the worker.

A process of its own, so that its memory is given back, and that it can be ended.
"""

from __future__ import annotations

import errno
import os
import sys
from argparse import ArgumentParser
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.health.words import trouble_of
from dashboard.log.files import logging_to
from dashboard.log.incidents import note_incident
from dashboard.worker.kinds import BOUNDS, KINDS, MEBIBYTE, Bounds
from dashboard.worker.lifeline import when_parent_ends
from dashboard.worker.words import refusal, trouble_refusal
from dashboard.worker.work import StoppedError, Work
from geodata.errors import SafetyMapError
from geodata.storage.jobs import end_job, fail_job, read_job
from geodata.storage.store import open_storage
from geodata.storage.troubles import naming_troubles

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata.storage.jobs import Job
    from geodata.storage.store import Storage

    Clock = Callable[[], datetime]

NICE: Final = 10
FIRST_TO_GO: Final = "500"
"""Of 1,000: where memory ends, Linux ends a job before the pages (proc(5), oom_score_adj)."""

LOG: Final = "worker"
"""Name of the log: one job runs at a time, so one process writes it."""


def main() -> None:
    """Do the attempt named on the command line, if it still counts."""
    parser = ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--number", type=int, required=True)
    parser.add_argument("--attempt", type=int, required=True)
    wanted = parser.parse_args()
    when_parent_ends(lambda: os._exit(1))
    storage = open_storage(wanted.data, now=_now())
    try:
        job = read_job(storage, wanted.number)
        if job is not None and (job.state, job.attempt) == ("running", wanted.attempt):
            _be_modest(bounds_of(job.kind))
            with logging_to(wanted.data, LOG):
                do_job(storage, job, _now)
    finally:
        storage.close()


def do_job(storage: Storage, job: Job, clock: Clock) -> None:
    """Do a job that was claimed, and note its result or why it has none."""
    try:
        result = _run(storage, job, clock)
    except StoppedError:
        return
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told and the worker goes on
        _give_room()
        fail_job(storage, job, _told(error, job), now=clock())
    else:
        end_job(storage, job, result, now=clock())


def _run(storage: Storage, job: Job, clock: Clock) -> dict[str, object]:
    run = KINDS.get(job.kind)
    if run is None:
        raise refusal("unknown_kind", kind=job.kind, kinds=", ".join(KINDS))
    with naming_troubles(storage.folder):
        return dict(run(Work(job, storage, clock)) or {})


def bounds_of(kind: str) -> Bounds:
    """Return what jobs of a kind may use."""
    return BOUNDS.get(kind, Bounds())


def _be_modest(bounds: Bounds) -> None:
    """Bound this process, and let the pages go first where both want processor or memory."""
    if sys.platform != "win32":
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (bounds.memory_bytes, most))
        os.nice(NICE)
    with suppress(OSError):  # only Linux has it
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, encoding="ascii")


def _give_room() -> None:
    """Lift the bound on memory: to tell that there was too little takes some."""
    if sys.platform != "win32":
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _told(error: Exception, job: Job) -> SafetyMapError:
    """Say in words for a clerk what happened; what nobody foresaw goes to the log, by a number."""
    trouble = trouble_of(error)
    if trouble:
        note_incident(error, route=f"job/{job.kind}", account=job.asked_by)
        return trouble_refusal(trouble)
    if isinstance(error, SafetyMapError):
        return error
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return refusal("too_large", mebibytes=bounds_of(job.kind).memory_bytes // MEBIBYTE)
    incident = note_incident(error, route=f"job/{job.kind}", account=job.asked_by)
    return refusal("unexpected", why=type(error).__name__, incident=incident)


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
