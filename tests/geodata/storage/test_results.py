from datetime import date, timedelta

import pytest

from geodata.storage.results import (
    Result,
    freeze_result,
    frozen_months,
    keep_result,
    read_frozen,
    read_result,
)
from geodata.storage.store import Storage
from tests.geodata.making import NOW

LATER = NOW + timedelta(days=1)


def test_the_newest_result_is_read(storage: Storage) -> None:
    assert read_result(storage, "hotspots", "traffic") is None
    keep_result(storage, "hotspots", "traffic", 3, b"old", now=NOW)
    keep_result(storage, "hotspots", "fire", 3, b"other", now=NOW)
    assert keep_result(storage, "hotspots", "traffic", 4, b"new" * 1000, now=LATER)
    kept = Result("hotspots", "traffic", 4, LATER, b"new" * 1000)
    assert read_result(storage, "hotspots", "traffic") == kept


def test_a_late_result_of_older_data_replaces_nothing(storage: Storage) -> None:
    keep_result(storage, "hotspots", "traffic", 4, b"new", now=NOW)
    assert not keep_result(storage, "hotspots", "traffic", 3, b"late", now=LATER)
    kept = read_result(storage, "hotspots", "traffic")
    assert kept is not None
    assert kept.content == b"new"


def test_contents_are_compressed(storage: Storage) -> None:
    keep_result(storage, "hotspots", "traffic", 1, b"a" * 100_000, now=NOW)
    with storage.reading() as connection:
        (length,) = connection.exec_driver_sql("SELECT length(content) FROM results").one()
    assert length < 1_000


def test_a_frozen_month_stays_as_it_is(storage: Storage) -> None:
    march = date(2026, 3, 1)
    assert freeze_result(storage, "score", "all", march, b"first", data_version=5, now=NOW)
    again = date(2026, 3, 31)
    assert not freeze_result(storage, "score", "all", again, b"second", data_version=6, now=LATER)
    assert read_frozen(storage, "score", "all", again) == Result("score", "all", 5, NOW, b"first")
    assert read_frozen(storage, "score", "all", date(2026, 4, 1)) is None


def test_frozen_months_are_listed_the_newest_first(storage: Storage) -> None:
    for month in (2, 4, 3):
        freeze_result(storage, "s", "k", date(2026, month, 9), b"", data_version=1, now=NOW)
    months = [date(2026, month, 1) for month in (4, 3, 2)]
    assert frozen_months(storage, "s", "k") == months
    assert frozen_months(storage, "s", "other") == []


@pytest.mark.parametrize("change", ["UPDATE {} SET key = 'x'", "DELETE FROM {}"])
def test_the_database_itself_changes_no_frozen_month(storage: Storage, change: str) -> None:
    freeze_result(storage, "s", "k", date(2026, 3, 1), b"", data_version=1, now=NOW)
    with (
        pytest.raises(Exception, match="a frozen result stays as it is"),
        storage.writing() as connection,
    ):
        connection.exec_driver_sql(change.format("frozen_results"))
