"""The audit's chain: whole, or the first link that was tampered with is named."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from geodata.storage.account_tables import audit_links
from geodata.storage.audit import Entry, note, read_audit
from geodata.storage.audit_chain import ChainState, add_link, check_chain, parse_state
from geodata.storage.store import FILE_NAME, Storage, open_storage
from tests.geodata.making import NOW

DAY = timedelta(days=1)
NIGHTS, A_NIGHT = 3, 4


def _note(storage: Storage, entries: int) -> None:
    with storage.writing() as connection:
        for number in range(entries):
            told = {"reason": f"核对 {number}"}
            note(connection, Entry(NOW, "chen.li", "unmask", f"rental/{number}", details=told))


def _tamper(storage: Storage, statement: str) -> None:
    """Change the file as somebody would who holds it: without triggers."""
    connection = sqlite3.connect(storage.folder / FILE_NAME)
    for table in ("audit", "audit_links"):
        for change in ("update", "delete"):
            connection.execute(f"DROP TRIGGER {table}_no_{change}")
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.fixture(autouse=True)
def chained(storage: Storage) -> None:
    """Three nights of four entries, and two entries of today."""
    for night in range(NIGHTS):
        _note(storage, A_NIGHT)
        assert add_link(storage, now=NOW + night * DAY)
    _note(storage, 2)


def test_a_whole_chain_says_what_it_holds_and_what_waits(storage: Storage) -> None:
    state = check_chain(storage)
    assert state.whole
    assert (state.links, state.entries, state.through, state.waiting) == (3, 12, 12, 2)
    assert parse_state(state.to_bytes()) == state


@pytest.mark.parametrize("by", [365 * DAY, -DAY, -400 * DAY])
def test_a_clock_that_jumps_leaves_the_chain_whole_and_in_its_order(
    storage: Storage, by: timedelta
) -> None:
    for now in (NOW + by, NOW):
        with storage.writing() as connection:
            note(connection, Entry(now, "chen.li", "unmask", f"at/{now.isoformat()}"))
        assert add_link(storage, now=now)
    state = check_chain(storage)
    assert (state.whole, state.links, state.waiting) == (True, NIGHTS + 2, 0)
    with storage.reading() as connection:
        told = [entry.object for entry in read_audit(connection, limit=2)]
    assert told == [f"at/{NOW.isoformat()}", f"at/{(NOW + by).isoformat()}"]


def test_a_night_without_entries_makes_no_link(storage: Storage) -> None:
    assert add_link(storage, now=NOW + 3 * DAY)
    assert not add_link(storage, now=NOW + 4 * DAY)
    assert (check_chain(storage).links, check_chain(storage).waiting) == (4, 0)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit SET details = '{}' WHERE id = 6", "changed"),
        ("UPDATE audit SET actor = 'li.si' WHERE id = 6", "changed"),
        ("UPDATE audit SET at = at + 1 WHERE id = 6", "changed"),
        ("DELETE FROM audit WHERE id = 6", "missing"),
        ("UPDATE audit SET id = 99 WHERE id = 6", "missing"),
        ("UPDATE audit_links SET entries = 3 WHERE number = 2", "link"),
        ("UPDATE audit_links SET content = zeroblob(32) WHERE number = 2", "link"),
        ("DELETE FROM audit_links WHERE number = 2", "link"),
    ],
)
def test_what_was_tampered_with_is_found_in_its_link(
    storage: Storage, statement: str, fault: str
) -> None:
    _tamper(storage, statement)
    state = check_chain(storage)
    assert (state.fault, state.broken_link, state.first) == (fault, 2, 5)
    assert (state.entries, state.through) == (4, 4)


def test_an_entry_put_before_all_others_is_found(storage: Storage) -> None:
    _tamper(
        storage,
        "INSERT INTO audit (id, at, actor, address, action, object, result) "
        "VALUES (-1, 0, 'nobody', '', 'unmask', '', 'done')",
    )
    assert (check_chain(storage).fault, check_chain(storage).broken_link) == ("added", 1)


def test_a_chain_worked_out_anew_without_the_key_is_found(storage: Storage) -> None:
    _tamper(storage, "UPDATE audit_links SET digest = content WHERE number = 3")
    assert check_chain(storage).broken_link == 3


def test_no_entry_excuses_that_others_are_missing(storage: Storage) -> None:
    """Anybody who writes to the file can write such an entry: the next link takes it in."""
    with storage.writing() as connection:
        note(connection, Entry(NOW, "chen.li", "purge", "audit", details={"audit_through": 8}))
    _tamper(storage, "DELETE FROM audit WHERE id <= 8")
    assert add_link(storage, now=NOW + 3 * DAY)
    assert (check_chain(storage).fault, check_chain(storage).broken_link) == ("missing", 1)


def test_an_empty_audit_is_a_whole_chain(tmp_path: Path) -> None:
    other = open_storage(tmp_path / "other", now=NOW)
    assert check_chain(other) == ChainState()
    other.close()


def test_no_link_is_ever_changed_or_deleted(storage: Storage) -> None:
    for change in (update(audit_links).values(entries=0), delete(audit_links)):
        with pytest.raises(IntegrityError, match="only grows"), storage.writing() as connection:
            connection.execute(change)


def test_what_another_program_kept_is_no_state() -> None:
    with pytest.raises(ValueError, match="unexpected"):
        parse_state(b'{"another": 1}')
