"""Killed in the middle of an upgrade: the database is the old one, and the next start upgrades."""

import multiprocessing
import shutil
import signal
import sqlite3
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from geodata.storage.copies import read_copy
from geodata.storage.migrate import schema_names
from geodata.storage.store import FILE_NAME, open_storage
from tests.fault.upgrading import count_statements, upgrade_until
from tests.geodata.storage.old_schemas import NOW, PLACES, make_old

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no fork server"),
]

KILLS = 12


def test_an_upgrade_killed_at_any_statement_is_done_by_the_next_start(tmp_path: Path) -> None:
    old = tmp_path / "old"
    make_old(old, "0001", tmp_path / "scripts")
    statements = count_statements(shutil.copytree(old, tmp_path / "whole"))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.fault.upgrading", "alembic.command"])
    found = set()
    for kill in range(KILLS):
        folder = shutil.copytree(old, tmp_path / str(kill))
        child = context.Process(target=upgrade_until, args=(folder, statements * kill // KILLS))
        child.start()
        child.join(60)
        assert child.exitcode == -signal.SIGKILL
        file = sqlite3.connect(folder / FILE_NAME)
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found |= set(file.execute("SELECT version_num FROM alembic_version").fetchall())
        file.close()
        open_storage(folder, now=NOW + timedelta(seconds=1)).close()
        state = read_copy(folder / FILE_NAME)
        assert (state.schema, state.tables["places"].rows) == (schema_names()[-1], PLACES)
    assert statements > 100
    assert ("0001",) in found
    assert found <= {("0001",), (schema_names()[-1],)}
