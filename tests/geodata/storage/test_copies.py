import shutil
from pathlib import Path

import pytest

from geodata.errors import StorageError
from geodata.storage.copies import read_copy, require_alone
from geodata.storage.dialect import write_copy
from geodata.storage.migrate import schema_names
from geodata.storage.store import FILE_NAME, Storage
from tests.geodata.making import rental, write


@pytest.fixture
def copy(storage: Storage, tmp_path: Path) -> Path:
    write(storage, "rental", [rental("R-1"), rental("R-2")])
    write_copy(storage.writer, tmp_path / "copy.sqlite")
    return tmp_path / "copy.sqlite"


def test_a_copy_says_its_schema_and_the_rows_of_each_table(copy: Path) -> None:
    state = read_copy(copy)
    assert state.schema == schema_names()[-1]
    assert (state.tables["places"].rows, state.tables["batches"].rows) == (2, 1)
    assert list(state.tables) == sorted(state.tables)
    assert state.rows == sum(told.rows for told in state.tables.values())


def test_two_copies_of_one_state_are_equal_and_one_letter_is_not(
    storage: Storage, copy: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.sqlite"
    write_copy(storage.writer, other)
    assert read_copy(other) == read_copy(copy)
    with storage.writing() as connection:
        connection.exec_driver_sql("UPDATE places SET address = 'x' WHERE key = 'R-2'")
    write_copy(storage.writer, tmp_path / "third.sqlite")
    changed, same = read_copy(tmp_path / "third.sqlite").tables, read_copy(copy).tables
    assert {name for name in same if same[name] != changed[name]} == {"places"}


def test_a_damaged_copy_is_refused(copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    content[4_096:9_000] = b"\xff" * 4_904
    copy.write_bytes(content)
    with pytest.raises(StorageError, match="a database that is whole"):
        read_copy(copy)
    copy.write_text("no database at all, but long enough to be read as one")
    with pytest.raises(StorageError, match="file is not a database"):
        read_copy(copy)


def test_a_database_somebody_has_open_is_refused(storage: Storage) -> None:
    with pytest.raises(StorageError, match="nobody has open"):
        require_alone(storage.folder)
    storage.close()
    require_alone(storage.folder)


def test_nothing_and_a_damaged_database_have_nobody(storage: Storage, tmp_path: Path) -> None:
    require_alone(tmp_path / "nothing")
    storage.close()
    (tmp_path / "damaged").mkdir()
    shutil.copy(storage.folder / FILE_NAME, tmp_path / "damaged")
    (tmp_path / "damaged" / FILE_NAME).write_bytes(b"x" * 9_000)
    require_alone(tmp_path / "damaged")
