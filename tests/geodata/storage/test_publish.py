"""Batches: whole or not at all, and the same twice is the same."""

import random
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from sqlalchemy import Table, select

from geodata.errors import StorageError
from geodata.records import NotedRow, Problem
from geodata.storage import publish, tables
from geodata.storage.ledgers import (
    Unpublished,
    note_unpublished,
    read_batch,
    read_batches,
    read_notes,
)
from geodata.storage.store import Storage
from geodata.storage.versions import read_layer_versions, read_version
from tests.geodata.making import NOW, at, incident, rental, write, write_town

REFUSED = NotedRow(
    "表1", 9, {"套数": "十二"}, (Problem("套数", "not_whole", {"found": "十二"}, aside=True),)
)


def _content(storage: Storage, table: Table) -> list[tuple[object, ...]]:
    """Everything of a table that does not say when or from where it came, by key."""
    hidden = {"id", "batch", "sheet", "row"}
    columns = [column for column in table.c if column.name not in hidden]
    with storage.reading() as connection:
        rows = connection.execute(select(*columns).order_by(table.c.layer, table.c.key))
        return [tuple(repr(value) for value in row) for row in rows]


def _version(storage: Storage) -> int:
    with storage.reading() as connection:
        return read_version(connection)


def test_new_changed_and_unchanged_rows_are_told_apart(storage: Storage) -> None:
    first = write(storage, "rental", [rental("A"), rental("B")])
    assert (first.counts.new, first.version) == (2, 1)
    changed = rental("B", grade="red")
    second = write(storage, "rental", [rental("A", row=77), changed, rental("C")])
    counts = second.counts
    assert (counts.new, counts.changed, counts.unchanged, second.version) == (1, 1, 1, 2)
    with storage.reading() as connection:
        kept = connection.execute(select(tables.history)).one()
        now = connection.execute(select(tables.places).order_by(tables.places.c.key)).all()
    assert (kept.version, kept.before["key"], "grade" in kept.before) == (1, "B", False)
    assert [row.version for row in now] == [1, 2, 1]
    assert [row.row for row in now] == [3, 3, 3]
    assert now[1].grade == "red"


def test_the_same_file_again_writes_nothing_and_names_the_earlier_batch(storage: Storage) -> None:
    first = write(storage, "rental", [rental("A")])
    again = write(storage, "rental", [rental("A")])
    assert again.repeated
    assert (again.batch, again.counts, again.version) == (first.batch, first.counts, 1)
    with storage.reading() as connection:
        assert len(read_batches(connection)) == 1


def test_the_same_bytes_read_another_way_are_another_import(storage: Storage) -> None:
    write(storage, "rental", [rental("A")])
    again = write(storage, "rental", [rental("A")], recipe="crs=gcj02", sha256="0" * 64)
    assert not again.repeated
    assert (again.counts.unchanged, _version(storage)) == (1, 1)


def test_an_older_file_after_a_change_is_written_again(storage: Storage) -> None:
    write(storage, "rental", [rental("A")])
    write(storage, "rental", [rental("A", grade="red")])
    back = write(storage, "rental", [rental("A")])
    assert (back.repeated, back.counts.changed) == (False, 1)


def test_order_and_splitting_do_not_matter(storage: Storage) -> None:
    write_town(storage)
    rows = [rental(f"R{n}", n, position=at(113.5 + n / 2000, 23.102)) for n in range(40)]
    write(storage, "rental", rows)
    before = _content(storage, tables.places)
    random.Random(7).shuffle(rows)  # noqa: S311 - an order, no secret
    version = _version(storage)
    for part in (rows, rows[:25], rows[15:]):
        assert write(storage, "rental", part).counts.unchanged == len(part)
    assert _content(storage, tables.places) == before
    assert _version(storage) == version


def test_refused_and_warned_rows_are_kept_with_their_reasons(storage: Storage) -> None:
    done = write(storage, "rental", [rental("A")], rejected=[REFUSED], warned=[REFUSED])
    with storage.reading() as connection:
        (refused,) = read_notes(connection, done.batch, "rejected")
        batch = read_batch(connection, done.batch)
    assert (refused.sheet, refused.row, refused.cells) == ("表1", 9, {"套数": "十二"})
    assert refused.problem == REFUSED.problems[0]
    assert batch is not None
    assert (batch.counts, batch.state) == (done.counts, "published")
    assert (batch.counts.rows_read, batch.counts.rejected, batch.counts.warned) == (3, 1, 1)


def test_a_batch_that_fails_leaves_nothing(storage: Storage) -> None:
    write(storage, "rental", [rental("A")])
    rows = [rental("A", grade="red"), rental("B"), rental("B", row=9)]
    with pytest.raises(StorageError, match=r"'B' twice, again in row 9"):
        write(storage, "rental", rows)
    with storage.reading() as connection:
        assert connection.scalars(select(tables.places.c.grade)).all() == [None]
        assert len(read_batches(connection)) == 1
    assert _version(storage) == 1


def test_rows_that_are_unaccounted_for_are_refused(storage: Storage) -> None:
    with pytest.raises(StorageError, match=r"2 rows accounted for.*expected 5"):
        write(storage, "rental", [rental("A")], rows_read=5)


def test_each_layer_keeps_the_version_of_its_last_change(storage: Storage) -> None:
    write(storage, "rental", [rental("A")])
    write(storage, "incident", [incident("police 1")])
    write(storage, "incident", [incident("police 1", row=4)], sha256="1" * 64)
    with storage.reading() as connection:
        assert read_layer_versions(connection) == {"rental": 1, "incident": 2}


def test_personal_fields_stay_in_their_own_column(storage: Storage) -> None:
    write(storage, "rental", [rental("A", personal={"owner_phone": "13800138000"})])
    write(storage, "rental", [rental("A", personal={"owner_phone": "13900139000"})])
    with storage.reading() as connection:
        row = connection.execute(select(tables.places)).one()
        past = connection.execute(select(tables.history)).one()
    assert row.personal == {"owner_phone": "13900139000"}
    assert past.personal == {"owner_phone": "13800138000"}
    assert "13800138000" not in str(past.before)


def test_project_links_follow_the_ledger(storage: Storage) -> None:
    write(storage, "incident", [incident("1", projects=("fire", "school"))])
    later = [incident("2", projects=("school",)), incident("1", projects=("fire",))]
    write(storage, "incident", later)
    with storage.reading() as connection:
        links = connection.execute(select(tables.project_links)).all()
    assert {(link.number, link.project) for link in links} == {(1, "fire"), (2, "school")}


def test_records_written_before_the_district_was_known_are_found_again(storage: Storage) -> None:
    write(storage, "rental", [rental("A")])
    write_town(storage)
    assert write(storage, "rental", [rental("A", grade="red")]).counts.changed == 1
    with storage.reading() as connection:
        assert connection.scalars(select(tables.places.c.district)).all() == ["D"]


def test_two_districts_may_use_the_same_key(storage: Storage) -> None:
    write(storage, "rental", [rental("A")], district="440112015")
    assert write(storage, "rental", [rental("A")], district="440112016").counts.new == 1


def test_text_is_stored_as_it_is(storage: Storage) -> None:
    ugly = "A{{7*7}}B {#1栋 <img src=x onerror=alert(1)> ${1} ` '; DROP TABLE places; --"
    write(storage, "rental", [rental(ugly, name=ugly, attributes={"remark": ugly})])
    with storage.reading() as connection:
        row = connection.execute(select(tables.places)).one()
    assert (row.key, row.name, row.attributes["remark"]) == (ugly, ugly, ugly)


def test_a_batch_keeps_its_file_and_data_date(storage: Storage) -> None:
    digest = sha256(b"bytes").hexdigest()
    write(storage, "rental", [rental("A")], sha256=digest, data_date=date(2025, 12, 31))
    with storage.reading() as connection:
        (batch,) = read_batches(connection, layer="rental")
    assert (batch.sha256, batch.data_date) == (digest, date(2025, 12, 31))


def test_a_refused_file_is_kept_among_the_batches_and_may_be_tried_again(
    storage: Storage,
) -> None:
    refused = Unpublished(
        layer="rental",
        district="",
        file_name="坏.xlsx",
        sha256="2" * 64,
        crs=None,
        started_at=NOW,
        finished_at=NOW,
        refused={"rule": "no_workbook", "named": {"name": "坏.xlsx"}},
    )
    with storage.writing() as connection:
        number = note_unpublished(connection, refused)
    with storage.reading() as connection:
        batch = read_batch(connection, number)
    assert batch is not None
    assert (batch.state, batch.reason, batch.counts.rows_read) == ("failed", None, 0)
    assert batch.refused == refused.refused
    assert not write(storage, "rental", [rental("A")], sha256="2" * 64, recipe="").repeated


def test_a_file_that_was_cut_off_is_taken_up_where_it_stands(storage: Storage) -> None:
    begun = Unpublished("rental", "", "a.csv", "3" * 64, None, NOW, NOW, {}, "checking")
    with storage.writing() as connection:
        first = note_unpublished(connection, begun)
        assert note_unpublished(connection, replace(begun, sha256="4" * 64)) == first + 1
        assert note_unpublished(connection, replace(begun, state="started")) == first
        assert note_unpublished(connection, replace(begun, state="failed")) == first
        assert note_unpublished(connection, begun) == first + 2
    with pytest.raises(Exception, match="state_known"), storage.writing() as connection:
        note_unpublished(connection, replace(begun, state="doubtful"))


def test_a_published_batch_is_not_overwritten_by_a_late_note(storage: Storage) -> None:
    begun = Unpublished("rental", "", "a.csv", "3" * 64, None, NOW, NOW, {}, "ready")
    with storage.writing() as connection:
        number = note_unpublished(connection, begun)
    done = write(storage, "rental", [rental("A")], noted=number)
    with storage.writing() as connection:
        note_unpublished(connection, replace(begun, state="failed"), number)
    with storage.reading() as connection:
        batch = read_batch(connection, done.batch)
    assert batch is not None
    assert (done.batch, batch.state) == (number, "published")


def test_a_batch_takes_the_place_of_the_note_that_it_had_begun(storage: Storage) -> None:
    begun = Unpublished("rental", "", "a.csv", "3" * 64, None, NOW, NOW, {})
    with storage.writing() as connection:
        first = note_unpublished(connection, begun)
    assert write(storage, "rental", [rental("A")], noted=first).batch == first
    with storage.writing() as connection:
        slow = note_unpublished(connection, begun)
        note_unpublished(connection, replace(begun, file_name="b.csv"))
    done = write(storage, "rental", [rental("B")], sha256="3" * 64, noted=slow)
    with storage.reading() as connection:
        found = [(batch.number, batch.file_name) for batch in read_batches(connection)]
    assert done.batch == slow + 2
    assert found == [(done.batch, "rental.xlsx"), (slow + 1, "b.csv"), (first, "rental.xlsx")]


def test_a_batch_of_many_chunks_is_whole(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "CHUNK", 7)
    rows = [rental(f"R{n}") for n in range(50)]
    with pytest.raises(StorageError, match=r"a key twice, again in row 3 or before"):
        write(storage, "rental", [*rows, rental("R3")])
    assert write(storage, "rental", rows).counts.new == 50
    with pytest.raises(StorageError, match=r"'R3' twice"):
        write(storage, "rental", [*rows, rental("R3")])


def test_the_one_sub_district_owns_what_came_before_it(storage: Storage) -> None:
    write(storage, "rental", [rental("A")])
    write_town(storage)
    with storage.reading() as connection:
        assert connection.scalars(select(tables.places.c.district)).all() == ["D"]
        assert connection.scalars(select(tables.coverage.c.district)).all()[0] == "D"
