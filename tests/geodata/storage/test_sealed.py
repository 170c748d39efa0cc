"""Personal data never lies open in the files of a data folder, and comes back whole."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, insert, select

from geodata.errors import StorageError
from geodata.storage import migrate
from geodata.storage.account_tables import users
from geodata.storage.dialect import prepare_connections
from geodata.storage.sealed import Seal, seal_of
from geodata.storage.sealed_files import open_file
from geodata.storage.store import FILE_NAME, Storage, open_storage
from geodata.storage.tables import batch_rows, history, places
from tests.geodata.making import NOW

PERSONAL = {"landlord": "张金丝雀", "phone": "13912345678", "id_number": "440106199003077715"}
CANARIES = ("张金丝雀", "13912345678", "440106199003077715")
FIRST_SCHEMA = "0001_records.py"
BATCH = (
    "INSERT INTO batches (id, layer, district, file_name, sha256, recipe, started_at, finished_at,"
    " state, rows_read, headings, blank, totals, new, changed, unchanged, rejected, warned,"
    " misplaced) VALUES (1, 'rental', '', 'a', '', '', 0, 0, 'published', 0, 0, 0, 0, 0, 0, 0, 0,"
    " 0, 0)"
)
PLACE = {
    "layer": "rental", "district": "", "key": "1", "version": 1, "batch": 1, "sheet": "", "row": 2,
    "row_hash": b"", "attributes": {}, "personal": PERSONAL,
}  # fmt: skip
NOTE = {
    "batch": 1, "sheet": "", "row": 3, "outcome": "rejected", "column": "电话", "rule": "odd_phone",
    "reason": "“13912345678”不像电话号码", "named": {"found": "13912345678"},
    "cells": {"房东": "张金丝雀"},
}  # fmt: skip


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def found_in(folder: Path) -> list[str]:
    content = bytes_of(folder)
    spelled = {text: (text.encode(), text.encode("unicode_escape")) for text in CANARIES}
    return [text for text, forms in spelled.items() if any(form in content for form in forms)]


def test_personal_data_is_nowhere_in_the_files_and_comes_back(storage: Storage) -> None:
    with storage.writing() as connection:
        connection.exec_driver_sql(BATCH)
        connection.execute(insert(places).values(**PLACE))
        connection.execute(insert(batch_rows).values(**NOTE))
        image = {"layer": "rental", "number": 1, "version": 1, "changed_at": NOW, "before": {}}
        connection.execute(insert(history).values(**image, personal=PERSONAL))
    assert found_in(storage.folder) == []
    with storage.reading() as connection:
        assert connection.scalar(select(places.c.personal)) == PERSONAL
        assert connection.scalar(select(history.c.personal)) == PERSONAL
        note = connection.execute(select(batch_rows)).one()
        assert (note.reason, note.cells) == (NOTE["reason"], NOTE["cells"])


def test_where_there_is_nothing_nothing_is_stored(storage: Storage) -> None:
    with storage.writing() as connection:
        connection.exec_driver_sql(BATCH)
        connection.execute(insert(places).values(**{**PLACE, "personal": {}}))
        raw = connection.exec_driver_sql("SELECT personal FROM places").scalar()
    assert raw is None


def _plain_database(folder: Path, tmp_path: Path) -> None:
    """Make a database of the first schema, in which everything lies open."""
    scripts = tmp_path / "first"
    shutil.copytree(migrate.MIGRATIONS, scripts)
    for script in (scripts / "versions").glob("[0-9]*.py"):
        if script.name != FIRST_SCHEMA:
            script.unlink()
    folder.mkdir()
    engine = create_engine(f"sqlite:///{folder / FILE_NAME}")
    prepare_connections(engine, writes=True)
    migrate.bring_up_to_date(engine, folder / "backups", now=NOW, scripts=scripts)
    engine.dispose()


def test_what_an_older_program_stored_openly_is_sealed_and_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    _plain_database(folder, tmp_path)
    connection = sqlite3.connect(folder / FILE_NAME)
    connection.execute(BATCH)
    personal = '{"landlord":"张金丝雀","phone":"13912345678","id_number":"440106199003077715"}'
    for number in range(1, 401):
        connection.execute(
            "INSERT INTO places (layer, district, key, version, batch, sheet, row, row_hash,"
            " attributes, personal) VALUES ('rental', '', ?, 1, 1, '', 2, '', '{}', ?)",
            (number, personal if number % 2 else None),
        )
    connection.execute(
        "INSERT INTO batch_rows (batch, sheet, row, outcome, [column], rule, reason, cells)"
        " VALUES (1, '', 3, 'rejected', '电话', 'odd_phone', ?, ?)",
        (NOTE["reason"], '{"房东":"张金丝雀"}'),
    )
    connection.commit()
    connection.close()
    assert found_in(folder) == list(CANARIES)
    storage = open_storage(folder, now=NOW)
    with storage.reading() as reading:
        rows = reading.execute(select(places.c.key, places.c.personal)).all()
        assert all((row.personal == PERSONAL) is bool(int(row.key) % 2) for row in rows)
        assert len(rows) == 400
        note = reading.execute(select(batch_rows)).one()
        assert (note.reason, note.cells) == (NOTE["reason"], NOTE["cells"])
    seal = storage.seal
    storage.close()
    assert found_in(folder) == []  # nor in the copy made before, which is sealed
    (copy,) = (folder / "backups").iterdir()
    assert copy.name.startswith("records-0001-")
    open_file(seal, copy, tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").read_bytes().count("张金丝雀".encode()) >= 200


def test_copies_an_earlier_program_left_open_are_sealed_by_the_next_upgrade(
    tmp_path: Path,
) -> None:
    storage = open_storage(tmp_path, now=NOW)
    backups = tmp_path / "backups"
    backups.mkdir()
    (backups / "records-0001-20250101T000000000000.sqlite").write_text("张金丝雀")
    (backups / "records-0009-20250102T000000000000.sqlite").write_text("sealed columns")
    migrate.seal_plain_copies(storage.writer, backups)
    storage.close()
    assert sorted(path.suffix for path in backups.iterdir()) == [".sealed", ".sqlite"]
    assert found_in(tmp_path) == []


def test_a_changed_letter_is_found_out(storage: Storage) -> None:
    with storage.writing() as connection:
        connection.exec_driver_sql(BATCH)
        connection.execute(insert(places).values(**PLACE))
        change = "UPDATE places SET personal = replace(personal, substr(personal, 40, 1), '-')"
        connection.exec_driver_sql(change)
    with storage.reading() as connection, pytest.raises(StorageError, match="does not open"):
        connection.scalar(select(places.c.personal))


def test_a_database_opened_without_its_key_shows_no_personal_data(tmp_path: Path) -> None:
    open_storage(tmp_path, now=NOW).close()
    engine = create_engine(f"sqlite:///{tmp_path / FILE_NAME}")
    with pytest.raises(StorageError, match="without its key"):
        seal_of(engine.dialect)
    with engine.connect() as connection:
        assert connection.execute(select(users)).all() == []
    engine.dispose()


def test_a_mark_is_equal_for_equal_texts_under_one_key_only() -> None:
    seal, other = Seal(Fernet.generate_key()), Seal(Fernet.generate_key())
    assert seal.mark("chen") == seal.mark("chen") != seal.mark("chen2")
    assert seal.mark("chen") != other.mark("chen")


def test_files_are_sealed_too(storage: Storage) -> None:
    content = "台账".encode() * 1_000
    sealed = storage.seal.close(content)
    assert content[:30] not in sealed
    assert storage.seal.open(sealed) == content
