"""Schemas: made, upgraded after a backup, refused when newer."""

import shutil
import sqlite3
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import geodata.storage
from geodata.errors import StorageError
from geodata.storage import migrate
from geodata.storage.store import FILE_NAME, open_storage
from geodata.storage.tables import metadata

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
NEXT_SCRIPT = """
import sqlalchemy as sa
from alembic import op
revision = "9001"
down_revision = "{before}"
def upgrade():
    op.create_table("treatments", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("{statement}")
"""


@pytest.fixture
def later_program(tmp_path: Path) -> Path:
    scripts = tmp_path / "later"
    shutil.copytree(migrate.MIGRATIONS, scripts)
    _add_script(scripts, "INSERT INTO treatments VALUES (7)")
    return scripts


def _add_script(scripts: Path, statement: str) -> None:
    before = migrate.schema_names()[-1]
    text = NEXT_SCRIPT.format(before=before, statement=statement)
    (scripts / "versions" / "9001_treatments.py").write_text(text, encoding="utf-8")


def _rows(path: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_the_migrations_make_exactly_the_tables_the_program_knows(tmp_path: Path) -> None:
    for module in iter_modules(geodata.storage.__path__):
        import_module(f"geodata.storage.{module.name}")  # each may declare tables
    storage = open_storage(tmp_path, now=NOW)
    with storage.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    storage.close()


def test_a_new_database_needs_no_backup(tmp_path: Path) -> None:
    open_storage(tmp_path, now=NOW).close()
    assert not (tmp_path / "backups").exists()


def test_an_older_database_is_upgraded_after_a_backup(tmp_path: Path, later_program: Path) -> None:
    folder = tmp_path / "数据 1"
    storage = open_storage(folder, now=NOW)
    with storage.writing() as connection:
        connection.exec_driver_sql("UPDATE data_version SET version = 41")
    storage.close()
    open_storage(folder, now=NOW, migrations=later_program).close()
    assert _rows(folder / FILE_NAME, "SELECT version FROM data_version") == [(41,)]
    assert _rows(folder / FILE_NAME, "SELECT id FROM treatments") == [(7,)]
    (backup,) = (folder / "backups").iterdir()
    assert _rows(backup, "SELECT version FROM data_version") == [(41,)]
    assert _rows(backup, "SELECT name FROM sqlite_master WHERE name = 'treatments'") == []


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, later_program: Path
) -> None:
    _add_script(later_program, "INSERT INTO nothing VALUES (7)")
    folder = tmp_path / "data"
    open_storage(folder, now=NOW).close()
    with pytest.raises(Exception, match="nothing"):
        open_storage(folder, now=NOW, migrations=later_program)
    tables = _rows(folder / FILE_NAME, "SELECT name FROM sqlite_master")
    assert ("treatments",) not in tables
    open_storage(folder, now=NOW).close()


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path, later_program: Path) -> None:
    folder = tmp_path / "data"
    open_storage(folder, now=NOW, migrations=later_program).close()
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(StorageError, match=r"9001.*newer version"):
        open_storage(folder, now=NOW)
    assert (folder / FILE_NAME).read_bytes() == before


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="file"):
        open_storage(tmp_path / "file" / "data", now=NOW)
