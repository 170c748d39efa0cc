"""The commands, as a person types them."""

import errno
import re
from datetime import date
from pathlib import Path

import pytest

from dashboard.keeping.__main__ import main
from dashboard.retention.__main__ import main as purge
from geodata.results.kept_results import BACKUP, DRILL
from geodata.storage.audit import read_audit
from geodata.storage.migrate import write_backup
from geodata.storage.store import Storage, open_storage
from tests.geodata.making import NOW, rental, write


def _run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_back_up_keep_the_key_wipe_and_restore(
    office: Storage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drive, safe, data = tmp_path / "U盘", tmp_path / "保险柜", office.folder
    assert _run("backup", drive, "--data", data) == 0
    assert "密钥不在备份里，也从未另存" in capsys.readouterr().out
    made = BACKUP.newest(office)
    assert made is not None
    assert made.folder == str(drive)
    assert _run("key", safe, "--data", data) == 0
    told = capsys.readouterr().out
    assert "密钥已另存" in told
    assert "它和数据在同一块硬盘上" in told
    assert _run("backup", drive, "--data", data) == 0
    assert "从未另存" not in capsys.readouterr().out
    office.close()
    (key,) = safe.iterdir()
    again = tmp_path / "again"
    assert _run("restore", drive, "--key", key, "--data", again) == 0
    assert "逐行核对相同" in capsys.readouterr().out
    storage = open_storage(again, now=NOW)
    with storage.reading() as connection:
        actions = [entry.action for entry in read_audit(connection)]
    storage.close()
    assert actions == ["restore", "backup", "take_key", "backup", "unmask"]


def test_a_key_kept_on_another_disk_is_well_kept(
    office: Storage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("dashboard.keeping.__main__.on_same_disk", lambda *_: False)
    assert _run("key", tmp_path / "U盘", "--data", office.folder) == 0
    assert "同一块硬盘" not in capsys.readouterr().out


def test_the_way_back_after_an_upgrade_is_the_same_command(
    office: Storage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = write_backup(office.writer, tmp_path, schema="0000", now=NOW)
    write(office, "rental", [rental("LATER")])
    office.close()
    assert _run("restore", copy, "--data", office.folder) == 0
    assert "数据库已换回" in capsys.readouterr().out


def test_a_trial_and_a_check_say_how_it_stands(
    office: Storage, capsys: pytest.CaptureFixture[str]
) -> None:
    data = office.folder
    assert _run("drill", "--data", data) == 1
    assert "没有备份" in capsys.readouterr().err
    assert _run("backup", "--data", data) == 0
    assert _run("drill", "--data", data) == 0
    assert "可以恢复" in capsys.readouterr().out
    assert DRILL.newest(office) is not None
    assert _run("audit", "--data", data) == 0
    assert "审计链完整：1 环，1 条；另有 1 条待今晚入链" in capsys.readouterr().out
    with office.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_no_update")
        connection.exec_driver_sql("UPDATE audit SET actor = 'x' WHERE id = 1")
    assert _run("audit", "--data", data) == 1
    assert "审计链断开：第 1 至 1 条之间（第 1 环）有记录被改动" in capsys.readouterr().out


def test_a_folder_the_system_does_not_rename_is_said(
    office: Storage,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(path: Path, _target: Path) -> None:
        raise OSError(errno.EBUSY, "Device or resource busy", str(path))

    assert _run("backup", tmp_path / "U盘", "--data", office.folder) == 0
    office.close()
    monkeypatch.setattr(Path, "rename", refuse)
    assert _run("restore", tmp_path / "U盘", "--data", office.folder) == 1
    assert f"{office.folder}：Device or resource busy" in capsys.readouterr().err


def test_the_key_is_found_in_the_folder_it_was_kept_in(
    office: Storage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    safe, new = tmp_path / "safe", tmp_path / "new" / "own"
    safe.mkdir()
    (safe / "sealing.key-0000").touch()  # of another data folder
    assert _run("backup", tmp_path / "U盘", "--data", office.folder) == 0
    assert _run("restore", tmp_path / "U盘", "--data", new, "--key", safe) == 1
    assert f"找不到密钥：{safe / 'sealing.key-'}" in capsys.readouterr().err
    assert _run("key", safe, "--data", office.folder) == 0
    assert _run("restore", tmp_path / "U盘", "--data", new, "--key", safe) == 0
    assert (new / "sealing.key").read_bytes() == (office.folder / "sealing.key").read_bytes()


def test_a_folder_without_data_is_said_and_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("backup", "--data", tmp_path / "nothing") == 1
    assert "里没有数据库" in capsys.readouterr().err
    assert not (tmp_path / "nothing").exists()


def test_a_restore_says_what_it_brought_back_past_its_time(
    office: Storage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = {"owner_phone": "13812345678"}
    write(office, "rental", [rental("OLD", personal=owner, valid_to=date(2020, 1, 1))])
    assert _run("backup", tmp_path / "U盘", "--data", office.folder) == 0
    let_go = ["--yes", "--clock-is-right", "--data", str(office.folder)]  # it was made long ago
    assert purge(let_go) == 0
    office.close()
    assert _run("restore", tmp_path / "U盘", "--data", office.folder) == 0
    assert re.search(r"带回了 [1-9]\d* 项超过保存期限的内容", capsys.readouterr().out)
    assert purge(let_go) == 0
    assert "1  2020-01-01" in capsys.readouterr().out


def test_a_restore_whose_times_are_wrong_is_done_all_the_same(
    office: Storage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (office.folder / "retention.toml").write_text("[days]\naudit = 90\n")
    assert _run("backup", tmp_path / "U盘", "--data", office.folder) == 0
    office.close()
    assert _run("restore", tmp_path / "U盘", "--data", office.folder) == 0
    assert "没有查看保存期限：retention.toml：audit = 90 天" in capsys.readouterr().out
