from dataclasses import replace
from datetime import date, timedelta

import pytest

from geodata.accounts import Account, SessionLimits
from geodata.errors import AccountError
from geodata.storage.accounts import (
    add_account,
    change_account,
    find_credential,
    read_account,
    read_accounts,
    refresh_hash,
    write_password,
)
from geodata.storage.sessions import find_session, open_session, read_sessions
from geodata.storage.store import Storage
from tests.geodata.making import NOW

LIMITS = SessionLimits()
CHEN = Account(0, "chen.li", "陈丽", "community_officer", areas=frozenset({"D2", "D1"}))
LATER = NOW + timedelta(minutes=1)


def add(storage: Storage, account: Account = CHEN) -> Account:
    with storage.writing() as connection:
        return add_account(connection, account, now=NOW)


def test_an_account_comes_back_as_it_was_given(storage: Storage) -> None:
    stored = add(storage, replace(CHEN, expires_on=date(2026, 6, 30), projects=frozenset()))
    assert stored == replace(
        CHEN, number=stored.number, expires_on=date(2026, 6, 30), projects=frozenset()
    )
    with storage.reading() as connection:
        assert read_account(connection, stored.number) == stored
        assert read_accounts(connection) == [stored]


def test_a_login_belongs_to_one_person(storage: Storage) -> None:
    add(storage)
    with pytest.raises(AccountError, match="one not taken"):
        add(storage)


def test_a_new_account_has_no_password(storage: Storage) -> None:
    stored = add(storage)
    with storage.reading() as connection:
        credential = find_credential(connection, "chen.li")
        assert find_credential(connection, "chen.l%") is None
    assert credential is not None
    assert (credential.account, credential.password_hash) == (stored, None)


@pytest.mark.parametrize("changes", [{"disabled": True}, {"role": "leader"}, {"areas": None}])
def test_whatever_changes_an_account_ends_its_sessions(
    storage: Storage, changes: dict[str, object]
) -> None:
    stored = add(storage)
    with storage.writing() as connection:
        for token in ("one", "two"):
            open_session(connection, token, stored.number, address="", agent="", now=NOW)
        changed = change_account(connection, replace(stored, **changes), now=LATER)  # type: ignore[arg-type] # any field
        assert changed == replace(stored, **changes, version=2)  # type: ignore[arg-type]
        assert read_sessions(connection, now=LATER, limits=LIMITS) == []


def test_a_new_password_ends_the_sessions_opened_with_the_old(storage: Storage) -> None:
    stored = add(storage)
    with storage.writing() as connection:
        open_session(connection, "one", stored.number, address="", agent="", now=NOW)
        write_password(connection, stored.number, "hash", must_change=True, now=LATER)
        assert find_session(connection, "one", now=LATER, limits=LIMITS) is None
        credential = find_credential(connection, "chen.li")
        assert credential is not None
        assert (credential.password_hash, credential.changed_at) == ("hash", LATER)
        assert credential.account.must_change


def test_a_hash_made_anew_changes_nothing_else(storage: Storage) -> None:
    stored = add(storage)
    with storage.writing() as connection:
        open_session(connection, "one", stored.number, address="", agent="", now=NOW)
        refresh_hash(connection, stored.number, "better")
        assert find_session(connection, "one", now=LATER, limits=LIMITS) is not None
        after = read_account(connection, stored.number)
        assert after == replace(stored, has_password=True)


def test_the_second_of_two_editors_is_told(storage: Storage) -> None:
    stored = add(storage)
    with storage.writing() as connection:
        change_account(connection, replace(stored, name="陈莉"), now=NOW)
        with pytest.raises(AccountError, match="meanwhile"):
            change_account(connection, replace(stored, name="陈立"), now=NOW)
        assert read_account(connection, stored.number).name == "陈莉"


def test_an_account_that_does_not_exist_is_said_so(storage: Storage) -> None:
    with storage.reading() as connection, pytest.raises(AccountError, match="account 7"):
        read_account(connection, 7)
