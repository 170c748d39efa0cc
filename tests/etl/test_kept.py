import json
from pathlib import Path

import pytest

from etl.__main__ import main
from geodata.accounts import Account
from geodata.localuser import local_user
from geodata.storage.accounts import add_account
from geodata.storage.audit import COMMAND_LINE, Entry, read_audit
from geodata.storage.store import open_storage
from tests.etl.making import write_csv, write_rentals
from tests.geodata.making import NOW


def entries(folder: Path) -> list[Entry]:
    storage = open_storage(folder, now=NOW)
    with storage.reading() as connection:
        found = read_audit(connection, action="import")
    storage.close()
    return found


def hand_in(folder: Path, ledger: Path) -> list[str]:
    """Keep a file as the page does, and return what it then runs."""
    storage = open_storage(folder, now=NOW)
    with storage.writing() as connection:
        made = add_account(connection, Account(0, "chen.li", "陈丽", "clerk"), now=NOW)
    kept = folder / ledger.name
    kept.write_bytes(storage.seal.close(ledger.read_bytes()))
    storage.close()
    by = json.dumps([made.login, made.number, "10.0.0.1"])
    asked = ["import", "--json", "--upload", "--by", by, "--data", str(folder)]
    return [*asked, "--layer", "rental", "--crs", "wgs84", str(kept)]


def test_a_handed_in_file_is_imported_from_its_sealed_copy_and_noted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "数据"
    ledger = write_rentals(tmp_path / "台账.csv")
    assert main(hand_in(folder, ledger)) == 0
    assert "台账.csv" in json.loads(capsys.readouterr().out).values()
    (entry,) = entries(folder)
    assert (entry.actor, entry.user, entry.address) == ("chen.li", 1, "10.0.0.1")
    assert (entry.object, entry.result) == ("rental/台账.csv", "done")
    assert (entry.details["batch"], entry.details["new"]) == (1, 3)


def test_a_refused_file_is_noted_as_refused(tmp_path: Path) -> None:
    folder = tmp_path / "数据"
    assert main(hand_in(folder, write_csv(tmp_path / "坏.csv", [["甲"], [1]]))) == 1
    (entry,) = entries(folder)
    assert (entry.object, entry.result) == ("rental/坏.csv", "refused")


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
