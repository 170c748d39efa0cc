"""A data folder, and workers on it in processes of their own."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.steps import ROOT, environment
from geodata.storage.jobs import Job, ask_job, read_job
from geodata.storage.store import Storage, open_storage
from tests.dashboard.worker.trial import MODULE
from tests.geodata.making import NOW

PATIENCE_S = 60


def until(what: Callable[[], object]) -> None:
    """Wait for something; fail where it does not come."""
    last = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < last, "it did not come"
        time.sleep(0.02)


@pytest.fixture
def storage(awkward_folder: Path) -> Iterator[Storage]:
    opened = open_storage(awkward_folder, now=NOW)
    yield opened
    opened.close()


class Workers:
    """Starts workers and looks at their jobs."""

    def __init__(self, storage: Storage) -> None:
        self.storage, self.processes = storage, list[subprocess.Popen[bytes]]()

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", MODULE, "--tied", "--data", str(self.storage.folder)]
        pipe = subprocess.PIPE
        self.processes.append(
            subprocess.Popen(command, cwd=ROOT, env=environment(), stdin=pipe, stderr=pipe)
        )
        return self.processes[-1]

    def end(self) -> None:
        for process in self.processes:
            process.communicate()  # closes what it reads, which ends it

    def ask(self, kind: str, *, by: int | None = None, **params: object) -> int:
        return ask_job(self.storage, kind, params, key=str(params), by=by, now=NOW)

    def job(self, number: int) -> Job:
        found = read_job(self.storage, number)
        assert found is not None
        return found

    def ended(self, number: int) -> Job:
        until(lambda: not self.job(number).open)
        return self.job(number)

    def began(self) -> list[int]:
        """Processes of the jobs that wait for a file, one an attempt."""
        path = self.storage.folder / "began"
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    def go(self) -> None:
        (self.storage.folder / "go").touch()


@pytest.fixture
def workers(storage: Storage) -> Iterator[Workers]:
    made = Workers(storage)
    yield made
    made.end()
