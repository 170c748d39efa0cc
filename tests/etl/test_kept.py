import sys
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.kept import OPENED, clear_opened, opened
from geodata.localuser import local_user
from geodata.storage.audit import COMMAND_LINE, Entry, read_audit
from geodata.storage.store import Storage, open_storage
from tests.etl.making import write_rentals
from tests.geodata.making import NOW


def entries(folder: Path) -> list[Entry]:
    storage = open_storage(folder, now=NOW)
    with storage.reading() as connection:
        found = read_audit(connection, action="import")
    storage.close()
    return found


@pytest.fixture
def kept(storage: Storage) -> Path:
    """A file as the page keeps it."""
    path = storage.folder / "台账.csv"
    path.write_bytes(storage.seal.close(b"rows"))
    return path


def test_a_sealed_file_is_open_as_long_as_needed_and_to_its_owner_only(
    storage: Storage, kept: Path
) -> None:
    with opened(storage, kept, sealed=True) as copy:
        assert (copy.name, copy.read_bytes()) == ("台账.csv", b"rows")
        assert copy.parent.parent == storage.folder / OPENED
        if sys.platform != "win32":
            assert copy.parent.stat().st_mode & 0o777 == 0o700
    assert not copy.exists()


def test_copies_left_behind_by_a_crash_are_removed(storage: Storage, kept: Path) -> None:
    crashed = opened(storage, kept, sealed=True)
    copy = crashed.__enter__()
    clear_opened(storage)
    assert not copy.exists()
    with opened(storage, kept, sealed=True) as again:
        assert again.read_bytes() == b"rows"
    crashed.__exit__(None, None, None)


def test_a_command_is_noted_with_the_systems_user_and_a_rehearsal_is_not(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "数据"
    ledger = str(write_rentals(tmp_path / "台账.csv"))
    asked = ["import", ledger, "--layer", "rental", "--crs", "wgs84", "--data", str(folder)]
    assert main([*asked, "--dry-run"]) == 0
    assert entries(folder) == []
    assert main(asked) == 0
    (entry,) = entries(folder)
    assert (entry.actor, entry.user, entry.address) == (local_user(), None, COMMAND_LINE)
    assert (entry.object, entry.details["new"]) == ("rental/台账.csv", 3)
