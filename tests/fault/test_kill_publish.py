"""Killed in the middle of a publish: all of it is there afterwards, or nothing."""

import multiprocessing
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from geodata.storage.store import FILE_NAME, open_storage
from tests.fault.writing import (
    NEXT,
    NOW,
    OLD,
    count_steps,
    publish_after,
    publish_next,
    publish_until,
)
from tests.geodata.making import write

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no fork server"),
]

KILLS = 50
TIMED_KILLS, LONGEST_S = 12, 0.6
Counts = tuple[int, ...]


def _make(folder: Path) -> None:
    storage = open_storage(folder, now=NOW)
    write(storage, "rental", OLD)
    storage.close()


def _look(folder: Path) -> Counts:
    """Records, red ones, history, batches, data version, after SQLite has put itself right."""
    connection = sqlite3.connect(folder / FILE_NAME)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        queries = (
            "SELECT count(*) FROM places",
            "SELECT count(*) FROM places WHERE grade = 'red'",
            "SELECT count(*) FROM history",
            "SELECT count(*) FROM batches",
            "SELECT version FROM data_version",
        )
        return tuple(connection.execute(query).fetchone()[0] for query in queries)
    finally:
        connection.close()


BEFORE: Counts = (len(OLD), 0, 0, 1, 1)
AFTER: Counts = (300, len(NEXT), 50, 2, 2)


def test_a_publish_killed_50_times_is_never_half(tmp_path: Path) -> None:
    _make(tmp_path / "whole")
    steps = count_steps(tmp_path / "whole")
    assert _look(tmp_path / "whole") == AFTER
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["tests.fault.writing"])
    _make(tmp_path / "killed")
    for kill in range(KILLS):
        after = 1 + kill * steps // KILLS
        child = server.Process(target=publish_until, args=(tmp_path / "killed", after))
        child.start()
        child.join(60)
        assert child.exitcode == -signal.SIGKILL, f"not killed after {after} of {steps} steps"
        assert _look(tmp_path / "killed") == BEFORE
    publish_next(tmp_path / "killed")
    assert _look(tmp_path / "killed") == AFTER


def test_a_publish_killed_at_any_moment_is_whole_or_nothing(tmp_path: Path) -> None:
    """The moments are the clock's, before, in and after the commit: both outcomes are right."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.fault.writing"])
    for kill in range(TIMED_KILLS):
        folder = tmp_path / str(kill)
        _make(folder)
        may_start = context.Event()
        child = context.Process(target=publish_after, args=(folder, may_start))
        child.start()
        may_start.set()
        child.join(kill * LONGEST_S / TIMED_KILLS)
        child.kill()
        child.join(60)
        assert _look(folder) in {BEFORE, AFTER}
        publish_next(folder)
        assert _look(folder) == AFTER
