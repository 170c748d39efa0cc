"""Single records and their past."""

from datetime import date
from pathlib import Path

import pytest

from geodata.errors import StorageError
from geodata.storage import dialect
from geodata.storage.reads import MOST_RECORDS, read_history, read_record, read_records
from geodata.storage.store import Storage, open_storage
from geodata.storage.versions import is_sample, mark_sample
from tests.geodata.making import CATALOGUE, DAY, NOW, at, incident, rental, write

RENTAL, INCIDENT = CATALOGUE.by_layer["rental"], CATALOGUE.by_layer["incident"]


def test_a_record_is_read_with_its_personal_fields(storage: Storage) -> None:
    personal = {"owner": "张三"}
    write(storage, "rental", [rental("A", position=at(113.5, 23.1), personal=personal)])
    with storage.reading() as connection:
        record = read_record(connection, RENTAL, 1)
        (listed,) = read_records(connection, RENTAL, [1])
    assert record is not None
    assert (record["key"], record["attributes"], record["personal"]) == (
        "A",
        {"units": 12},
        personal,
    )
    assert (record["lng"], record["x"], record["crs"]) == (113.5, 113.5, "EPSG:4326")
    assert listed == record


def test_instants_and_dates_come_back_as_they_were(storage: Storage) -> None:
    write(storage, "incident", [incident("1")])
    write(storage, "rental", [rental("A", valid_from=date(2020, 2, 29))])
    with storage.reading() as connection:
        found = read_record(connection, INCIDENT, 1)
        place = read_record(connection, RENTAL, 1)
    assert found is not None
    assert place is not None
    assert found["occurred_at"] == DAY
    assert (found["personal"], place["valid_from"]) == ({}, date(2020, 2, 29))


def test_a_number_of_another_layer_is_no_record(storage: Storage) -> None:
    write(storage, "rental", [rental("A")])
    with storage.reading() as connection:
        assert read_record(connection, CATALOGUE.by_layer["premises"], 1) is None
        assert read_record(connection, RENTAL, 2) is None


def test_records_come_in_the_order_asked_for(storage: Storage) -> None:
    write(storage, "rental", [rental(key) for key in "ABC"])
    with storage.reading() as connection:
        found = read_records(connection, RENTAL, [3, 9, 1])
        assert [record["key"] for record in found] == ["C", "A"]
        assert read_records(connection, RENTAL, []) == []
        with pytest.raises(ValueError, match="at most 1000"):
            read_records(connection, RENTAL, range(MOST_RECORDS + 1))


def test_the_past_is_read_latest_first(storage: Storage) -> None:
    for grade in ("red", "orange", "yellow"):
        write(storage, "rental", [rental("A", grade=grade)])
    with storage.reading() as connection:
        past = read_history(connection, RENTAL, 1)
    assert [(one.version, one.before["grade"]) for one in past] == [(2, "orange"), (1, "red")]
    assert all(one.changed_at == NOW for one in past)


def test_a_database_of_the_sample_town_is_marked(storage: Storage) -> None:
    with storage.writing() as connection:
        assert not is_sample(connection)
        mark_sample(connection)
    with storage.reading() as connection:
        assert is_sample(connection)


def test_a_writer_that_waits_in_vain_is_told_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialect, "WAIT_FOR_WRITER_MS", 1)
    one, other = open_storage(tmp_path, now=NOW), open_storage(tmp_path, now=NOW)
    with (
        one.writing(),
        pytest.raises(StorageError, match=r"database is locked.*import that is running"),
        other.writing(),
    ):
        pass
    one.close()
    other.close()


def test_a_reading_transaction_cannot_write(storage: Storage) -> None:
    with (
        storage.reading() as connection,
        pytest.raises(Exception, match="attempt to write a readonly database"),
    ):
        connection.exec_driver_sql("DELETE FROM places")
