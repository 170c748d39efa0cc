"""The day up to which each source of a layer is true."""

from datetime import date, timedelta
from importlib import import_module

from geodata.records import Record
from geodata.storage.coverage import read_coverage, read_credits
from geodata.storage.store import Storage
from geodata.storage.undo import undo
from geodata.storage.versions import read_layer_versions
from tests.geodata.making import CATALOGUE, DAY, NOW, box, incident, rental, write

JUNE_1, AUGUST_31, OCTOBER_31 = date(2025, 6, 1), date(2025, 8, 31), date(2025, 10, 31)


def _days(storage: Storage, layer: str) -> dict[tuple[str, str], date]:
    with storage.reading() as connection:
        return dict(read_coverage(connection).get(layer, {}))


def _reported(key: str, source: str, days: int = 0) -> Record:
    record = incident(key, occurred_at=DAY + timedelta(days=days))
    assert record.occurrence is not None
    return record._replace(occurrence=record.occurrence._replace(source=source))


def test_each_source_has_a_day_of_its_own(storage: Storage) -> None:
    write(storage, "incident", [_reported("P", "police")], data_date=AUGUST_31)
    write(storage, "incident", [_reported("F", "fire")], data_date=OCTOBER_31)
    assert _days(storage, "incident") == {("", "fire"): OCTOBER_31, ("", "police"): AUGUST_31}


def test_without_a_stated_day_the_last_occurrence_counts(storage: Storage) -> None:
    write(storage, "incident", [_reported("A", "police", 3), _reported("B", "police")])
    assert _days(storage, "incident") == {("", "police"): date(2025, 6, 4)}


def test_an_old_stated_day_does_not_outlive_newer_records(storage: Storage) -> None:
    write(storage, "incident", [_reported("A", "police")], data_date=AUGUST_31)
    write(storage, "incident", [_reported("B", "police", 100)])
    assert _days(storage, "incident")["", "police"] == date(2025, 9, 9)


def test_an_older_ledger_that_comes_later_takes_no_day_back(storage: Storage) -> None:
    write(storage, "incident", [_reported("B", "police")], data_date=OCTOBER_31)
    write(storage, "incident", [_reported("A", "police", -200)])
    assert _days(storage, "incident")["", "police"] == OCTOBER_31


def test_the_same_file_corrects_its_day(storage: Storage) -> None:
    records = [_reported("A", "police")]
    write(storage, "incident", records, data_date=OCTOBER_31)
    write(storage, "incident", records, data_date=AUGUST_31, recipe="other day")
    assert _days(storage, "incident")["", "police"] == AUGUST_31


def test_a_new_day_on_the_same_rows_raises_the_version(storage: Storage) -> None:
    records = [_reported("A", "police")]
    first = write(storage, "incident", records, data_date=AUGUST_31)
    second = write(storage, "incident", records, data_date=OCTOBER_31, recipe="later")
    assert (second.counts.unchanged, second.version) == (1, first.version + 1)
    with storage.reading() as connection:
        assert read_layer_versions(connection)["incident"] == second.version


def test_a_source_that_reports_nothing_is_true_all_the_same(storage: Storage) -> None:
    write(storage, "incident", [_reported("A", "police")], data_date=AUGUST_31)
    write(storage, "incident", [], data_date=OCTOBER_31, source="police")
    assert _days(storage, "incident") == {("", "police"): OCTOBER_31}


def test_places_are_true_up_to_the_stated_day_or_the_import(storage: Storage) -> None:
    write(storage, "rental", [rental("A")], data_date=JUNE_1)
    assert _days(storage, "rental") == {("", ""): JUNE_1}
    write(storage, "rental", [rental("B")])
    assert _days(storage, "rental") == {("", ""): NOW.date()}


def test_batches_of_an_older_program_are_dated_when_the_database_is_upgraded(
    storage: Storage,
) -> None:
    write(storage, "incident", [_reported("A", "police"), _reported("B", "fire", 3)])
    write(storage, "incident", [_reported("C", "police")], data_date=AUGUST_31)
    write(storage, "rental", [rental("A")])
    before = {layer: _days(storage, layer) for layer in ("incident", "rental")}
    script = import_module("geodata.storage.migrations.versions.0003_coverage")
    with storage.writing() as connection:
        connection.exec_driver_sql("DELETE FROM coverage")
        connection.exec_driver_sql(script.FROM_INCIDENTS)
        connection.exec_driver_sql(script.FROM_OTHERS)
    assert {layer: _days(storage, layer) for layer in ("incident", "rental")} == before


def test_whoever_a_base_map_is_from_is_named_while_anything_of_it_is_there(
    storage: Storage,
) -> None:
    def credits_now() -> tuple[str, ...]:
        with storage.reading() as connection:
            return read_credits(connection)

    pond = box("", "永和水库", None, (113.50, 23.10, 113.51, 23.11))
    write(storage, "ground", [pond._replace(key="a", code=None)], source="survey")
    later = write(storage, "ground", [pond._replace(key="b", code=None)], source="map makers")
    write(storage, "incident", [_reported("P", "police")], source="police")
    assert credits_now() == ("map makers", "survey")
    with storage.writing() as connection:
        undo(connection, later.batch, CATALOGUE.by_layer, now=NOW)
    assert credits_now() == ("survey",)
