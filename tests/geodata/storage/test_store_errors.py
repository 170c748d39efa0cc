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
