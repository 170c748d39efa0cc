"""Killed at any moment, a purge has let a kind go whole and said so, or not at all."""

import multiprocessing
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from dashboard.retention.purging import look, purge
from geodata.storage.audit_chain import check_chain
from geodata.storage.store import FILE_NAME, open_storage
from tests.fault.killing import told_until_killed
from tests.fault.purging import DAYS, ENTRIES, LATER, RECORDS, UPLOADS, make, purge_all
from tests.geodata.making import CATALOGUE, NOW

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no fork server"),
]

KILLS = 8
LONGEST_S = 0.25
WHOLE = {"personal/incident": RECORDS, "images": RECORDS, "audit": ENTRIES}
LEFT = {
    "personal/incident": "SELECT count(*) FROM incidents WHERE personal IS NOT NULL",
    "images": "SELECT count(*) FROM history WHERE personal IS NOT NULL",
    "audit": "SELECT count(*) FROM audit WHERE action = 'unmask'",
}


def require_whole_or_not_at_all(folder: Path) -> None:
    connection = sqlite3.connect(folder / FILE_NAME)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        noted = "SELECT count(*) FROM audit WHERE action = 'purge' AND object = ?"
        for kind, query in LEFT.items():
            (left,) = connection.execute(query).fetchone()
            gone = connection.execute(noted, (kind,)).fetchone() == (1,)
            assert left == (0 if gone else WHOLE[kind]), f"a part of {kind}"
    finally:
        connection.close()


def test_a_kind_is_gone_and_told_or_there_and_the_next_purge_ends_it(tmp_path: Path) -> None:
    made = tmp_path / "made"
    make(made)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.fault.purging"])
    for kill in range(KILLS):
        folder = tmp_path / f"{kill}" / "own"
        shutil.copytree(made, folder)
        told_until_killed(context, purge_all, folder, after_s=LONGEST_S * kill / KILLS)
        require_whole_or_not_at_all(folder)
        storage = open_storage(folder, now=NOW)
        purge(storage, CATALOGUE, DAYS, now=LATER)
        assert not any(one.count for one in look(storage, CATALOGUE, DAYS, now=LATER))
        assert check_chain(storage).whole
        storage.close()
        require_whole_or_not_at_all(folder)
        assert list((folder / "uploads").iterdir()) == []
    assert len(list((made / "uploads").iterdir())) == UPLOADS
