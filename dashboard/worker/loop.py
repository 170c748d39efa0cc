"""The worker's loop: plan, claim a job, run it in a process of its own, watch it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Final, Literal

from dashboard.worker.job import bounds_of
from dashboard.worker.kinds import AFTER_CHANGE, NIGHTLY
from dashboard.worker.planned import Planner
from dashboard.worker.words import refusal
from geodata.settings import CHECKOUT
from geodata.storage.jobs import claim_job, fail_job, put_back, read_job, revive_jobs, waiting_jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from threading import Event

    from geodata.storage.jobs import Job
    from geodata.storage.store import Storage

Outcome = Literal["ended", "late", "broken off"]

PROGRAM: Final = ("-m", "dashboard.worker.job")
BELOW_NORMAL: Final = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
"""Windows lets the pages go first by this flag; elsewhere the job sees to it itself."""

KILLED: Final = frozenset({-9, -6})
"""Return codes on POSIX where memory ended: Linux kills (SIGKILL), and libraries written in Rust or
C++ give up (SIGABRT)."""

LOOK_S: Final = 0.3
"""Between two looks for jobs that wait, and at whether the one under way was stopped."""


class Worker:
    """Does the jobs of a data folder, of which it is the only worker.

    Parameters
    ----------
    lock
        Descriptor of the lock on the folder; jobs hold it too.
    clock
        Tells the time, an aware datetime.
    program
        What the interpreter runs for a job.
    """

    def __init__(
        self,
        storage: Storage,
        lock: int,
        clock: Callable[[], datetime],
        *,
        program: Sequence[str] = PROGRAM,
    ) -> None:
        self._storage, self._lock, self._clock, self._program = storage, lock, clock, program
        self._planner = Planner(storage, NIGHTLY, AFTER_CHANGE)

    def run(self, ending: Event) -> None:
        """Do jobs until told to end; what is under way then waits for the next worker."""
        self._revive()  # holding the lock, we know that nobody runs what the last worker left
        while not ending.is_set():
            self._planner.ask(self._clock())
            job = claim_job(self._storage, now=self._clock())
            if job is None:
                ending.wait(LOOK_S)
            else:
                self._do(job, ending)

    def _do(self, job: Job, ending: Event) -> None:
        wall_s = bounds_of(job.kind).wall_s
        with self._started(job) as process:
            outcome = self._watch(job, process, ending, until=monotonic() + wall_s)
        if outcome == "broken off":
            put_back(self._storage, job)
        elif outcome == "late":
            late = refusal("too_long", minutes=max(1, wall_s // 60))
            fail_job(self._storage, job, late, now=self._clock())
        else:  # nothing, unless the process died without a word
            self._revive("killed" if process.returncode in KILLED else "died")

    def _watch(
        self, job: Job, process: subprocess.Popen[bytes], ending: Event, *, until: float
    ) -> Outcome:
        """Wait until the process has ended or has to."""
        while monotonic() < until:
            try:
                process.wait(LOOK_S)
            except subprocess.TimeoutExpired:
                if ending.is_set() or self._gives_way(job):
                    return "broken off"
                told = read_job(self._storage, job.number)
                if told is None or told.state != "running":
                    return "ended"
            else:
                return "broken off" if ending.is_set() else "ended"
        return "late"

    def _gives_way(self, job: Job) -> bool:
        """Say whether somebody waits while this is nobody's but the clock's."""
        first = next(iter(waiting_jobs(self._storage, limit=1)), None)
        return job.asked_by is None and first is not None and first.asked_by is not None

    @contextmanager
    def _started(self, job: Job) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(  # noqa: S603 - our own module, numbers and a folder
            [sys.executable, *self._program, *self._arguments(job)],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,  # ends when we do
            pass_fds=() if sys.platform == "win32" else (self._lock,),
            creationflags=BELOW_NORMAL,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            if process.stdin is not None:
                process.stdin.close()

    def _arguments(self, job: Job) -> list[str]:
        folder = str(self._storage.folder.absolute())
        return ["--data", folder, f"--number={job.number}", f"--attempt={job.attempt}"]

    def _revive(self, how: str = "died") -> None:
        revive_jobs(self._storage, refusal(how), unheard_since=None, now=self._clock())
