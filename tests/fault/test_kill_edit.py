"""Killed the moment 'saved' is told, or at any other: what was saved is there, and whole."""

import multiprocessing
import sqlite3
import sys
from pathlib import Path

import pytest

from geodata.storage.store import FILE_NAME
from tests.fault.editing import edit_on, make
from tests.fault.killing import told_until_killed

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no fork server"),
]

KILLS = 100
LONGEST_S = 0.05
"""Every second kill waits up to so long after the last 'saved'; the others come at once."""


def look(folder: Path) -> tuple[int, int, int, int]:
    """The number, its versions in the history, audit entries of it, and the data version."""
    connection = sqlite3.connect(folder / FILE_NAME)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        queries = (
            "SELECT name FROM places",
            "SELECT count(*) FROM history",
            "SELECT count(*) FROM audit WHERE action = 'correct'",
            "SELECT version - 1 FROM data_version",
        )
        number, *others = (int(connection.execute(query).fetchone()[0]) for query in queries)
        return number, others[0], others[1], others[2]
    finally:
        connection.close()


def test_what_was_saved_before_a_kill_is_there_whole(tmp_path: Path) -> None:
    make(tmp_path)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.fault.editing"])
    found = look(tmp_path)
    for kill in range(KILLS):
        after_s = LONGEST_S * kill / KILLS if kill % 2 else 0
        *_, last = told_until_killed(context, edit_on, tmp_path, after_s=after_s)
        found = look(tmp_path)
        assert found[0] >= last, "saved, and not there"
        assert len(set(found)) == 1, "a part of an edit"
    assert found[0] >= KILLS  # each of them saved something before
