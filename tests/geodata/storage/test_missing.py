"""A complete ledger ends what it no longer names, never many without a second question."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import shapely

from geodata.facts import differences
from geodata.localtime import to_instant
from geodata.records import Record
from geodata.storage.changes import read_changes
from geodata.storage.correct import Corrector, correct
from geodata.storage.missing import EndsManyError
from geodata.storage.reads import read_history, read_record
from geodata.storage.store import Storage
from geodata.storage.undo import Later, undo
from geodata.viewer import OFFICE
from tests.geodata.making import CATALOGUE, NOW, at, incident, rental, write
from tests.geodata.storage.standing import standing

RENTAL = CATALOGUE.by_layer["rental"]
TODAY = date(2026, 1, 5)


def _rentals(count: int) -> list[Any]:
    return [rental(f"R{n}", n) for n in range(count)]


def _record(storage: Storage, number: int, layer: str = "rental") -> dict[str, Any] | None:
    with storage.reading() as connection:
        return read_record(connection, CATALOGUE.by_layer[layer], number)


def _ends(storage: Storage) -> list[date | None]:
    with storage.reading() as connection:
        rows = connection.exec_driver_sql("SELECT valid_to FROM places ORDER BY id")
        return [None if row[0] is None else date.fromisoformat(row[0]) for row in rows]


def test_a_record_missing_from_a_complete_ledger_ends_and_keeps_its_history(
    storage: Storage,
) -> None:
    write(storage, "rental", _rentals(10))
    before = standing(storage)
    done = write(storage, "rental", _rentals(8), complete=True)
    assert (done.counts.ended, done.counts.unchanged) == (2, 8)
    assert _ends(storage) == [None] * 8 + [TODAY] * 2
    with storage.reading() as connection:
        (past,) = read_history(connection, RENTAL, 10)
        ended = read_changes(connection, RENTAL, done.batch, "ended")
        assert read_changes(connection, RENTAL, done.batch, "changed") == []
    assert (past.version, past.batch) == (1, done.batch)
    assert [one.number for one in ended] == [9, 10]
    assert (ended[0].before["valid_to"], ended[0].after["valid_to"]) == (None, TODAY)
    with storage.writing() as connection:
        assert undo(connection, done.batch, CATALOGUE.by_layer, now=NOW).restored == 2
    assert standing(storage) == before


def test_an_ordinary_ledger_ends_nothing(storage: Storage) -> None:
    write(storage, "rental", _rentals(10))
    assert write(storage, "rental", _rentals(9)).counts.ended == 0
    assert _ends(storage) == [None] * 10


def test_many_end_only_after_a_second_question(storage: Storage) -> None:
    write(storage, "rental", _rentals(10))
    before = standing(storage)
    for answer in (None, 2, 4):
        with pytest.raises(EndsManyError, match="3 of 10") as caught:
            write(storage, "rental", _rentals(7), complete=True, may_end=answer)
        assert (caught.value.ending, caught.value.held) == (3, 10)
        assert standing(storage) == before
    assert write(storage, "rental", _rentals(7), complete=True, may_end=3).counts.ended == 3


def test_what_ended_is_back_when_a_ledger_names_it_again(storage: Storage) -> None:
    write(storage, "rental", _rentals(5))
    state = standing(storage, with_provenance=False)
    write(storage, "rental", _rentals(4), complete=True)
    told = frozenset({"code", "units"})
    back = write(storage, "rental", [rental("R4", told=told)], data_date=date(2026, 1, 4))
    assert back.counts.changed == 1
    assert standing(storage, with_provenance=False) == state


def test_it_ends_once_and_on_the_day_the_ledger_is_true_up_to(storage: Storage) -> None:
    gone = rental("R9", valid_to=date(2025, 3, 1))
    write(storage, "rental", [*_rentals(5), gone])
    day = date(2025, 12, 31)
    assert write(storage, "rental", _rentals(4), complete=True, data_date=day).counts.ended == 1
    again = write(storage, "rental", _rentals(4), complete=True, data_date=day, recipe="other")
    assert again.counts.ended == 0
    assert _ends(storage) == [None] * 4 + [day, date(2025, 3, 1)]


def test_an_end_that_was_corrected_by_hand_stands(storage: Storage) -> None:
    write(storage, "rental", _rentals(6))
    with storage.writing() as connection:
        correct(
            connection,
            RENTAL,
            6,
            version=1,
            changes={"valid_to": None},
            by=Corrector("chen.li", "仍在"),
            now=NOW,
        )
    assert write(storage, "rental", _rentals(5), complete=True).counts.ended == 0


def test_a_complete_ledger_speaks_for_its_own_sub_district(storage: Storage) -> None:
    write(storage, "rental", _rentals(5), district="440112015")
    write(storage, "rental", _rentals(5), district="440112016", recipe="other")
    done = write(storage, "rental", _rentals(4), district="440112016", complete=True)
    assert done.counts.ended == 1
    assert _ends(storage) == [None] * 9 + [TODAY]


def _fire(key: str, day: int, source: str | None) -> Any:
    record = incident(key, occurred_at=to_instant(datetime(2025, 6, day, tzinfo=UTC).date()))
    assert record.occurrence is not None
    return record._replace(occurrence=record.occurrence._replace(source=source))


def test_of_incidents_it_speaks_for_its_source_and_its_days_alone(storage: Storage) -> None:
    police = [_fire(f"p{day}", day, "公安") for day in range(1, 11)]
    write(storage, "incident", [*police, _fire("h5", 5, "医院"), _fire("n5", 5, None)])
    done = write(storage, "incident", [*police[2:5], *police[6:9]], complete=True)
    assert done.counts.ended == 1
    assert _record(storage, 6, "incident") is None
    assert all(_record(storage, number, "incident") for number in (1, 2, 10, 11, 12))


def test_of_streets_it_speaks_for_what_came_from_its_source(storage: Storage) -> None:
    line = at(113.5, 23.1)._replace(
        geometry=shapely.to_wkb(shapely.LineString([(113.5, 23.1), (113.51, 23.1)]))
    )
    streets = [Record(key=f"S{n}", row=n, position=line) for n in range(6)]
    write(storage, "street", streets[:1])
    write(storage, "street", streets[1:2], source="survey")
    write(storage, "street", streets[2:], source="map makers")
    newer = write(storage, "street", streets[3:], source="map makers", complete=True, may_end=1)
    assert newer.counts.ended == 1
    assert [n for n in range(1, 7) if _record(storage, n, "street") is None] == [3]


def test_an_earlier_batch_is_not_undone_past_the_end_of_its_records(storage: Storage) -> None:
    first = write(storage, "rental", _rentals(5))
    second = write(storage, "rental", _rentals(4), complete=True)
    with storage.writing() as connection:
        done = undo(connection, first.batch, CATALOGUE.by_layer, now=NOW)
    assert done.later == (Later(5, "R4", second.batch),)


def test_changes_are_told_as_they_were_though_others_came_after(storage: Storage) -> None:
    write(storage, "rental", [rental("A", grade="red"), rental("B")])
    second = write(storage, "rental", [rental("A", grade="green"), rental("B", name="乙")])
    write(storage, "rental", [rental("A", grade="yellow")])
    with storage.reading() as connection:
        changed = read_changes(connection, RENTAL, second.batch, "changed")
        paged = read_changes(connection, RENTAL, second.batch, "changed", first=1, limit=1)
    assert [(one.before["grade"], one.after["grade"]) for one in changed] == [
        ("red", "green"),
        (None, None),
    ]
    assert [one.number for one in paged] == [2]


def test_what_a_batch_changed_names_nobody(storage: Storage) -> None:
    owner = {"owner": "张三丰"}
    write(storage, "rental", [rental("A", name="张三丰出租屋", personal=owner)])
    second = write(storage, "rental", [rental("A", name="张三丰公寓", personal=owner)])
    write(storage, "rental", [rental("A", name="新庄公寓", personal=owner)])
    with storage.reading() as connection:
        (one,) = read_changes(connection, RENTAL, second.batch, "changed")
    (told,) = differences(one.before, one.after, RENTAL, OFFICE)
    assert (told.before, told.after) == ("张**出租屋", "张**公寓")
