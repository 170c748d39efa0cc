import errno
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet

from dashboard.server.imports import Corrections, ask_import, keep_upload, standing_import
from geodata.accounts import Account, Session
from geodata.errors import FullError
from geodata.storage.accounts import add_account
from geodata.storage.jobs import read_job, stop_job
from geodata.storage.sealed import Seal
from geodata.storage.store import Storage, open_storage
from geodata.storage.troubles import LEAST_FREE
from tests.geodata.making import NOW

SEAL = Seal(Fernet.generate_key())


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


def test_a_file_kept_before_survives_a_disk_that_fills_up_as_it_comes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = keep_upload(tmp_path, "a.csv", b"rows", SEAL)

    def fail(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(FullError):
        keep_upload(tmp_path, "a.csv", b"rows", SEAL)
    assert SEAL.open(earlier.read_bytes()) == b"rows"
    assert [path.name for path in earlier.parent.iterdir()] == ["a.csv"]


def test_no_file_is_taken_where_there_is_hardly_room_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geodata.storage.troubles.disk_usage", lambda _: usage(LEAST_FREE + 3))
    keep_upload(tmp_path, "a.csv", b"1", SEAL)
    with pytest.raises(FullError):
        keep_upload(tmp_path, "b.csv", b"22", SEAL)
    assert len(list((tmp_path / "uploads").iterdir())) == 1


def usage(free: int) -> SimpleNamespace:
    return SimpleNamespace(free=free)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_storage(tmp_path / "数据", now=NOW)
    yield opened
    opened.close()


def session(storage: Storage, login: str) -> Session:
    with storage.writing() as connection:
        account = add_account(connection, Account(0, login, login, "clerk"), now=NOW)
    return Session(7, account, NOW, NOW, "10.0.0.1", "Firefox")


def ask(storage: Storage, by: Session, content: bytes = b"rows", layer: str = "rental") -> int:
    kept = keep_upload(storage.folder, "台账.csv", content, storage.seal)
    return ask_import(storage, kept, Corrections(layer, crs="gcj02"), by=by, now=NOW)


def test_an_import_is_asked_for_once_for_a_file_and_layer(storage: Storage) -> None:
    clerk = session(storage, "chen.li")
    number = ask(storage, clerk)
    assert ask(storage, clerk) == number
    assert len({number, ask(storage, clerk, b"others"), ask(storage, clerk, layer="school")}) == 3


def test_an_account_finds_the_import_it_has_under_way_from_any_tab(storage: Storage) -> None:
    clerk, other = session(storage, "chen.li"), session(storage, "li.si")
    assert standing_import(storage, clerk, now=NOW) is None
    number = ask(storage, clerk)
    found = standing_import(storage, clerk, now=NOW)
    assert found is not None
    assert (found.number, found.params["crs"]) == (number, "gcj02")
    assert standing_import(storage, other, now=NOW) is None
    stop_job(storage, number, now=NOW)
    assert standing_import(storage, clerk, now=NOW) is None


def test_what_is_asked_names_the_file_below_the_data_folder(storage: Storage) -> None:
    found = read_job(storage, ask(storage, session(storage, "chen.li")))
    assert found is not None
    assert (storage.folder / found.params["file"]).is_file()
    assert found.params["file"].startswith("uploads/")
