"""What is past its time goes, what is younger stays, and what stays says so."""

from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from etl.undoing import undo_batch
from geodata.errors import LedgerError
from geodata.localtime import local_date
from geodata.storage.ageing import Ageing, Held
from geodata.storage.ageing_personal import IMAGES, PersonalOf, Undeclared
from geodata.storage.audit import entry_by
from geodata.storage.correct import Corrector, correct
from geodata.storage.duplicates import Seen, merge, take_back
from geodata.storage.reads import read_history
from geodata.storage.store import Storage, open_storage
from geodata.storage.tables import history, incidents, places
from tests.geodata.making import CATALOGUE, NOW, incident, rental, write
from tests.geodata.storage.standing import standing

RENTAL, INCIDENT = CATALOGUE.by_layer["rental"], CATALOGUE.by_layer["incident"]
OWNERS, PARTIES = (PersonalOf(one.id, one.record) for one in (RENTAL, INCIDENT))
YEAR = timedelta(days=365)
PHONE = {"owner_phone": "13812345678"}
ENDED: dict[str, Any] = {"personal": PHONE, "valid_to": date(2024, 1, 1)}
CALLER = {"party": "张三", "party_phone": "13812345678"}


def purged(storage: Storage, what: Ageing, until: datetime = NOW) -> Held:
    """Purge, and return what was said to be past its time before."""
    with storage.writing() as connection:
        held = what.held(connection, until)
        what.purge(connection, until, now=NOW)
        assert what.held(connection, until) == Held()
    return held


def _personal(storage: Storage, key: str) -> object:
    with storage.reading() as connection:
        query = select(places.c.personal, places.c.purged_at).where(places.c.key == key)
        return tuple(connection.execute(query).one())


def test_a_place_that_ended_loses_its_personal_fields_and_says_when(storage: Storage) -> None:
    ended = rental("OLD", personal=PHONE, valid_to=local_date(NOW - YEAR))
    write(storage, "rental", [ended, rental("NOW", personal=PHONE)])
    assert purged(storage, OWNERS) == Held(1, local_date(NOW - YEAR))
    assert _personal(storage, "OLD") == (None, NOW)
    assert _personal(storage, "NOW") == (PHONE, None)


def test_a_day_less_than_its_time_is_not_past(storage: Storage) -> None:
    write(storage, "rental", [rental("A", personal=PHONE, valid_to=local_date(NOW - YEAR))])
    assert purged(storage, OWNERS, NOW - YEAR - timedelta(days=1)) == Held()
    assert purged(storage, OWNERS, NOW - YEAR).count == 1


def test_of_an_event_the_parties_go_and_the_event_stays(storage: Storage) -> None:
    known = standing(storage)
    write(
        storage,
        "incident",
        [incident("A", occurred_at=NOW - 2 * YEAR, personal=CALLER, address="新庄一路")],
    )
    write(storage, "incident", [incident("B", occurred_at=NOW, personal=CALLER)])
    assert standing(storage) != known
    assert purged(storage, PARTIES, NOW - YEAR).count == 1
    with storage.reading() as connection:
        rows = connection.execute(select(incidents).order_by(incidents.c.key)).all()
    assert [row.personal for row in rows] == [None, CALLER]
    assert (rows[0].address, rows[0].occurred_at) == ("新庄一路", NOW - 2 * YEAR)


def test_the_same_ledger_brings_nothing_back_and_another_does(storage: Storage) -> None:
    old = rental("A", personal=PHONE, valid_to=date(2024, 1, 1))
    write(storage, "rental", [old])
    purged(storage, OWNERS)
    again = write(storage, "rental", [old, rental("B")])
    assert (again.counts.unchanged, again.counts.new) == (1, 1)
    assert _personal(storage, "A") == (None, NOW)
    back = write(storage, "rental", [rental("A", personal=PHONE)])
    assert back.counts.changed == 1
    assert _personal(storage, "A") == (PHONE, None)


def test_what_was_purged_stays_gone_when_it_is_corrected_by_hand_or_changed_by_a_ledger(
    storage: Storage,
) -> None:
    write(storage, "rental", [rental("A", **ENDED), rental("B", **ENDED), rental("NOW")])
    write(storage, "incident", [incident("A", personal=CALLER)])
    purged(storage, OWNERS)
    purged(storage, PARTIES)
    by = Corrector("chen.li", "现场核实")
    with storage.writing() as connection:
        correct(connection, RENTAL, 1, version=1, changes={"name": "新名"}, by=by, now=NOW)
    ledger = [rental("A", **ENDED), rental("B", grade="red", **ENDED), rental("NOW", grade="red")]
    changed = write(storage, "rental", ledger, recipe="again")
    assert (changed.counts.changed, changed.counts.unchanged) == (2, 1)
    told_more = write(storage, "incident", [incident("A", personal=CALLER, address="新庄一路")])
    assert told_more.counts.changed == 1
    assert [_personal(storage, key) for key in ("A", "B")] == [(None, NOW)] * 2
    with storage.reading() as connection:
        assert connection.execute(select(incidents.c.personal, incidents.c.address)).all() == [
            (None, "新庄一路")
        ]
    again = write(storage, "rental", ledger, recipe="and again")
    assert again.counts.unchanged == len(ledger)


def test_one_that_is_there_again_or_ended_later_has_its_personal_fields_again(
    storage: Storage,
) -> None:
    records = [rental(key, personal=PHONE, valid_to=date(2024, 1, 1)) for key in "AB"]
    write(storage, "rental", records)
    purged(storage, OWNERS)
    later = rental("B", personal=PHONE, valid_to=date(2025, 12, 31))
    assert write(storage, "rental", [rental("A", personal=PHONE), later]).counts.changed == 2
    assert [_personal(storage, key) for key in "AB"] == [(PHONE, None)] * 2


def test_what_a_layer_that_is_declared_no_more_held_goes_as_well(storage: Storage) -> None:
    write(storage, "rental", [rental("A", personal=PHONE, valid_to=date(2024, 1, 1))])
    write(storage, "incident", [incident("A", personal=CALLER)])
    assert purged(storage, Undeclared(frozenset({"rental", "incident"}))) == Held()
    assert purged(storage, Undeclared(frozenset({"incident"}))) == Held(1, date(2024, 1, 1))
    assert _personal(storage, "A") == (None, NOW)
    assert purged(storage, Undeclared(frozenset())).count == 1


def test_a_fingerprint_made_of_a_phone_number_does_not_stay(storage: Storage) -> None:
    first = rental("A", personal=PHONE, valid_to=date(2024, 1, 1))
    write(storage, "rental", [first])
    write(storage, "rental", [rental("A", personal=PHONE, valid_to=date(2024, 2, 1))])
    with storage.reading() as connection:
        query = select(places.c.row_hash)
        before = {connection.scalar(query), *_image_hashes(storage)}
    purged(storage, OWNERS)
    with storage.reading() as connection:
        assert not before & {connection.scalar(select(places.c.row_hash)), *_image_hashes(storage)}


def _image_hashes(storage: Storage) -> list[object]:
    with storage.reading() as connection:
        images = connection.scalars(select(history.c.before)).all()
    return [bytes.fromhex(image["row_hash"]) for image in images if "row_hash" in image]


def test_a_merged_record_keeps_its_own_and_stands_alone_again(storage: Storage) -> None:
    write(storage, "rental", [rental("A", personal=PHONE), rental("B", personal=PHONE)])
    by = Corrector("chen.li", "同一栋")
    with storage.writing() as connection:
        number = merge(connection, RENTAL, Seen(1, 1), Seen(2, 1), by=by, now=NOW - YEAR)
    assert purged(storage, OWNERS) == Held()
    with storage.writing() as connection:
        take_back(connection, RENTAL, number, now=NOW - YEAR)
    assert purged(storage, IMAGES) == Held(1, local_date(NOW - YEAR))
    assert _personal(storage, "B") == (PHONE, None)


def test_an_undo_puts_back_all_but_the_personal_fields_whose_time_is_over(
    storage: Storage,
) -> None:
    first = [rental("A", **ENDED, grade="green"), rental("B", personal=PHONE)]
    write(storage, "rental", first)
    second = write(storage, "rental", [rental("A", **ENDED, grade="red"), rental("B"), rental("C")])
    purged(storage, OWNERS)
    entry = entry_by(None, NOW, "undo", f"batch/{second.batch}")
    done = undo_batch(storage, CATALOGUE, second.batch, entry)
    assert (done.restored, done.removed, done.without_personal) == (2, 1, 1)
    assert (_personal(storage, "A"), _personal(storage, "B")) == ((None, NOW), (PHONE, None))
    with storage.reading() as connection:
        assert connection.scalar(select(places.c.grade).where(places.c.key == "A")) == "green"
    again = write(storage, "rental", first, recipe="again")
    assert again.counts.unchanged == len(first)


def test_what_an_undo_put_back_bare_is_the_same_to_a_ledger_without_personal_fields(
    storage: Storage,
) -> None:
    write(storage, "rental", [rental("A", **ENDED, grade="green", projects=("fire",))])
    second = write(storage, "rental", [rental("A", **ENDED, grade="red")])
    purged(storage, OWNERS)
    undo_batch(storage, CATALOGUE, second.batch, entry_by(None, NOW, "undo", "batch/2"))
    bare = rental("A", valid_to=date(2024, 1, 1), grade="green", projects=("fire",))
    assert write(storage, "rental", [bare]).counts.unchanged == 1


def test_a_place_that_was_ended_by_mistake_has_its_personal_fields_again_by_its_ledger(
    storage: Storage,
) -> None:
    there = rental("A", personal=PHONE)
    write(storage, "rental", [there])
    mistaken = write(storage, "rental", [rental("A", **ENDED)])
    purged(storage, OWNERS)
    undo_batch(storage, CATALOGUE, mistaken.batch, entry_by(None, NOW, "undo", "batch/2"))
    assert _personal(storage, "A") == (None, NOW)
    assert write(storage, "rental", [there], recipe="again").counts.changed == 1
    assert _personal(storage, "A") == (PHONE, None)


def test_a_batch_whose_images_are_gone_cannot_be_undone_and_one_that_only_added_can(
    storage: Storage,
) -> None:
    first = write(storage, "rental", [rental("A", personal=PHONE), rental("B")])
    second = write(storage, "rental", [rental("A", grade="red")])
    third = write(storage, "rental", [rental("C")])
    assert purged(storage, IMAGES).count == 1
    state = standing(storage)
    with pytest.raises(LedgerError, match="保存期限"):
        undo_batch(storage, CATALOGUE, second.batch, entry_by(None, NOW, "undo", "batch/2"))
    assert standing(storage) == state
    with pytest.raises(LedgerError, match="先撤销后来的批次"):
        undo_batch(storage, CATALOGUE, first.batch, entry_by(None, NOW, "undo", "batch/1"))
    done = undo_batch(storage, CATALOGUE, third.batch, entry_by(None, NOW, "undo", "batch/3"))
    assert done.removed == 1


def test_why_somebody_corrected_a_record_goes_and_what_it_was_stays(storage: Storage) -> None:
    write(storage, "rental", [rental("A", name="旧名")])
    by = Corrector("chen.li", "房东张三来电")
    with storage.writing() as connection:
        correct(connection, RENTAL, 1, version=1, changes={"name": "新名"}, by=by, now=NOW)
    assert purged(storage, IMAGES).count == 1
    with storage.reading() as connection:
        (past,) = read_history(connection, RENTAL, 1)
    assert (past.before["name"], past.actor, past.reason) == ("旧名", "chen.li", None)


AGES = st.lists(st.integers(0, 800), min_size=1, max_size=40)


@settings(max_examples=5, deadline=None)
@given(AGES, st.integers(30, 700))
def test_exactly_what_is_older_than_its_time_goes_and_twice_is_once(
    ages: list[int], days: int
) -> None:
    with TemporaryDirectory() as folder:
        storage = open_storage(Path(folder), now=NOW)
        until = NOW - timedelta(days=days)
        records = [
            incident(f"{n}", occurred_at=NOW - timedelta(days=age), personal=CALLER)
            for n, age in enumerate(ages)
        ]
        write(storage, "incident", records)
        write(storage, "rental", [rental("A", personal=PHONE)])
        held = purged(storage, PARTIES, until)
        with storage.reading() as connection:
            rows = connection.execute(select(incidents.c.key, incidents.c.personal)).all()
        gone = {int(row.key) for row in rows if row.personal is None}
        assert gone == {n for n, age in enumerate(ages) if age >= days}
        assert held.count == len(gone)
        state = standing(storage)
        assert purged(storage, PARTIES, until) == Held()
        assert standing(storage) == state
        assert _personal(storage, "A") == (PHONE, None)
        storage.close()
