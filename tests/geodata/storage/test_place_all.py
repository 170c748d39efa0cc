"""Positions for many records at once: all or none, with method and precision, for good."""

import pytest

from geodata.storage.addresses import BY_ADDRESS, read_known_addresses, read_unplaced
from geodata.storage.correct import Corrector, Placement, StaleRecordError, place_all
from geodata.storage.leave import leave_off, read_left_off, take_up
from geodata.storage.reads import read_record
from geodata.storage.store import Storage
from geodata.storage.versions import read_version
from tests.geodata.making import CATALOGUE, NOW, at, rental, write

RENTAL = CATALOGUE.by_layer["rental"]
CLERK = Corrector("chen.li", "按地址匹配")
FOUND = Placement(113.5, 23.1, BY_ADDRESS, 30.0)


def place(storage: Storage, *numbers: int, version: int = 1) -> None:
    with storage.writing() as connection:
        placements = dict.fromkeys(numbers, (version, FOUND))
        place_all(connection, RENTAL, placements, by=CLERK, now=NOW)


def unplaced(storage: Storage) -> list[int]:
    with storage.reading() as connection:
        found = read_unplaced(connection, RENTAL, range(100))
    return [one.key[1] for records in found.values() for one in records]


def test_placed_records_keep_how_and_how_precisely_and_survive_the_next_ledger(
    storage: Storage,
) -> None:
    write(storage, "rental", [rental("A", address="新庄路1号"), rental("B", 4)])
    assert unplaced(storage) == [1, 2]
    place(storage, 1, 2)
    write(storage, "rental", [rental("A", address="新庄路3号"), rental("B", 4)], sha256="1" * 64)
    assert unplaced(storage) == []
    with storage.reading() as connection:
        record = read_record(connection, RENTAL, 1)
        assert read_version(connection) == 3  # two ledgers and one placement of both
    assert record is not None
    assert (record["lng"], record["method"], record["precision_m"]) == (113.5, BY_ADDRESS, 30.0)
    assert record["address"] == "新庄路3号"
    assert record["corrected"]["position"]["lng"] is None


def test_of_several_one_that_somebody_changed_stops_all(storage: Storage) -> None:
    write(storage, "rental", [rental("A"), rental("B", 4)])
    place(storage, 2)
    with pytest.raises(StaleRecordError):
        place(storage, 1, 2)
    assert unplaced(storage) == [1]


def test_what_was_placed_by_its_address_is_not_looked_up_in(storage: Storage) -> None:
    write(storage, "rental", [rental("A", position=at(113.5, 23.1)), rental("B", 4)])
    place(storage, 2)
    with storage.reading() as connection:
        (district,) = set(_districts(storage))
        known = read_known_addresses(connection, district)
    assert [one.key for one in known.places] == [("rental", 1)]


def _districts(storage: Storage) -> list[str]:
    with storage.reading() as connection:
        return list(connection.exec_driver_sql("SELECT district FROM places").scalars())


def test_only_records_that_are_seen_are_told(storage: Storage) -> None:
    write(storage, "rental", [rental("A"), rental("B", 4)])
    with storage.reading() as connection:
        (records,) = read_unplaced(connection, RENTAL, [2]).values()
    assert [one.key for one in records] == [("rental", 2)]


def test_a_record_is_left_off_with_a_reason_until_it_is_taken_up(storage: Storage) -> None:
    write(storage, "rental", [rental("A")])
    with storage.writing() as connection:
        for reason in ("地址不详", "已拆除"):
            leave_off(connection, RENTAL, 1, by=Corrector("chen.li", reason), now=NOW)
        assert read_left_off(connection, RENTAL) == {1: "已拆除"}
        take_up(connection, RENTAL, 1, now=NOW)
        assert read_left_off(connection, RENTAL) == {}
        raw = connection.exec_driver_sql("SELECT reason FROM left_off").scalars().all()
    assert len(raw) == 2
    assert not any("已拆除" in reason for reason in raw)
