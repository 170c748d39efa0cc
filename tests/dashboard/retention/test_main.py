"""The command, as a person types it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.retention.__main__ import main
from geodata.storage.audit import Entry, note, read_audit
from geodata.storage.store import Storage
from tests.geodata.making import rental, write


def _run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_it_lists_first_and_lets_go_only_when_told(
    storage: Storage, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = {"owner_phone": "13812345678"}
    write(storage, "rental", [rental("A", personal=owner, valid_to=date(2020, 1, 1))])
    assert _run("--data", storage.folder) == 0
    told = capsys.readouterr().out
    assert "1  2020-01-01" in told
    assert "出租屋：个人信息（自注销、结束之日保存 1095 天）" in told
    assert "什么都没有动" in told
    with storage.reading() as connection:
        assert read_audit(connection) == []
    assert _run("--yes", "--data", storage.folder) == 0
    assert "以上已清除" in capsys.readouterr().out
    with storage.reading() as connection:
        (entry,) = read_audit(connection)
    assert (entry.action, entry.object, entry.details["purged"]) == ("purge", "personal/rental", 1)
    assert _run("--data", storage.folder) == 0
    assert "没有超过保存期限的内容" in capsys.readouterr().out


def test_an_unsafe_time_purges_nothing(
    storage: Storage, capsys: pytest.CaptureFixture[str]
) -> None:
    (storage.folder / "retention.toml").write_text("[days]\naudit = 30\n")
    assert _run("--yes", "--data", storage.folder) == 1
    assert "网络安全法" in capsys.readouterr().err


def test_a_folder_without_data_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--data", tmp_path / "nothing") == 1
    assert "里没有数据库" in capsys.readouterr().err


def test_a_clock_that_may_be_ahead_is_asked_about(
    storage: Storage, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = {"owner_phone": "13812345678"}
    write(storage, "rental", [rental("A", personal=owner, valid_to=date(2020, 1, 1))])
    with storage.writing() as connection:
        note(connection, Entry(datetime.now(UTC) - timedelta(days=60), "chen.li", "unmask", "x/1"))
    assert _run("--yes", "--data", storage.folder) == 1
    assert "--clock-is-right" in capsys.readouterr().err
    assert _run("--yes", "--clock-is-right", "--data", storage.folder) == 0
    assert "以上已清除" in capsys.readouterr().out
