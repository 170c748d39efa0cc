"""Undoing a batch: what stood before stands again, unless somebody has built on it."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import StorageError
from geodata.records import Record
from geodata.storage.correct import Corrector, correct
from geodata.storage.coverage import read_coverage
from geodata.storage.ledgers import read_batch
from geodata.storage.reads import read_history
from geodata.storage.store import Storage, open_storage
from geodata.storage.undo import Later, Undone, undo
from geodata.storage.versions import read_layer_versions
from tests.geodata.making import CATALOGUE, NOW, at, box, incident, rental, write, write_town
from tests.geodata.storage.standing import standing

RENTAL = CATALOGUE.by_layer["rental"]
EDITOR = Corrector("chen.li", "现场核实")


def _undo(storage: Storage, number: int) -> Undone:
    with storage.writing() as connection:
        return undo(connection, number, CATALOGUE.by_layer, now=NOW)


def test_what_a_batch_added_and_changed_is_as_before(storage: Storage) -> None:
    write_town(storage)
    phone = {"owner_phone": "13800138000"}
    first = [
        rental("A", personal=phone, position=at(113.503, 23.102), valid_from=date(2024, 3, 5)),
        rental("B", grade="red", projects=("fire", "school")),
    ]
    write(storage, "rental", first)
    before = standing(storage)
    moved = rental("A", position=at(113.515, 23.102), community="永岗", attributes={"units": 3})
    second = write(storage, "rental", [moved, rental("B"), rental("C")], data_date=date(2026, 1, 3))
    assert standing(storage) != before
    done = _undo(storage, second.batch)
    assert (done.restored, done.removed, done.later) == (2, 1, ())
    assert standing(storage) == before
    with storage.reading() as connection:
        batch = read_batch(connection, second.batch)
        assert batch is not None
        assert batch.undone_at == NOW
        assert [past.version for past in read_history(connection, RENTAL, 1)] == [2, 1]
        assert read_layer_versions(connection)["rental"] == done.version


def test_the_file_of_an_undone_batch_may_be_imported_again(storage: Storage) -> None:
    write(storage, "rental", [rental("A")])
    second = write(storage, "rental", [rental("A", grade="red"), rental("B")])
    after = standing(storage, with_provenance=False)
    _undo(storage, second.batch)
    again = write(storage, "rental", [rental("A", grade="red"), rental("B")])
    assert not again.repeated
    assert (again.counts.new, again.counts.changed) == (1, 1)
    assert standing(storage, with_provenance=False) == after


def test_batches_are_undone_one_after_another_the_latest_first(storage: Storage) -> None:
    states, numbers = [], []
    for grade in ("green", "yellow", "red"):
        states.append(standing(storage))
        numbers.append(write(storage, "rental", [rental("A", grade=grade), rental(grade)]).batch)
    for number, state in zip(reversed(numbers), reversed(states), strict=True):
        assert not _undo(storage, number).later
        assert standing(storage) == state


def test_an_undo_is_refused_where_a_later_batch_changed_the_same_record(storage: Storage) -> None:
    first = write(storage, "rental", [rental("A"), rental("B")])
    second = write(storage, "rental", [rental("A", grade="red")])
    state = standing(storage)
    assert _undo(storage, first.batch).later == (Later(1, "A", second.batch),)
    assert standing(storage) == state
    _undo(storage, second.batch)
    assert _undo(storage, first.batch).removed == 2


def test_an_undo_is_refused_where_a_record_was_corrected_since(storage: Storage) -> None:
    first = write(storage, "rental", [rental("A"), rental("B")])
    with storage.writing() as connection:
        correct(connection, RENTAL, 2, version=1, changes={"grade": "red"}, by=EDITOR, now=NOW)
    assert _undo(storage, first.batch).later == (Later(2, "B", None),)


def test_a_correction_made_before_a_batch_does_not_hinder_its_undo(storage: Storage) -> None:
    write(storage, "rental", [rental("A")])
    with storage.writing() as connection:
        correct(connection, RENTAL, 1, version=1, changes={"status": "gone"}, by=EDITOR, now=NOW)
    before = standing(storage)
    second = write(storage, "rental", [rental("A", name="新名")])
    assert not _undo(storage, second.batch).later
    assert standing(storage) == before


def test_a_batch_is_undone_once(storage: Storage) -> None:
    first = write(storage, "rental", [rental("A")])
    _undo(storage, first.batch)
    for number in (first.batch, 77):
        with pytest.raises(StorageError, match=f"batch {number}"):
            _undo(storage, number)


def test_a_day_up_to_which_an_undone_batch_made_a_layer_true_counts_no_longer(
    storage: Storage,
) -> None:
    write(storage, "rental", [rental("A")], data_date=date(2025, 12, 1))
    late = write(storage, "rental", [rental("A")], data_date=date(2025, 12, 31), recipe="other")
    with storage.reading() as connection:
        assert read_coverage(connection)["rental"] == {("", ""): date(2025, 12, 31)}
    _undo(storage, late.batch)
    with storage.reading() as connection:
        assert read_coverage(connection)["rental"] == {("", ""): date(2025, 12, 1)}


def test_records_are_counted_where_they_lay_before_the_areas_of_a_batch(storage: Storage) -> None:
    write_town(storage)
    write(storage, "rental", [rental("A", position=at(113.502, 23.102))])
    write(storage, "incident", [incident("1", position=at(113.517, 23.107))])
    before = standing(storage)
    other = write(storage, "group", [box("D2-2", "二组", "D2", (113.51, 23.105, 113.52, 23.11))])
    assert standing(storage) != before
    _undo(storage, other.batch)
    assert standing(storage) == before


def test_a_sub_district_stays_while_later_ledgers_belong_to_it(storage: Storage) -> None:
    write(storage, "rental", [rental("A")])
    before = standing(storage)
    square = (113.50, 23.10, 113.52, 23.11)
    district = write(storage, "district", [box("D", "永和街道", None, square)])
    later = write(storage, "rental", [rental("B")], district="D")
    assert _undo(storage, district.batch).later == (Later(None, "", later.batch),)
    _undo(storage, later.batch)
    assert not _undo(storage, district.batch).later
    assert standing(storage) == before


KEYS = st.lists(st.sampled_from("ABCDEF"), unique=True, min_size=1)
GRADES = st.sampled_from([None, "red", "green"])
LEDGERS = st.lists(st.tuples(KEYS, GRADES), min_size=1, max_size=4)


def _records(keys: list[str], grade: str | None) -> list[Record]:
    return [rental(key, row, grade=grade) for row, key in enumerate(keys, 3)]


@settings(max_examples=15, deadline=None)
@given(LEDGERS, KEYS, GRADES, st.randoms())
def test_order_overlap_and_repetition_do_not_matter_and_undo_restores(
    ledgers: list[tuple[list[str], str | None]], last: list[str], grade: str | None, order: object
) -> None:
    with TemporaryDirectory() as folder:
        storage = open_storage(Path(folder), now=NOW)
        for keys, one_grade in ledgers:
            write(storage, "rental", _records(keys, one_grade))
        before = standing(storage)
        done = write(storage, "rental", _records(last, grade))
        after = standing(storage)
        shuffled = _records(last, grade)
        order.shuffle(shuffled)  # type: ignore[attr-defined]
        for part in (shuffled, shuffled[1:], [*shuffled[:1]]):
            again = write(storage, "rental", part, recipe="once more")
            assert again.counts.unchanged == len(part)
        assert standing(storage) == after
        if not done.repeated:
            assert not _undo(storage, done.batch).later
            assert standing(storage) == before
        storage.close()
