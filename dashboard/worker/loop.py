"""The worker's loop: plan, claim a job, run it in a process of its own, watch it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Final

from dashboard.worker.job import bounds_of
from dashboard.worker.kinds import AFTER_CHANGE, NIGHTLY
from dashboard.worker.planned import Planner
from dashboard.worker.words import refusal
from geodata.settings import CHECKOUT
from geodata.storage.jobs import claim_job, fail_job, put_back, read_job, revive_jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from threading import Event

    from geodata.storage.jobs import Job
    from geodata.storage.store import Storage

PROGRAM: Final = ("-m", "dashboard.worker.job")
BELOW_NORMAL: Final = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
"""Windows lets the pages go first by this flag; elsewhere the job sees to it itself."""

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
            in_time = self._watch(job, process, ending, until=monotonic() + wall_s)
        if ending.is_set():
            put_back(self._storage, job)
        elif not in_time:
            late = refusal("too_long", minutes=max(1, wall_s // 60))
            fail_job(self._storage, job, late, now=self._clock())
        else:
            self._revive()  # nothing, unless the process died without a word

    def _watch(
        self, job: Job, process: subprocess.Popen[bytes], ending: Event, *, until: float
    ) -> bool:
        """Wait until the process has ended or has to; False where it took too long."""
        while monotonic() < until:
            try:
                process.wait(LOOK_S)
            except subprocess.TimeoutExpired:
                told = read_job(self._storage, job.number)
                if ending.is_set() or told is None or told.state != "running":
                    return True
            else:
                return True
        return False

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

    def _revive(self) -> None:
        died = refusal("died")
        revive_jobs(self._storage, died, unheard_since=None, now=self._clock())
