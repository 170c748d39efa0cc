"""Old entries of the audit go by whole links; the chain excuses these and no others."""

import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from geodata.localtime import local_date
from geodata.storage.account_tables import audit
from geodata.storage.ageing import Held
from geodata.storage.audit import Entry, note, read_audit
from geodata.storage.audit_chain import add_link, check_chain
from geodata.storage.audit_purge import AuditEntries, read_excuse
from geodata.storage.store import FILE_NAME, Storage
from tests.geodata.making import NOW

DAY = timedelta(days=1)
ENTRIES = AuditEntries()
NIGHTS, A_NIGHT = 4, 3
FORGED = "INSERT INTO audit_purges VALUES (2, 3, 9, 9, 0, zeroblob(32))"
FORGED_AND_USED = """
INSERT INTO audit_purges VALUES (2, 3, 9, 9, 0, zeroblob(32));
DELETE FROM audit WHERE id <= 9;
"""


@pytest.fixture(autouse=True)
def chained(storage: Storage) -> None:
    """Four nights of three entries a day apart, and one entry that waits for its link."""
    for night in range(NIGHTS):
        with storage.writing() as connection:
            for number in range(A_NIGHT):
                note(connection, Entry(NOW + night * DAY, "chen.li", "unmask", f"rental/{number}"))
        assert add_link(storage, now=NOW + night * DAY)
    with storage.writing() as connection:
        note(connection, Entry(NOW, "chen.li", "print", "rental"))


def _purge(storage: Storage, nights: int) -> Held:
    with storage.writing() as connection:
        until = NOW + (nights - 1) * DAY
        held = ENTRIES.held(connection, until)
        ENTRIES.purge(connection, until, now=NOW + 9 * DAY)
    return held


def _tamper(storage: Storage, *statements: str) -> None:
    """Change the file as somebody would who holds it: without triggers."""
    connection = sqlite3.connect(storage.folder / FILE_NAME)
    for table in ("audit", "audit_purges"):
        for change in ("update", "delete"):
            connection.execute(f"DROP TRIGGER {table}_no_{change}")
    for statement in statements:
        connection.executescript(statement)
    connection.commit()
    connection.close()


def test_whole_links_go_and_the_chain_still_holds(storage: Storage) -> None:
    assert _purge(storage, 2) == Held(6, local_date(NOW))
    state = check_chain(storage)
    assert state.whole
    assert (state.links, state.entries, state.purged, state.waiting) == (4, 6, 6, 1)
    assert _purge(storage, 3) == Held(3, local_date(NOW + 2 * DAY))
    assert (check_chain(storage).whole, check_chain(storage).purged) == (True, 9)
    with storage.reading() as connection:
        assert len(read_audit(connection)) == 4
        assert ENTRIES.held(connection, NOW + 2 * DAY) == Held()


def test_an_entry_in_no_link_yet_stays_whatever_its_age(storage: Storage) -> None:
    assert _purge(storage, 9).count == 12
    with storage.reading() as connection:
        assert [entry.action for entry in read_audit(connection)] == ["print"]
    assert add_link(storage, now=NOW + 9 * DAY)
    assert check_chain(storage).whole


def test_the_database_gives_up_only_what_was_purged_by_right(storage: Storage) -> None:
    _purge(storage, 1)
    with pytest.raises(IntegrityError, match="only grows"), storage.writing() as connection:
        connection.execute(delete(audit).where(audit.c.id == 5))


@pytest.mark.parametrize(
    ("statement", "fault", "link"),
    [
        ("DELETE FROM audit WHERE id = 8", "missing", 3),
        ("DELETE FROM audit_purges", "missing", 1),
        ("UPDATE audit_purges SET link = 3, last = 9", "missing", 1),
        ("UPDATE audit_purges SET purged_at = purged_at + 1", "missing", 1),
        (FORGED_AND_USED, "missing", 3),
        ("UPDATE audit SET id = 2 WHERE id = 13", "added", 1),
    ],
)
def test_whatever_else_is_missing_or_put_in_is_found(
    storage: Storage, statement: str, fault: str, link: int
) -> None:
    _purge(storage, 2)
    _tamper(storage, statement)
    state = check_chain(storage)
    assert (state.fault, state.broken_link) == (fault, link)


def test_a_purge_that_was_written_without_the_key_is_none(storage: Storage) -> None:
    _purge(storage, 2)
    _tamper(storage, "UPDATE audit_purges SET entries = 5")
    with storage.reading() as connection:
        assert read_excuse(connection).link == 0


def test_a_row_without_the_key_neither_excuses_nor_hides_what_was_purged_by_right(
    storage: Storage,
) -> None:
    _purge(storage, 2)
    _tamper(storage, FORGED)
    assert (check_chain(storage).whole, check_chain(storage).purged) == (True, 6)
    assert _purge(storage, 3) == Held(3, local_date(NOW + 2 * DAY))
    assert (check_chain(storage).whole, check_chain(storage).purged) == (True, 9)


def test_a_purge_that_breaks_off_leaves_everything(storage: Storage) -> None:
    with storage.writing() as connection:
        ENTRIES.purge(connection, NOW + DAY, now=NOW + 9 * DAY)
        connection.rollback()
    state = check_chain(storage)
    assert (state.whole, state.entries, state.purged) == (True, 12, 0)
