"""Trouble with disk or file is told by its kind, and leaves what was saved as it was."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from geodata.errors import (
    BusyError,
    DamagedError,
    FullError,
    ReadOnlyError,
    StorageError,
    UnreachableError,
)
from geodata.storage import dialect
from geodata.storage.store import FILE_NAME, Storage, open_storage
from geodata.storage.troubles import naming_troubles, require_room
from geodata.storage.waits import Waits
from tests.geodata.making import NOW, rental, write

MANY = [rental(f"R{n}", n, name="x" * 500) for n in range(400)]


def codes(storage: Storage) -> list[str]:
    connection = sqlite3.connect(storage.folder / FILE_NAME)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [code for (code,) in connection.execute("SELECT code FROM places ORDER BY code")]
    finally:
        connection.close()


@contextmanager
def on_each_connection(storage: Storage, pragma: str) -> Iterator[None]:
    """Say something to SQLite on each connection the writer makes from now on."""

    def tell(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(pragma).close()

    storage.writer.dispose()
    event.listen(storage.writer, "connect", tell)
    yield
    event.remove(storage.writer, "connect", tell)
    storage.writer.dispose()


def test_a_copy_that_cannot_be_made_is_told_by_its_kind(storage: Storage, tmp_path: Path) -> None:
    write(storage, "rental", MANY)
    with pytest.raises(UnreachableError, match="读写磁盘时出错"):
        dialect.write_copy(storage.writer, tmp_path / "nowhere" / "copy.sqlite")
    storage.close()
    path = storage.folder / FILE_NAME
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * (size // 4))
    with pytest.raises(DamagedError, match=r"已损坏.*damaged"):
        dialect.write_copy(storage.writer, tmp_path / "copy.sqlite")


def test_a_full_disk_is_told_and_what_was_saved_stays(storage: Storage) -> None:
    write(storage, "rental", [rental("R0", 3)])
    with (
        on_each_connection(storage, "PRAGMA max_page_count=1"),
        pytest.raises(FullError, match="full") as caught,
    ):
        write(storage, "rental", MANY)
    assert "请腾出空间" in caught.value.remedy
    assert codes(storage) == ["R0"]
    write(storage, "rental", MANY)
    assert len(codes(storage)) == len(MANY)


def test_a_folder_that_cannot_be_written_is_told(storage: Storage) -> None:
    write(storage, "rental", [rental("R0", 3)])
    with on_each_connection(storage, "PRAGMA query_only=ON"), pytest.raises(ReadOnlyError):
        write(storage, "rental", MANY)
    assert codes(storage) == ["R0"]


def test_a_lock_held_too_long_is_told_and_reading_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialect, "WAIT_FOR_WRITER_MS", 50)
    storage = open_storage(tmp_path, now=NOW)
    other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError, match="locked"):
        write(storage, "rental", [rental("R0", 3)])
    with storage.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM places").scalar() == 0
    other.execute("ROLLBACK")
    other.close()
    write(storage, "rental", [rental("R0", 3)])
    assert codes(storage) == ["R0"]
    storage.close()


@pytest.mark.parametrize("start", [b"not a database at all", b""])
def test_a_file_that_is_no_database_any_more_is_told(tmp_path: Path, start: bytes) -> None:
    storage = open_storage(tmp_path, now=NOW)
    write(storage, "rental", MANY)
    storage.close()
    path = tmp_path / FILE_NAME
    whole = path.read_bytes()
    path.write_bytes(start + bytes(len(whole) - len(start)))
    with pytest.raises(DamagedError, match=FILE_NAME):
        open_storage(tmp_path, now=NOW)


def test_a_drive_that_is_gone_is_told(tmp_path: Path) -> None:
    storage = open_storage(tmp_path / "drive", now=NOW)
    storage.close()
    (tmp_path / "drive").rename(tmp_path / "unplugged")
    with pytest.raises(UnreachableError), storage.reading():
        pass


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.ENOSPC, FullError), (errno.EROFS, ReadOnlyError), (errno.EIO, UnreachableError)],
)
def test_trouble_with_another_file_is_told_likewise(
    tmp_path: Path, number: int, kind: type[StorageError]
) -> None:
    with pytest.raises(kind, match="kept"), naming_troubles(tmp_path / "kept"):
        raise OSError(number, "said by the system", str(tmp_path / "kept" / "ledger.xlsx"))


def test_other_errors_and_other_folders_are_not_meant(tmp_path: Path) -> None:
    for error in (
        OSError(errno.ENOENT, "no such file", str(tmp_path)),
        PermissionError(errno.EACCES, "denied", "/elsewhere"),
    ):
        with pytest.raises(type(error)) as caught, naming_troubles(tmp_path):
            raise error
        assert caught.value is error


def test_what_might_fill_the_disk_is_not_begun(tmp_path: Path) -> None:
    require_room(tmp_path, least_free=0)
    with pytest.raises(FullError, match=r"\d+ MiB free"):
        require_room(tmp_path, size=2**60)


def test_who_waits_longest_is_known_until_it_is_their_turn() -> None:
    now = [10.0]
    waits = Waits(lambda: now[0])
    assert waits.longest_s == 0
    with waits.waiting():
        now[0] = 12
        with waits.waiting():
            now[0] = 15
            assert waits.longest_s == 5
        assert waits.longest_s == 5
    assert waits.longest_s == 0
