from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from geodata.storage.account_tables import audit
from geodata.storage.audit import Entry, note, read_audit
from geodata.storage.store import Storage
from tests.geodata.making import NOW

DAY = timedelta(days=1)
ENTRIES = [
    Entry(NOW, "chen.li", "sign_in", address="10.0.0.1"),
    Entry(NOW + DAY, "chen.li", "unmask", "rental/17", details={"reason": "核对房东电话"}),
    Entry(NOW + 2 * DAY, "li_si", "export", "incident", result="refused"),
]


@pytest.fixture(autouse=True)
def written(storage: Storage) -> None:
    with storage.writing() as connection:
        for entry in ENTRIES:
            note(connection, entry)


def test_entries_come_back_newest_first(storage: Storage) -> None:
    with storage.reading() as connection:
        assert read_audit(connection) == ENTRIES[::-1]
        assert read_audit(connection, first=1, limit=1) == [ENTRIES[1]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"actor": "chen.li"}, [1, 0]),
        ({"action": "unmask"}, [1]),
        ({"since": NOW + DAY}, [2, 1]),
        ({"until": NOW + DAY}, [0]),
        ({"text": "rental/"}, [1]),
        ({"text": "10.0"}, [0]),
        ({"text": "_"}, [2]),
        ({"text": "%"}, []),
        ({"actor": "' OR 1=1 --"}, []),
    ],
)
def test_the_audit_is_searched(storage: Storage, asked: dict[str, str], found: list[int]) -> None:
    with storage.reading() as connection:
        assert read_audit(connection, **asked) == [ENTRIES[place] for place in found]  # type: ignore[arg-type] # any of them


def test_no_entry_is_ever_changed_or_deleted(storage: Storage) -> None:
    for change in (
        update(audit).values(actor="nobody"),
        delete(audit),
        delete(audit).where(audit.c.id == 1),
    ):
        with (
            pytest.raises(IntegrityError, match="the audit only grows"),
            storage.writing() as connection,
        ):
            connection.execute(change)
    with storage.reading() as connection:
        assert read_audit(connection) == ENTRIES[::-1]


def test_an_entry_is_kept_only_with_what_it_tells(storage: Storage) -> None:
    def fail() -> None:
        with storage.writing() as connection:
            note(connection, Entry(NOW, "chen.li", "import"))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with storage.reading() as connection:
        assert len(read_audit(connection)) == len(ENTRIES)
