"""A backup in the place of a data folder: the very same rows, or nothing is touched."""

import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.keeping.making import backups_of, keep_key, make_backup
from dashboard.keeping.manifest import NAME, Manifest, read_manifest
from dashboard.keeping.policy import BackupPolicy
from dashboard.keeping.restoring import newest_backup, put_back, restore
from dashboard.keeping.unpacking import unpack
from dashboard.keeping.words import KeepingError
from dashboard.worker.lock import holding
from dashboard.worker.words import WorkerError
from geodata.errors import StorageError
from geodata.storage.audit import read_audit
from geodata.storage.copies import read_copy
from geodata.storage.keyfile import read_key
from geodata.storage.links import use_link
from geodata.storage.migrate import write_backup
from geodata.storage.sealed_files import seal_file
from geodata.storage.store import FILE_NAME, Storage, open_storage
from tests.dashboard.keeping.conftest import DAY, is_private, tree
from tests.geodata.making import NOW, rental, stopped, write


@pytest.fixture
def backup(office: Storage, policy: BackupPolicy) -> Path:
    """Made of the office, which is closed and somewhat different since."""
    made = make_backup(office, policy, clock=stopped(NOW))
    write(office, "rental", [rental("LATER")])
    office.close()
    return policy.folder / made.name


def test_after_a_wipe_every_table_and_file_is_the_same(
    office: Storage, policy: BackupPolicy, tmp_path: Path
) -> None:
    made = make_backup(office, policy, clock=stopped(NOW))
    key = keep_key(office.folder, tmp_path / "safe", office.seal)
    office.close()
    before, files = read_copy(office.folder / FILE_NAME), tree(office.folder)
    shutil.rmtree(office.folder)
    folder = tmp_path / "again" / "own"
    manifest = unpack(policy.folder / made.name, folder, key.read_bytes().strip())
    assert read_copy(folder / FILE_NAME) == before == (manifest.schema, manifest.tables)
    del files["logs/dashboard.jsonl"], files["tiles/theirs-1/3-6-3"]
    assert tree(folder) == files
    assert is_private(folder)
    assert all(is_private(path) for path in folder.rglob("*") if path.is_file())


def test_the_database_file_alone_is_not_enough(office: Storage, tmp_path: Path) -> None:
    """Copied while the program runs it lacks the newest rows; without its key it does not open."""
    write(office, "rental", [rental("NEWEST")])
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(office.folder / FILE_NAME, alone)
    rows = sqlite3.connect(alone / FILE_NAME)
    try:
        found = rows.execute("SELECT count(*) FROM places WHERE key = 'NEWEST'").fetchall()
    except sqlite3.OperationalError:
        found = []  # not even the tables are in it
    finally:
        rows.close()
    assert found in ([], [(0,)])
    office.close()  # which writes the log into the file
    shutil.copy(office.folder / FILE_NAME, alone)
    with pytest.raises(StorageError, match="the key this database was sealed with"):
        open_storage(alone, now=NOW)


def test_a_restore_puts_the_state_back_and_keeps_what_was_there(
    office: Storage, backup: Path
) -> None:
    manifest = read_manifest(backup)
    done = restore(backup, office.folder, None, now=NOW + DAY)
    assert (done.made_at, done.rows) == (NOW, sum(t.rows for t in manifest.tables.values()))
    assert done.aside is not None
    again = open_storage(office.folder, now=NOW)
    with again.reading() as connection:
        keys = connection.exec_driver_sql("SELECT key FROM places ORDER BY key").scalars().all()
        assert keys == ["R-0", "R-1", "R-2"]
        assert read_audit(connection)[0].action == "restore"
        ends = connection.exec_driver_sql("SELECT reason FROM sessions").scalars().all()
        assert ends == ["restored"]
    with again.writing() as connection:
        assert use_link(connection, "link", now=NOW) is None
    again.close()
    old = open_storage(done.aside, now=NOW)
    with old.reading() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM places").scalar()
    old.close()
    assert count == 4
    assert (office.folder / "logs" / "dashboard.jsonl").is_file()


@pytest.mark.skipif(os.name != "posix", reason="links need a right of their own on Windows")
def test_a_link_to_a_data_folder_still_leads_to_it(office: Storage, backup: Path) -> None:
    link = office.folder.parent.parent / "link"
    link.symlink_to(office.folder)
    done = restore(backup, link, None, now=NOW + DAY)
    assert link.is_symlink()
    assert (office.folder / FILE_NAME).is_file()
    assert done.aside is not None
    assert (done.aside.parent, done.aside.is_symlink()) == (office.folder.parent, False)


def test_a_folder_in_use_is_refused_and_left_alone(office: Storage, policy: BackupPolicy) -> None:
    make_backup(office, policy, clock=stopped(NOW))
    backup = newest_backup(policy.folder, now=NOW)
    with pytest.raises(StorageError, match="End the safety map first"):
        restore(backup, office.folder, None, now=NOW)
    office.close()
    with holding(office.folder), pytest.raises(WorkerError, match="已有一个后台进程"):
        restore(backup, office.folder, None, now=NOW)
    assert [path.name for path in office.folder.parent.iterdir()] == [office.folder.name]


def test_a_server_begun_while_the_backup_is_compared_loses_nothing(
    office: Storage, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []

    def begin_and_unpack(file: Path, folder: Path, key: bytes) -> Manifest:
        begun.append(open_storage(office.folder, now=NOW))
        return unpack(file, folder, key)

    monkeypatch.setattr("dashboard.keeping.restoring.unpack", begin_and_unpack)
    with pytest.raises(StorageError, match="End the safety map first"):
        restore(backup, office.folder, None, now=NOW)
    write(begun[0], "rental", [rental("SAVED")])
    begun[0].close()
    monkeypatch.undo()
    done = restore(backup, office.folder, None, now=NOW)
    assert done.made_at == NOW


def _change(backup: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Write a backup anew with one of its files changed."""
    with zipfile.ZipFile(backup) as archive:
        entries = {one: archive.read(one) for one in archive.namelist()}
    entries[name] = change(entries[name])
    with zipfile.ZipFile(backup, "w") as archive:
        for one, content in entries.items():
            archive.writestr(one, content)


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("accounts.toml", lambda old: old + b"#", "已损坏：accounts.toml"),
        ("accounts.toml", lambda old: old.replace(b"20", b"99"), "已损坏：accounts.toml"),
        (FILE_NAME, lambda old: old[:4096] + b"\1" + old[4097:], f"已损坏：{FILE_NAME}"),
        (NAME, lambda old: old.replace(b"accounts.toml", b"../accounts.x"), "不是可用的备份"),
        (NAME, lambda old: old.replace(b'"format": 1', b'"format": 2'), "更新版本"),
        (NAME, lambda old: old.replace(b'"schema": "0', b'"schema": "9'), "更新版本"),
        (NAME, lambda _: b"[]", "不是可用的备份"),
    ],
)
def test_a_backup_that_was_tampered_with_changes_nothing(
    office: Storage, backup: Path, name: str, change: Callable[[bytes], bytes], said: str
) -> None:
    _change(backup, name, change)
    before = tree(office.folder)
    with pytest.raises(KeepingError, match=said):
        restore(backup, office.folder, None, now=NOW)
    assert tree(office.folder) == before
    open_storage(office.folder, now=NOW).close()


def test_a_row_that_was_changed_is_found_though_the_file_is_whole(
    office: Storage, backup: Path, tmp_path: Path
) -> None:
    manifest = read_manifest(backup)
    digest = manifest.tables["places"].sha256.encode()
    _change(backup, NAME, lambda old: old.replace(digest, b"0" * 64))
    with pytest.raises(KeepingError, match="已损坏"):
        unpack(backup, tmp_path / "x", read_key(office.folder, make=False))


def test_a_backup_cut_short_is_no_backup(office: Storage, backup: Path) -> None:
    os.truncate(backup, backup.stat().st_size // 2)
    with pytest.raises(KeepingError, match="可能没有写完"):
        restore(backup, office.folder, None, now=NOW)


def test_a_place_that_is_not_there_is_said_to_be_missing(office: Storage, tmp_path: Path) -> None:
    with pytest.raises(KeepingError, match="没有这个文件或目录"):
        restore(tmp_path / "E", office.folder, None, now=NOW)


def test_the_key_of_another_folder_is_refused(
    office: Storage, backup: Path, tmp_path: Path
) -> None:
    other = open_storage(tmp_path / "other", now=NOW)
    other.close()
    with pytest.raises(KeepingError, match="密钥与备份不符"):
        restore(backup, office.folder, other.folder / "sealing.key", now=NOW)
    with pytest.raises(KeepingError, match="找不到密钥"):
        restore(backup, tmp_path / "empty", None, now=NOW)


@pytest.mark.parametrize("renamed", [1, 2, 3])
def test_a_restore_killed_between_two_steps_is_begun_again(
    office: Storage, monkeypatch: pytest.MonkeyPatch, renamed: int
) -> None:
    own = BackupPolicy(folder=office.folder / "backups")
    make_backup(office, own, clock=stopped(NOW))
    backup = newest_backup(own.folder, now=NOW)
    office.close()
    left, rename = [renamed], Path.rename

    def rename_until(path: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", rename_until)
        with pytest.raises(KeyboardInterrupt):
            restore(backup, office.folder, None, now=NOW)
    done = restore(backup, office.folder, None, now=NOW + DAY)
    assert done.made_at == NOW
    storage = open_storage(office.folder, now=NOW)
    assert list(backups_of(storage.seal, own.folder)) == [backup]
    storage.close()


@pytest.mark.parametrize("kind", ["open", "sealed"])
def test_a_copy_from_before_an_upgrade_is_put_back(
    office: Storage, tmp_path: Path, kind: str
) -> None:
    copy = write_backup(office.writer, tmp_path, schema="0000", now=NOW)
    if kind == "sealed":
        copy = seal_file(office.seal, copy)
    write(office, "rental", [rental("LATER")])
    office.close()
    files = tree(office.folder)
    done = put_back(copy, office.folder, now=NOW + DAY)
    assert tree(office.folder) == files
    assert done.aside is not None
    counts = []
    for folder in (office.folder, done.aside):
        connection = sqlite3.connect(folder / FILE_NAME)
        counts.append(connection.execute("SELECT count(*) FROM places").fetchone()[0])
        connection.close()
    assert counts == [3, 4]


def test_a_copy_of_a_later_schema_is_not_put_back(office: Storage, tmp_path: Path) -> None:
    copy = write_backup(office.writer, tmp_path, schema="0000", now=NOW)
    office.close()
    connection = sqlite3.connect(copy)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(KeepingError, match="更新版本"):
        put_back(copy, office.folder, now=NOW)
    open_storage(office.folder, now=NOW).close()


def test_of_a_folder_the_newest_backup_is_taken(office: Storage, policy: BackupPolicy) -> None:
    with pytest.raises(KeepingError, match="没有备份"):
        newest_backup(policy.folder, now=NOW)
    for day in range(2):
        make_backup(office, policy, clock=stopped(NOW + day * DAY))
    newest = newest_backup(policy.folder, now=NOW + DAY)
    assert newest.name == "safety-map-20260106T160000.zip"


def test_where_a_backup_is_of_a_time_to_come_a_person_says_which_is_the_newest(
    office: Storage, policy: BackupPolicy
) -> None:
    for day in (0, 365):
        make_backup(office, policy, clock=stopped(NOW + day * DAY))
    with pytest.raises(KeepingError, match=r"20270105T160000.*现在是 2026-01-06 16:00") as caught:
        newest_backup(policy.folder, now=NOW + DAY)
    assert "请写明要恢复哪一个文件" in caught.value.remedy


def test_base_maps_stay_where_they_are_and_those_that_are_gone_are_named(
    office: Storage, policy: BackupPolicy
) -> None:
    maps = office.folder / "maps"
    maps.mkdir()
    for name in ("town.mbtiles", "city.pmtiles"):
        (maps / name).write_bytes(b"tiles")
    made = make_backup(office, policy, clock=stopped(NOW))
    office.close()
    (maps / "city.pmtiles").unlink()
    done = restore(policy.folder / made.name, office.folder, None, now=NOW)
    assert (maps / "town.mbtiles").read_bytes() == b"tiles"
    assert done.missing == ("maps/city.pmtiles",)
