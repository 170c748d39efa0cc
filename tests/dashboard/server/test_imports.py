import sys
from pathlib import Path
from threading import Event

import pytest
from cryptography.fernet import Fernet

from dashboard.server.imports import ImportRun, import_command, keep_upload, start_import
from geodata.accounts import Account, Session
from geodata.storage.sealed import Seal
from tests.geodata.making import NOW

SEAL = Seal(Fernet.generate_key())
BY = Session(7, Account(3, "chen.li", "陈丽", "clerk"), NOW, NOW, "10.0.0.1", "Firefox")


@pytest.mark.parametrize(
    "name",
    ["台账.xlsx", "../../台账.xlsx", "C:\\tmp\\台账.xlsx", "/etc/台账.xlsx", "a/../台账.xlsx"],
)
def test_a_file_is_kept_under_its_own_name_and_nowhere_else(tmp_path: Path, name: str) -> None:
    path = keep_upload(tmp_path, name, b"rows", SEAL)
    assert path.name == "台账.xlsx"
    assert path.parent.parent == tmp_path / "uploads"
    assert b"rows" not in path.read_bytes()
    assert SEAL.open(path.read_bytes()) == b"rows"


@pytest.mark.parametrize("name", ["", "..", "."])
def test_a_file_without_a_name_is_kept_all_the_same(tmp_path: Path, name: str) -> None:
    assert SEAL.open(keep_upload(tmp_path, name, b"rows", SEAL).read_bytes()) == b"rows"


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
def test_a_kept_file_is_open_to_nobody_else(tmp_path: Path) -> None:
    earlier = keep_upload(tmp_path, "a.csv", b"rows", SEAL)
    earlier.chmod(0o644)
    kept = keep_upload(tmp_path, "a.csv", b"rows", SEAL)
    folders = (kept.parent, kept.parent.parent)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}


def test_arguments_stay_apart_whatever_they_hold(tmp_path: Path) -> None:
    path = tmp_path / "--layer=x; rm -rf.csv"
    command = import_command(tmp_path, path, "rental", crs="gcj02", source="--data /", by=BY)
    assert command[-2:] == ["--", str(path)]
    assert "--source=--data /" in command


def finished(script: str) -> ImportRun:
    ended = Event()
    run = start_import([sys.executable, "-c", script], "台账.csv", when_ended=ended.set)
    assert ended.wait(30)
    return run


def test_an_import_tells_its_progress_and_its_report() -> None:
    run = finished(
        "import sys; print('读取', file=sys.stderr); sys.stderr.flush(); print('{\"batch\": 3}')"
    )
    assert run.report == {"batch": 3}
    assert run.said == "读取"
    assert run.refused is None


def test_a_refusal_is_told_with_its_three_parts() -> None:
    run = finished('print(\'{"refused": {"found": "a", "expected": "b", "remedy": "c"}}\')')
    assert run.refused == {"found": "a", "expected": "b", "remedy": "c"}


def test_an_import_that_dies_says_what_it_said_last() -> None:
    run = finished("import sys; sys.exit('out of memory')")
    assert run.refused is not None
    assert run.refused["found"] == "out of memory"
