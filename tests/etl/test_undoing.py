"""Undoing an import from the command line, and what the audit tells of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.__main__ import main
from geodata.storage.audit import read_audit
from geodata.storage.store import open_storage
from tests.etl.making import write_csv

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
HEADINGS = ["房屋编码", "房屋地址", "套数"]


def _import(folder: Path, units: str, *codes: str) -> None:
    rows = [HEADINGS, *([code, f"新庄{code}号", units] for code in codes)]
    path = write_csv(folder / f"{units}.csv", rows)
    assert main(["import", str(path), "--layer", "rental", "--data", str(folder / "d")]) == 0


def test_a_folder_without_data_is_said_to_be_new_and_nothing_is_undone_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["undo", "1", "--data", str(tmp_path / "d")]) == 1
    assert f"{tmp_path / 'd'} 里没有数据" in capsys.readouterr().err
    assert not (tmp_path / "d").exists()
    new = f"{tmp_path / 'd'} 里还没有数据，现在新建"
    for said in (True, False):
        _import(tmp_path, "3", "A")
        assert (new in capsys.readouterr().out) is said


def test_an_import_is_undone_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _import(tmp_path, "3", "A", "B")
    _import(tmp_path, "4", "B", "C")
    undo = ["undo", "--data", str(tmp_path / "d")]
    assert main([*undo, "1"]) == 1
    told = capsys.readouterr().err
    assert "第 2 号记录由第 2 批改动" in told
    assert main([*undo, "2"]) == 0
    assert "恢复 1 条，移除 1 条" in capsys.readouterr().out
    for number in ("2", "99"):
        assert main([*undo, number]) == 1
        assert f"没有可撤销的第 {number} 批" in capsys.readouterr().err
    storage = open_storage(tmp_path / "d", now=NOW)
    with storage.reading() as connection:
        entries = read_audit(connection, action="undo")
    storage.close()
    assert [(entry.object, entry.result) for entry in entries] == [
        ("batch/2", "done"),
        ("batch/1", "refused"),
    ]
    assert entries[0].details == {"restored": 1, "removed": 1, "in_the_way": 0}
