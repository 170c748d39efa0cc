"""Corrections by hand: with a reason, before a second editor, against the next ledger."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from geodata.errors import StorageError
from geodata.records import Position
from geodata.storage import tables
from geodata.storage.correct import Corrector, Placement, StaleRecordError, correct
from geodata.storage.reads import read_history, read_record
from geodata.storage.store import Storage
from geodata.storage.versions import read_version
from tests.geodata.making import CATALOGUE, NOW, at, box, rental, write, write_town
from tests.geodata.storage.standing import standing

RENTAL, SCHOOL = CATALOGUE.by_layer["rental"], CATALOGUE.by_layer["school"]
EDITOR = Corrector("chen.li", "现场核实")


def _correct(
    storage: Storage, version: int, *, withdrawn: tuple[str, ...] = (), **changes: Any
) -> int:
    with storage.writing() as connection:
        return correct(
            connection, RENTAL, 1, version=version, changes=changes, withdrawn=withdrawn,
            by=EDITOR, now=NOW,
        )  # fmt: skip


def _record(storage: Storage) -> dict[str, Any]:
    with storage.reading() as connection:
        record = read_record(connection, RENTAL, 1)
    assert record is not None
    return record


def test_a_correction_is_kept_in_the_history_with_who_and_why(storage: Storage) -> None:
    write(storage, "rental", [rental("A", grade="red")])
    assert _correct(storage, 1, grade="green") == 2
    record = _record(storage)
    with storage.reading() as connection:
        (past,) = read_history(connection, RENTAL, 1)
        assert read_version(connection) == 2
    assert (record["grade"], record["version"]) == ("green", 2)
    assert record["corrected"] == {"grade": "red"}
    assert (past.before["grade"], past.batch) == ("red", None)
    assert (past.actor, past.reason) == ("chen.li", "现场核实")


def test_the_reason_is_sealed(storage: Storage) -> None:
    write(storage, "rental", [rental("A")])
    _correct(storage, 1, grade="green")
    with storage.reading() as connection:
        raw = connection.exec_driver_sql("SELECT reason FROM history").scalar_one()
    assert "现场" not in raw


def test_the_second_of_two_editors_is_told(storage: Storage) -> None:
    write(storage, "rental", [rental("A", grade="red")])
    _correct(storage, 1, grade="green")
    with pytest.raises(StaleRecordError, match=r"version 2.*version 1"):
        _correct(storage, 1, status="gone")
    assert _correct(storage, 2, status="gone") == 3


def test_a_correction_stands_against_the_next_ledger_whose_word_is_kept(storage: Storage) -> None:
    write(storage, "rental", [rental("A", grade="red")])
    _correct(storage, 1, grade="green")
    state = standing(storage)
    again = write(storage, "rental", [rental("A", grade="red")], sha256="1" * 64)
    assert again.counts.unchanged == 1
    assert standing(storage) == state
    other = write(storage, "rental", [rental("A", grade="yellow", name="新名")])
    record = _record(storage)
    assert other.counts.changed == 1
    assert (record["grade"], record["name"]) == ("green", "新名")
    assert record["corrected"] == {"grade": "yellow"}


def test_a_ledger_without_the_column_leaves_the_word_of_the_one_before(storage: Storage) -> None:
    write(storage, "rental", [rental("A", grade="red")])
    _correct(storage, 1, grade="green")
    told = frozenset({"code", "name"})
    write(storage, "rental", [rental("A", name="新名", attributes={}, told=told)])
    record = _record(storage)
    assert (record["grade"], record["corrected"]) == ("green", {"grade": "red"})


def test_a_withdrawn_correction_is_what_the_ledger_says_by_then(storage: Storage) -> None:
    write(storage, "rental", [rental("A", valid_to=date(2025, 3, 1), grade="red")])
    before = standing(storage)
    _correct(storage, 1, grade="green", valid_to=date(2025, 4, 1))
    assert standing(storage) != before
    _correct(storage, 2, withdrawn=("grade", "valid_to"))
    assert standing(storage) == before
    assert [past.version for past in _past(storage)] == [2, 1]


def _past(storage: Storage) -> list[Any]:
    with storage.reading() as connection:
        return list(read_history(connection, RENTAL, 1))


def test_a_moved_record_lies_in_another_area_and_keeps_the_numbers_of_the_ledger(
    storage: Storage,
) -> None:
    write_town(storage)
    put = Position(113.503, 23.102, x=113.508, y=23.099, crs="gcj02", precision_m=5.0)
    write(storage, "rental", [rental("A", position=put)])
    before = standing(storage)
    _correct(storage, 1, position=Placement(113.512, 23.103))
    moved = _record(storage)
    assert (moved["lng"], moved["lat"], moved["method"]) == (113.512, 23.103, "hand")
    assert (moved["x"], moved["crs"], moved["precision_m"]) == (113.508, "gcj02", None)
    assert (moved["area"], moved["west"], moved["north"]) == ("D2-1", 113.512, 23.103)
    again = write(storage, "rental", [rental("A", position=put)], recipe="other")
    assert again.counts.unchanged == 1
    _correct(storage, 2, withdrawn=("position",))
    assert standing(storage) == before


def test_a_record_that_the_ledger_cannot_place_is_placed_by_hand(storage: Storage) -> None:
    write(storage, "rental", [rental("A")])
    _correct(storage, 1, position=Placement(113.512, 23.103))
    assert _record(storage)["corrected"]["position"]["lng"] is None
    write(storage, "rental", [rental("A", position=at(113.5, 23.1))])
    record = _record(storage)
    assert (record["lng"], record["corrected"]["position"]["lng"]) == (113.512, 113.5)


def test_an_outline_is_not_moved_by_hand(storage: Storage) -> None:
    drawn = box("S1", "小学", None, (113.50, 23.10, 113.51, 23.11))._replace(parent=None)
    write(storage, "school", [drawn])
    with storage.writing() as connection, pytest.raises(StorageError, match="with an outline"):
        correct(
            connection, SCHOOL, 1, version=1, changes={"position": Placement(113.5, 23.1)},
            by=EDITOR, now=NOW,
        )  # fmt: skip


def test_what_only_a_ledger_says_is_not_changed_by_hand(storage: Storage) -> None:
    write(storage, "rental", [rental("A")])
    with pytest.raises(StorageError, match="change of key, lng"):
        _correct(storage, 1, key="B", lng=None)
    with storage.reading() as connection:
        assert connection.scalars(select(tables.history.c.id)).all() == []


def test_areas_and_unknown_records_cannot_be_corrected(storage: Storage) -> None:
    with pytest.raises(StorageError, match="rental 1"):
        _correct(storage, 1, grade="red")
    write_town(storage)
    with storage.writing() as connection, pytest.raises(StorageError, match="a record of group"):
        correct(
            connection, CATALOGUE.by_layer["group"], 1, version=1, changes={"name": "三组"},
            by=EDITOR, now=NOW,
        )  # fmt: skip
