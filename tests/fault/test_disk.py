"""A disk that is full or cannot be written: said plainly, nothing lost, all well afterwards."""

import multiprocessing
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.steps import ROOT, environment
from geodata.errors import FullError, ReadOnlyError
from geodata.storage.store import FILE_NAME, open_storage
from geodata.storage.troubles import MEBIBYTE, require_room
from tests.fault.mounting import read_only, small_disk
from tests.geodata.making import NOW, rental, write

pytestmark = pytest.mark.fault

OLD = [rental(f"OLD{n}", n) for n in range(50)]
LARGE = [rental(f"NEW{n}", n, name="x" * 5_000) for n in range(1_500)]


def count(folder: Path) -> int:
    connection = sqlite3.connect(folder / FILE_NAME)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(connection.execute("SELECT count(*) FROM places").fetchone()[0])
    finally:
        connection.close()


def test_a_disk_that_fills_up_in_a_publish_loses_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4) as disk:
        storage = open_storage(disk / "own", now=NOW)
        write(storage, "rental", OLD)
        with pytest.raises(FullError):
            require_room(storage.folder)
        for _ in range(3):
            with pytest.raises(FullError):
                write(storage, "rental", LARGE)
            assert count(storage.folder) == len(OLD)
        write(storage, "rental", [rental("SMALL", 3)])  # the room it took is given back
        assert count(storage.folder) == len(OLD) + 1
        storage.close()


def test_a_start_on_a_disk_without_a_byte_says_that_it_is_full(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4) as disk:
        open_storage(disk / "own", now=NOW).close()
        with pytest.raises(OSError, match="No space"):
            (disk / "fill").write_bytes(bytes(8 * MEBIBYTE))
        with pytest.raises(FullError, match="磁盘已满"):
            open_storage(disk / "own", now=NOW)


def try_to_write(folder: Path) -> str:
    """Open a folder as another process does, read it, and tell why it cannot be written."""
    storage = open_storage(folder, now=NOW)
    try:
        with storage.reading() as connection:
            read = connection.exec_driver_sql("SELECT count(*) FROM places").scalar()
        try:
            write(storage, "rental", LARGE)
        except ReadOnlyError:
            return f"read {read}"
        return "wrote"
    finally:
        storage.close()


def test_a_folder_that_becomes_read_only_is_still_read(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 16) as disk:
        storage = open_storage(disk / "own", now=NOW)
        write(storage, "rental", OLD)
        with read_only(disk), multiprocessing.get_context("spawn").Pool(1) as pool:
            assert pool.apply(try_to_write, (storage.folder,)) == f"read {len(OLD)}"
        write(storage, "rental", [rental("SMALL", 3)])
        assert count(storage.folder) == len(OLD) + 1
        storage.close()


def test_a_start_on_a_read_only_disk_says_what_to_do(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 16) as disk:
        open_storage(disk / "own", now=NOW).close()
        with read_only(disk):
            command = [sys.executable, "-m", "dashboard", "--data", str(disk / "own")]
            told = subprocess.run(
                command, cwd=ROOT, env=environment(), capture_output=True, check=False, timeout=60
            )
    assert told.returncode == 2
    said = told.stderr.decode()
    assert "不可写" in said
    assert "写权限" in said
    assert "Traceback" not in said
