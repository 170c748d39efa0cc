"""A handed-in file whose import is killed: whole or nothing, and whole after the next attempt."""

import multiprocessing
import shutil
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from geodata.storage.jobs import read_jobs
from geodata.storage.store import FILE_NAME, open_storage
from tests.fault.importing import (
    NOW,
    RECORDS,
    count_edges,
    hand_in,
    run_after,
    run_and_tell,
    run_job,
    run_until,
)
from tests.fault.killing import told_until_killed

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no fork server"),
]

DONE_KILLS = 4
LEAST_EDGES = 30
"""With the kills by the clock and those of `test_kill_publish` more than a hundred."""

TIMED_KILLS, LONGEST_S = 12, 0.8
Counts = tuple[int, int, int]

NOTHING: Counts = (0, 0, 0)
WHOLE: Counts = (RECORDS, 1, 1)


def look(folder: Path) -> Counts:
    """Records, noted rows and published batches, after SQLite has put itself right."""
    connection = sqlite3.connect(folder / FILE_NAME)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        records, noted, published = (
            connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0]  # noqa: S608 - ours
            for what in ("places", "batch_rows", "batches WHERE state = 'published'")
        )
        return records, noted, published
    finally:
        connection.close()


def _finish(folder: Path) -> None:
    """Do what was left, and see that nothing of the killed attempt stays behind."""
    run_job(folder)
    assert look(folder) == WHOLE
    connection = sqlite3.connect(folder / FILE_NAME)
    try:
        assert connection.execute("SELECT state FROM batches").fetchall() == [("published",)]
    finally:
        connection.close()
    storage = open_storage(folder, now=NOW)
    (job,) = read_jobs(storage)
    storage.close()
    assert job.state == "done"
    assert job.result is not None
    assert (job.result["batch"], job.result["counts"]["new"]) == (1, RECORDS)


def test_an_import_killed_at_each_edge_of_a_step_is_whole_or_nothing(tmp_path: Path) -> None:
    waiting = tmp_path / "waiting"
    hand_in(waiting)
    edges = count_edges(shutil.copytree(waiting, tmp_path / "whole"))
    _finish(tmp_path / "whole")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["tests.fault.importing"])
    seen = set()
    for edge in range(edges):
        folder = shutil.copytree(waiting, tmp_path / str(edge))
        child = server.Process(target=run_until, args=(folder, edge))
        child.start()
        child.join(60)
        assert child.exitcode == -signal.SIGKILL, f"not killed at edge {edge} of {edges}"
        seen.add(look(folder))
        _finish(folder)
    assert edges >= LEAST_EDGES
    assert seen == {NOTHING, WHOLE}


def test_an_import_killed_at_any_moment_is_whole_or_nothing(tmp_path: Path) -> None:
    waiting = tmp_path / "waiting"
    hand_in(waiting)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.fault.importing"])
    for kill in range(TIMED_KILLS):
        folder = shutil.copytree(waiting, tmp_path / str(kill))
        may_start = context.Event()
        child = context.Process(target=run_after, args=(folder, may_start))
        child.start()
        may_start.set()
        child.join(kill * LONGEST_S / TIMED_KILLS)
        child.kill()
        child.join(60)
        assert look(folder) in {NOTHING, WHOLE}
        _finish(folder)


def test_an_import_told_as_done_is_there_after_a_kill(tmp_path: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.fault.importing"])
    for kill in range(DONE_KILLS):
        hand_in(tmp_path / str(kill))
        assert told_until_killed(context, run_and_tell, tmp_path / str(kill), after_s=0) == ["done"]
        assert look(tmp_path / str(kill)) == WHOLE
        _finish(tmp_path / str(kill))
