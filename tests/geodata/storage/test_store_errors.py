import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from geodata.storage.store import open_storage
from tests.geodata.making import NOW


def test_an_error_of_the_database_tells_no_value(tmp_path: Path) -> None:
    storage = open_storage(tmp_path, now=NOW)
    refused = text("INSERT INTO audit (actor) VALUES (:name)")
    with pytest.raises(IntegrityError) as caught, storage.writing() as connection:
        connection.execute(refused, {"name": "张三丰"})
    storage.close()
    assert "三丰" not in str(caught.value)
    assert "INSERT INTO audit" in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
def test_a_folder_that_is_made_is_its_owners_alone_and_one_that_was_there_stays_as_it_is(
    tmp_path: Path,
) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there").chmod(0o750)
    for name, mode in (("made", 0o700), ("there", 0o750)):
        open_storage(tmp_path / name, now=NOW).close()
        assert (tmp_path / name).stat().st_mode & 0o777 == mode
