"""Merged records: counted once, both sources kept, against every import, and back when undone."""

from datetime import date, timedelta
from typing import Any

import pytest

from geodata.errors import StorageError
from geodata.records import Occurrence, Record
from geodata.storage.changes import read_changes
from geodata.storage.correct import Corrector, StaleRecordError, correct
from geodata.storage.duplicates import (
    Seen,
    keep_apart,
    merge,
    read_decisions,
    read_merged,
    take_back,
)
from geodata.storage.reads import read_history, read_record
from geodata.storage.store import Storage
from geodata.storage.undo import Later, undo
from geodata.storage.versions import read_version
from tests.geodata.making import CATALOGUE, DAY, NOW, at, box, rental, write, write_town
from tests.geodata.storage.standing import standing

RENTAL, INCIDENT = CATALOGUE.by_layer["rental"], CATALOGUE.by_layer["incident"]
EDITOR = Corrector("chen.li", "同一起火灾")


def _reported(source: str, number: str, **values: Any) -> Record:
    occurred = Occurrence(DAY, source=source, case_number=number)
    return Record(key=f"{source}|{number}", row=3, occurrence=occurred, **values)


def _police(**values: Any) -> Record:
    return _reported("派出所", "P1", **values)


def _clinic(**values: Any) -> Record:
    return _reported("卫生院", "H1", **values)


def _write(storage: Storage, *records: Record, **values: Any) -> Any:
    return write(storage, "incident", list(records), **values)


def _merge(storage: Storage, kept: Seen, other: Seen, layer: Any = INCIDENT) -> int:
    with storage.writing() as connection:
        return merge(connection, layer, kept, other, by=EDITOR, now=NOW)


def _take_back(storage: Storage, number: int, layer: Any = INCIDENT) -> None:
    with storage.writing() as connection:
        take_back(connection, layer, number, now=NOW)


def _undo(storage: Storage, batch: int) -> Any:
    with storage.writing() as connection:
        return undo(connection, batch, CATALOGUE.by_layer, now=NOW)


def _record(storage: Storage, number: int, layer: Any = INCIDENT) -> dict[str, Any] | None:
    with storage.reading() as connection:
        return read_record(connection, layer, number)


def _merged(storage: Storage, number: int, layer: Any = INCIDENT) -> list[dict[str, Any]]:
    with storage.reading() as connection:
        return read_merged(connection, layer, number)


@pytest.fixture
def pair(storage: Storage) -> Storage:
    """A fire the police (1) and the clinic (2) tell of, in a ledger each."""
    _write(storage, _police(address="新庄西街12号"), file_name="派出所.xlsx")
    _write(storage, _clinic(name="烧伤"), file_name="卫生院.xlsx")
    return storage


def test_of_two_merged_records_one_stands_and_keeps_the_other_with_its_source(
    pair: Storage,
) -> None:
    _merge(pair, Seen(1, 1), Seen(2, 1))
    assert _record(pair, 2) is None
    (other,) = _merged(pair, 1)
    assert (other["source"], other["case_number"], other["name"]) == ("卫生院", "H1", "烧伤")
    assert (other["merged_into"], other["batch"]) == (1, 2)
    with pair.reading() as connection:
        (decision,) = read_decisions(connection, INCIDENT)
        assert read_version(connection) == 3
    assert (decision.kept, decision.other, decision.same) == (1, 2, True)
    assert (decision.actor, decision.reason) == ("chen.li", "同一起火灾")


def test_the_reason_is_sealed(pair: Storage) -> None:
    _merge(pair, Seen(1, 1), Seen(2, 1))
    with pair.reading() as connection:
        raw = connection.exec_driver_sql("SELECT reason FROM pair_decisions").scalar_one()
    assert "火灾" not in raw


def test_a_merge_that_is_taken_back_leaves_everything_as_it_was(pair: Storage) -> None:
    before = standing(pair)
    number = _merge(pair, Seen(1, 1), Seen(2, 1))
    assert standing(pair) != before
    _take_back(pair, number)
    assert standing(pair) == before
    assert _merged(pair, 1) == []
    with pytest.raises(StaleRecordError, match="took it back"):
        _take_back(pair, number)


def test_what_was_merged_before_goes_along(pair: Storage) -> None:
    _write(pair, _reported("居委会", "C1"))
    first = _merge(pair, Seen(2, 1), Seen(3, 1))
    _merge(pair, Seen(1, 1), Seen(2, 1))
    assert [record["id"] for record in _merged(pair, 1)] == [2, 3]
    _take_back(pair, first)
    assert [record["id"] for record in _merged(pair, 1)] == [2]
    assert _record(pair, 3) is not None


@pytest.mark.parametrize(
    "again",
    [[_clinic(name="烧伤")], [_clinic(name="烧伤，已出院")], [_police(), _clinic(name="烧伤")]],
)
def test_no_import_brings_a_merged_record_back(pair: Storage, again: list[Record]) -> None:
    number = _merge(pair, Seen(1, 1), Seen(2, 1))
    done = _write(pair, *again, sha256="1" * 64)
    assert (done.counts.new, done.counts.ended) == (0, 0)
    assert _record(pair, 2) is None
    assert [record["name"] for record in _merged(pair, 1)] == [again[-1].name]
    _take_back(pair, number)
    back = _record(pair, 2)
    assert back is not None
    assert back["name"] == again[-1].name  # as its own ledger tells it by now


def test_a_change_of_a_merged_record_is_told_as_a_change(pair: Storage) -> None:
    _merge(pair, Seen(1, 1), Seen(2, 1))
    done = _write(pair, _clinic(name="烧伤，已出院"))
    assert done.counts.changed == 1
    with pair.reading() as connection:
        (change,) = read_changes(connection, INCIDENT, done.batch, "changed")
    assert (change.number, change.after["name"]) == (2, "烧伤，已出院")


def test_corrections_of_either_record_outlast_merge_and_import(pair: Storage) -> None:
    with pair.writing() as connection:
        for number in (1, 2):
            correct(
                connection, INCIDENT, number, version=1, changes={"status": "closed"},
                by=EDITOR, now=NOW,
            )  # fmt: skip
    merged = _merge(pair, Seen(1, 2), Seen(2, 2))
    _write(pair, _police(status="open"), _clinic(status="open"))
    _take_back(pair, merged)
    for number in (1, 2):
        record = _record(pair, number)
        assert record is not None
        assert (record["status"], record["corrected"]) == ("closed", {"status": "open"})


def test_a_complete_ledger_of_one_source_does_not_end_what_the_other_still_tells(
    storage: Storage,
) -> None:
    day = date(2026, 1, 5)
    write(storage, "rental", [rental(f"A{n}") for n in range(9)])
    write(storage, "rental", [rental("B")])
    _merge(storage, Seen(1, 1), Seen(10, 1), RENTAL)
    rest = [rental(f"A{n}") for n in range(1, 9)]
    assert write(storage, "rental", [*rest, rental("B")], complete=True).counts.ended == 0
    # neither tells of it any more: first the one that does not stand, then the one that does
    assert write(storage, "rental", rest, complete=True).counts.ended == 1
    assert write(storage, "rental", rest, complete=True, sha256="2" * 64).counts.ended == 1
    record = _record(storage, 1, RENTAL)
    assert record is not None
    assert record["valid_to"] == day
    assert write(storage, "rental", rest, complete=True, sha256="3" * 64).counts.ended == 0


def test_an_incident_its_own_ledger_dropped_meanwhile_stays_ended(storage: Storage) -> None:
    later = [_reported("卫生院", f"H{n}") for n in range(2, 8)]
    last = Record(
        key="卫生院|H9",
        row=4,
        occurrence=Occurrence(DAY + timedelta(days=1), source="卫生院", case_number="H9"),
    )
    _write(storage, _police(), _clinic(), *later, last)
    number = _merge(storage, Seen(1, 1), Seen(2, 1))
    done = _write(storage, *later, last, complete=True)
    assert done.counts.ended == 1
    _take_back(storage, number)
    assert _record(storage, 2) is None
    assert not _undo(storage, done.batch).later
    assert _record(storage, 2) is not None


def test_a_batch_is_undone_only_once_what_was_merged_stands_alone(pair: Storage) -> None:
    number = _merge(pair, Seen(1, 1), Seen(2, 1))
    for batch, record, key in ((1, 1, "派出所|P1"), (2, 2, "卫生院|H1")):
        assert _undo(pair, batch).later == (Later(record, key, None),)
    changed = _write(pair, _clinic(name="烧伤，已出院"))
    _take_back(pair, number)
    assert not _undo(pair, changed.batch).later
    back = _record(pair, 2)  # not merged again, though it was when the batch changed it
    assert back is not None
    assert back["name"] == "烧伤"
    assert not _undo(pair, 2).later
    assert _record(pair, 2) is None


def test_a_record_comes_back_into_the_areas_there_are_now(storage: Storage) -> None:
    write_town(storage)
    write(storage, "rental", [rental(k, position=at(113.503, 23.107)) for k in "AB"])
    number = _merge(storage, Seen(1, 1), Seen(2, 1), RENTAL)
    write(storage, "group", [box("D1-3", "三组", "D1", (113.502, 23.106, 113.504, 23.108))])
    write(storage, "group", [box("D1-2", "二组", "D1", (113.50, 23.108, 113.51, 23.11))])
    _take_back(storage, number, RENTAL)
    back, other = _record(storage, 2, RENTAL), _record(storage, 1, RENTAL)
    assert back is not None
    assert other is not None
    assert (back["area"], other["area"]) == ("D1-3", "D1-3")


def test_who_decides_on_what_has_changed_is_told(pair: Storage) -> None:
    _write(pair, _clinic(name="烧伤，已出院"))
    with pytest.raises(StaleRecordError, match="changed one meanwhile"):
        _merge(pair, Seen(1, 1), Seen(2, 1))
    _merge(pair, Seen(1, 1), Seen(2, 2))
    with pytest.raises(StaleRecordError):  # the other way round, by somebody else
        _merge(pair, Seen(2, 2), Seen(1, 1))
    with pytest.raises(StorageError, match="two incidents"):
        _merge(pair, Seen(1, 1), Seen(1, 1))


def test_two_that_are_kept_apart_change_nothing_and_are_remembered(pair: Storage) -> None:
    before = standing(pair)
    with pair.writing() as connection:
        number = keep_apart(connection, INCIDENT, Seen(2, 1), Seen(1, 1), by=EDITOR, now=NOW)
    with pair.reading() as connection:
        (decision,) = read_decisions(connection, INCIDENT)
        assert read_version(connection) == 2
        assert read_history(connection, INCIDENT, 1) == []
    assert (decision.kept, decision.other, decision.same) == (2, 1, False)
    assert standing(pair) == before
    _take_back(pair, number)
    with pair.reading() as connection:
        assert read_decisions(connection, INCIDENT) == []


def test_a_merge_stands_in_place_of_what_was_decided_of_the_pair_before(pair: Storage) -> None:
    with pair.writing() as connection:
        keep_apart(connection, INCIDENT, Seen(2, 1), Seen(1, 1), by=EDITOR, now=NOW)
    _merge(pair, Seen(1, 1), Seen(2, 1))
    with pair.reading() as connection:
        (decision,) = read_decisions(connection, INCIDENT)
    assert decision.same
