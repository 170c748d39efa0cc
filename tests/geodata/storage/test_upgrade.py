"""Every schema there ever was, upgraded with data: nothing is lost, and there is a way back."""

import sqlite3
from pathlib import Path

import pytest

from dashboard.keeping.restoring import put_back
from geodata.storage.audit import read_audit
from geodata.storage.migrate import schema_names
from geodata.storage.store import FILE_NAME, open_storage
from tests.geodata.storage.old_schemas import DATA, NOW, PLACES, make_old

TABLES = {"batches": "0001", "places": "0001", "users": "0002", "audit": "0002", "jobs": "0004"}


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("schemas")


def _counts(path: Path) -> dict[str, int]:
    connection = sqlite3.connect(path)
    try:
        found = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - ours
            for table in TABLES
            if table in found
        }
    finally:
        connection.close()


@pytest.mark.parametrize("schema", schema_names()[:-1])
def test_a_schema_is_upgraded_with_its_data_and_again(
    tmp_path: Path, scratch: Path, schema: str
) -> None:
    folder = tmp_path / "data"
    make_old(folder, schema, scratch)
    before = _counts(folder / FILE_NAME)
    assert before["places"] == PLACES
    expected = {**before, "audit": before.get("audit", 0) + 1}  # the upgrade itself
    for _ in range(2):
        storage = open_storage(folder, now=NOW)
        with storage.reading() as connection:
            personal = connection.exec_driver_sql("SELECT personal FROM places").scalars().all()
            assert not any("13812345678" in text for text in personal)  # sealed by now
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            (entry, *_) = read_audit(connection)
        assert (entry.action, entry.details["before"]) == ("upgrade", {"schema": schema})
        assert entry.details["after"] == {"schema": schema_names()[-1]}
        storage.close()
        assert _counts(folder / FILE_NAME).items() >= expected.items()
    assert len(list((folder / "backups").iterdir())) == 1  # the second found nothing to do


def test_the_way_back_is_the_copy_made_before(tmp_path: Path, scratch: Path) -> None:
    folder = tmp_path / "data"
    make_old(folder, "0001", scratch)
    before = _counts(folder / FILE_NAME)
    open_storage(folder, now=NOW).close()
    (copy,) = (folder / "backups").iterdir()
    assert copy.name.endswith(".sqlite.sealed")
    put_back(copy, folder, now=NOW)
    assert _counts(folder / FILE_NAME) == before
    connection = sqlite3.connect(folder / FILE_NAME)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    connection.close()
    open_storage(folder, now=NOW).close()


def test_data_is_written_for_schemas_there_are() -> None:
    assert set(DATA) <= set(schema_names())
