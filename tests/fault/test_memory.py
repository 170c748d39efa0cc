"""An import that has too little memory: it says so or is ended, and nothing of it is there."""

import multiprocessing
import shutil
import sys
from pathlib import Path

import pytest

from geodata.storage.jobs import read_jobs
from geodata.storage.store import open_storage
from tests.fault.importing import NOW, hand_in, hand_in_again, run_job
from tests.fault.test_kill_import import NOTHING, WHOLE, look

if sys.platform == "linux":
    from tests.fault.starving import run_starved

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform != "linux", reason="memory as Linux bounds and counts it"),
]

KIBIBYTE, LONGEST_S = 1 << 10, 30
SPARE_KIB = (0, 512, 1_536, 2_048, 3_072, 4_096, 65_536)
"""More than the process holds when it begins; the last is enough."""

TOLD = {"job.too_large", "job.unexpected"}
"""Failures a clerk is told of; the second where Python loses its MemoryError (SystemError)."""


def test_an_import_without_memory_is_told_so_and_is_whole_when_there_is_some(
    tmp_path: Path,
) -> None:
    waiting = tmp_path / "waiting"
    hand_in(waiting)
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["tests.fault.starving", "dashboard.worker.imports"])
    ended = []
    for spare in SPARE_KIB:
        folder = shutil.copytree(waiting, tmp_path / str(spare))
        child = server.Process(target=run_starved, args=(folder, spare * KIBIBYTE))
        child.start()
        child.join(LONGEST_S)
        if child.is_alive():  # Python waits for good for a thread that had no memory to begin
            child.kill()  # as the worker does with what takes too long
            child.join()
        ended.append(_state(folder))
        assert look(folder) in ({WHOLE} if ended[-1] == "done" else {NOTHING, WHOLE})
        if ended[-1] in TOLD:
            hand_in_again(folder)
        run_job(folder)
        assert look(folder) == WHOLE
    assert set(ended) <= {*TOLD, "running", "done"}
    assert "job.too_large" in ended
    assert ended[-1] == "done"


def _state(folder: Path) -> str:
    """Say how the job stands, or by which rule it failed."""
    storage = open_storage(folder, now=NOW)
    (job,) = read_jobs(storage)
    storage.close()
    return job.state if job.error is None else str(job.error["rule"])
