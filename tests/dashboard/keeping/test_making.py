import shutil
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dashboard.keeping import making
from dashboard.keeping.contents import taken_in
from dashboard.keeping.making import backups_of, keep_key, make_backup
from dashboard.keeping.manifest import NAME, read_manifest
from dashboard.keeping.policy import BackupPolicy
from dashboard.keeping.unpacking import unpack
from dashboard.keeping.words import KeepingError
from dashboard.worker.lock import UPKEEP, is_held
from dashboard.worker.words import WorkerError
from geodata.storage.keyfile import FILE_NAME as KEY_FILE
from geodata.storage.keyfile import read_key
from geodata.storage.migrate import write_backup
from geodata.storage.sealed_files import seal_file
from geodata.storage.store import FILE_NAME, Storage, open_storage
from tests.dashboard.keeping.conftest import DAY, MAP_KEY, PHONE, SECRET, UPLOAD, is_private
from tests.geodata.making import NOW, stopped


def test_a_backup_holds_all_but_the_key_and_says_so(office: Storage, policy: BackupPolicy) -> None:
    made = make_backup(office, policy, clock=stopped(NOW))
    path = policy.folder / "safety-map-20260105T160000.zip"
    assert (made.name, made.folder, made.uploads, made.kept) == (path.name, str(path.parent), 1, 1)
    manifest = read_manifest(path)
    assert made.rows == sum(told.rows for told in manifest.tables.values())
    assert manifest.tables["places"].rows == 3
    assert (manifest.data_version, manifest.sample, manifest.made_at) == (3, False, NOW)
    assert manifest.audit_heads[0] == 1
    top = {name.split("/")[0] for name in manifest.files}
    office_s = {"catalogue", "accounts.toml", "basemap.toml", "provider.secret", "keys"}
    assert top == {FILE_NAME, "uploads", *office_s}
    assert manifest.sealed == ("keys/map.key", "provider.secret")
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == {*manifest.files, NAME}
        assert archive.testzip() is None
    assert is_private(path)


def test_base_maps_that_lie_there_as_files_are_in_it_only_where_the_office_says_so(
    office: Storage, policy: BackupPolicy
) -> None:
    (office.folder / "maps").mkdir()
    (office.folder / "maps" / "town.MBTiles").write_bytes(b"tiles")
    manifest = read_manifest(policy.folder / make_backup(office, policy, clock=stopped(NOW)).name)
    assert manifest.left_out == ("maps/town.MBTiles",)
    assert not set(manifest.left_out) & manifest.files.keys()
    whole = policy.model_copy(update={"base_maps": True})
    manifest = read_manifest(
        policy.folder / make_backup(office, whole, clock=stopped(NOW + DAY)).name
    )
    assert manifest.left_out == ()
    assert "maps/town.MBTiles" in manifest.files


def test_of_the_copies_made_before_upgrades_the_newest_stay(
    office: Storage, policy: BackupPolicy
) -> None:
    copies = office.folder / "backups"
    made = [
        write_backup(office.writer, copies, schema=schema, now=NOW + day * DAY)
        for schema, day in (("0013", 3), ("0009", 1), ("0012", 2))
    ]
    sealed = seal_file(office.seal, made[1])
    make_backup(office, policy, clock=stopped(NOW + 4 * DAY))
    assert {path.name for path in copies.iterdir()} == {made[0].name, made[2].name}
    assert not sealed.exists()


def test_a_copy_made_while_the_clock_was_fast_drives_none_out(
    office: Storage, policy: BackupPolicy
) -> None:
    copies = office.folder / "backups"
    for day in (1, 2, 365):
        write_backup(office.writer, copies, schema="0012", now=NOW + day * DAY)
    make_backup(office, policy, clock=stopped(NOW + 4 * DAY))
    assert len(list(copies.iterdir())) == 3


def test_whoever_finds_a_backup_reads_nothing_personal(
    office: Storage, policy: BackupPolicy
) -> None:
    made = make_backup(office, policy, clock=stopped(NOW))
    key = (office.folder / KEY_FILE).read_bytes().strip()
    with zipfile.ZipFile(policy.folder / made.name) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    for word in (PHONE.encode(), SECRET.encode(), MAP_KEY.encode(), UPLOAD, key):
        assert word not in content


def test_what_is_written_meanwhile_waits_for_the_next_backup(
    office: Storage, policy: BackupPolicy
) -> None:
    def write_meanwhile(stage: str) -> None:
        if stage == "packing":
            with office.writing() as connection:
                connection.exec_driver_sql("UPDATE data_version SET version = 99")

    made = make_backup(office, policy, clock=stopped(NOW), progress=write_meanwhile)
    assert read_manifest(policy.folder / made.name).data_version == 3


def test_a_file_that_is_taken_away_meanwhile_is_not_in_it(
    office: Storage, policy: BackupPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = office.folder / "uploads" / "gone" / "a.csv"
    monkeypatch.setattr(making, "taken_in", lambda *_, **how: [*taken_in(*_, **how), gone])
    made = make_backup(office, policy, clock=stopped(NOW))
    assert made.uploads == 1
    key = read_key(office.folder, make=False)
    unpack(policy.folder / made.name, office.folder.parent / "again", key)


def test_of_two_at_once_the_second_waits_and_then_says_what_is_going_on(
    office: Storage, policy: BackupPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "UPKEEP", UPKEEP._replace(patience_s=0.0))

    def another(_stage: str) -> None:
        with pytest.raises(WorkerError, match="另一次备份、试恢复或清除还没有结束"):
            make_backup(office, policy, clock=stopped(NOW))

    made = make_backup(office, policy, clock=stopped(NOW), progress=another)
    assert [path.name for path in policy.folder.iterdir()] == [made.name]


def test_a_backup_bears_the_moment_it_began_after_waiting(
    office: Storage, policy: BackupPolicy
) -> None:
    held: list[bool] = []

    def clock() -> datetime:
        held.append(is_held(office.folder, UPKEEP))
        return NOW

    assert make_backup(office, policy, clock=clock).made_at == NOW
    assert held == [True]


def test_backups_that_need_not_stay_go_and_others_stay(
    office: Storage, policy: BackupPolicy, tmp_path: Path
) -> None:
    few = policy.model_copy(update={"daily": 2, "weekly": 0})
    stranger = open_storage(tmp_path / "other", now=NOW)
    make_backup(stranger, few, clock=stopped(NOW - timedelta(days=9)))
    stranger.close()
    (few.folder / "notes.zip").write_text("not ours")
    made = [make_backup(office, few, clock=stopped(NOW + day * DAY)) for day in range(4)]
    assert [one.kept for one in made] == [1, 2, 2, 2]
    assert [path.name for path in backups_of(office.seal, few.folder)] == [
        "safety-map-20260107T160000.zip",
        "safety-map-20260108T160000.zip",
    ]
    assert len(list(few.folder.iterdir())) == 4


def test_a_backup_that_is_broken_off_leaves_nothing(office: Storage, policy: BackupPolicy) -> None:
    def stop(stage: str) -> None:
        if stage == "packing":
            raise InterruptedError

    (policy.folder).mkdir()
    (policy.folder / ".safety-map-20260101T000000.zip.part").write_text("killed")
    with pytest.raises(KeepingError):
        make_backup(office, policy, clock=stopped(NOW), progress=stop)
    assert list(policy.folder.iterdir()) == []
    assert list((office.folder / "opened").iterdir()) == []


def test_a_disk_without_room_is_said_before_anything_is_written(
    office: Storage, policy: BackupPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(office.folder)._replace(free=5)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(KeepingError, match=r"只剩 0 MB.*0 MB left"):
        make_backup(office, policy, clock=stopped(NOW))
    assert list(policy.folder.iterdir()) == []


def test_a_drive_that_is_not_there_is_said(office: Storage, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeepingError, match="硬盘或 U 盘"):
        make_backup(office, BackupPolicy(folder=tmp_path / "file" / "x"), clock=stopped(NOW))


@pytest.mark.parametrize("name", [".", "备份", "uploads/x", "backups/../y"])
def test_a_backup_never_packs_itself_nor_the_key(office: Storage, name: str) -> None:
    folder = office.folder / name
    with pytest.raises(KeepingError, match=r"在数据目录 .* 里"):
        make_backup(office, BackupPolicy(folder=folder), clock=stopped(NOW))
    with pytest.raises(KeepingError, match=r"在数据目录 .* 里"):
        keep_key(office.folder, folder, office.seal)
    assert make_backup(
        office, BackupPolicy(folder=office.folder / "backups" / "a"), clock=stopped(NOW)
    ).kept


def test_the_key_is_kept_where_told_for_its_owner_alone(office: Storage, tmp_path: Path) -> None:
    path = keep_key(office.folder, tmp_path / "保险柜", office.seal)
    assert path.read_bytes() == (office.folder / KEY_FILE).read_bytes()
    assert is_private(path)


def test_a_key_that_cannot_be_written_whole_leaves_the_good_copy(
    office: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = keep_key(office.folder, tmp_path, office.seal)

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(KeepingError):
        keep_key(office.folder, tmp_path, office.seal)
    assert path.read_bytes() == (office.folder / KEY_FILE).read_bytes()
