"""Killed the moment an account is told to be made or shut: it is there, and whole."""

import multiprocessing
import sqlite3
import sys
from pathlib import Path

import pytest

from geodata.storage.store import FILE_NAME
from tests.fault.accounting import keep_on, make
from tests.fault.killing import told_until_killed

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no fork server"),
]

KILLS = 10
LONGEST_S = 0.3
"""Every second kill waits up to so long after the first 'saved'; the others come at once."""


def look(folder: Path) -> dict[str, bool]:
    """Logins and whether shut; each account has a password and its entries in the audit."""
    connection = sqlite3.connect(folder / FILE_NAME)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept = "SELECT login, disabled, password_hash IS NOT NULL FROM users WHERE id > 1"
        noted = "SELECT count(*) FROM audit WHERE action = ? AND object = ?"
        found = {}
        for login, shut, has_password in connection.execute(kept).fetchall():
            assert has_password
            for action, times in (("add_account", 1), ("change_account", shut)):
                told = (action, f"account/{login}")
                assert connection.execute(noted, told).fetchone() == (times,), "a part of it"
            found[login] = bool(shut)
        return found
    finally:
        connection.close()


def test_what_was_told_of_an_account_before_a_kill_is_there_whole(tmp_path: Path) -> None:
    make(tmp_path)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.fault.accounting"])
    found = look(tmp_path)
    for kill in range(KILLS):
        after_s = LONGEST_S * kill / KILLS if kill % 2 else 0
        told = dict(told_until_killed(context, keep_on, tmp_path, after_s=after_s))
        found = look(tmp_path)
        assert all(found[login] >= shut for login, shut in told.items()), "told, and not there"
    assert len(found) >= KILLS
