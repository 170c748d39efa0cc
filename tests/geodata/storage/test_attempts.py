from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from geodata.accounts import Account
from geodata.storage.account_tables import sign_in_attempts
from geodata.storage.accounts import add_account
from geodata.storage.attempts import Slowing, Turned, begin_attempt, note_success
from geodata.storage.links import add_link, use_link
from geodata.storage.store import Storage
from tests.geodata.making import NOW

SLOWING = Slowing()
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def attempt(
    storage: Storage, login: str = "chen.li", address: str = "10.0.0.1", at: datetime = NOW
) -> int | Turned:
    with storage.writing() as connection:
        return begin_attempt(connection, login, address, now=at, slowing=SLOWING)


def test_five_failures_shut_the_account_for_this_address_a_quarter_of_an_hour(
    storage: Storage,
) -> None:
    for seconds in range(5):
        assert isinstance(attempt(storage, at=NOW + seconds * SECOND), int)
    shut = attempt(storage, at=NOW + 5 * SECOND)
    assert shut == Turned(NOW + 4 * SECOND + 15 * MINUTE)
    assert attempt(storage, at=NOW + 15 * MINUTE + 3 * SECOND) == shut
    assert isinstance(attempt(storage, at=NOW + 15 * MINUTE + 4 * SECOND), int)


def test_the_person_still_comes_in_from_elsewhere(storage: Storage) -> None:
    for _ in range(6):
        attempt(storage)
    assert isinstance(attempt(storage, address="10.0.0.2"), int)


def test_a_failure_is_forgotten_after_a_quarter_of_an_hour(storage: Storage) -> None:
    for minutes in range(0, 60, 4):
        assert isinstance(attempt(storage, at=NOW + minutes * MINUTE), int)


def test_success_clears_the_failures_of_the_pair_only(storage: Storage) -> None:
    for _ in range(4):
        attempt(storage)
        attempt(storage, login="li.si")
    number = attempt(storage)
    assert isinstance(number, int)
    with storage.writing() as connection:
        note_success(connection, number)
    assert all(isinstance(attempt(storage), int) for _ in range(5))
    assert isinstance(attempt(storage), Turned)
    assert isinstance(attempt(storage, login="li.si"), int)
    assert isinstance(attempt(storage, login="li.si"), Turned)


def accounts() -> Iterator[str]:
    return (f"login{number}" for number in range(1_000))


def test_an_address_that_tries_many_accounts_is_slowed_not_shut(storage: Storage) -> None:
    logins = accounts()
    for _ in range(20):
        assert isinstance(attempt(storage, login=next(logins)), int)
    assert attempt(storage, login=next(logins)) == Turned(NOW + 10 * SECOND)
    assert isinstance(attempt(storage, login=next(logins), at=NOW + 10 * SECOND), int)
    assert isinstance(attempt(storage, login=next(logins), at=NOW + 19 * SECOND), Turned)
    assert isinstance(attempt(storage, login=next(logins), address="10.0.0.2"), int)


def test_parallel_guesses_count_one_another(storage: Storage) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: attempt(storage), range(24)))
    assert sum(isinstance(answer, int) for answer in answers) == 5


def test_what_was_typed_as_a_login_is_not_kept(storage: Storage) -> None:
    attempt(storage, login="my-secret-password")
    files = [path for path in storage.folder.iterdir() if path.is_file()]
    assert not any(b"my-secret-password" in path.read_bytes() for path in files)


def test_old_attempts_do_not_pile_up(storage: Storage) -> None:
    for hours in range(5):
        attempt(storage, at=NOW + timedelta(hours=hours))
    with storage.reading() as connection:
        assert len(connection.execute(select(sign_in_attempts)).all()) == 1


@pytest.fixture
def user(storage: Storage) -> int:
    with storage.writing() as connection:
        return add_account(connection, Account(0, "chen.li", "陈丽", "clerk"), now=NOW).number


def test_a_link_opens_once_and_before_it_expires(storage: Storage, user: int) -> None:
    with storage.writing() as connection:
        add_link(connection, "link", user, expires_at=NOW + 15 * MINUTE)
        assert use_link(connection, "other", now=NOW) is None
        assert use_link(connection, "link", now=NOW + 15 * MINUTE) is None
        assert use_link(connection, "link", now=NOW + 14 * MINUTE) == user
        assert use_link(connection, "link", now=NOW + 14 * MINUTE) is None


def test_a_new_link_replaces_the_one_before(storage: Storage, user: int) -> None:
    with storage.writing() as connection:
        for token in ("first", "second"):
            add_link(connection, token, user, expires_at=NOW + MINUTE)
        assert use_link(connection, "first", now=NOW) is None
        assert use_link(connection, "second", now=NOW) == user


def test_of_many_who_use_a_link_at_once_one_is_let_in(storage: Storage, user: int) -> None:
    with storage.writing() as connection:
        add_link(connection, "link", user, expires_at=NOW + MINUTE)

    def use(_: int) -> int | None:
        with storage.writing() as connection:
            return use_link(connection, "link", now=NOW)

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(use, range(16)), key=bool) == [None] * 15 + [user]


def test_a_clock_set_back_shuts_nobody_out_for_as_long(storage: Storage) -> None:
    for _ in range(6):
        attempt(storage, at=NOW + 365 * 24 * 60 * MINUTE)
    assert isinstance(attempt(storage), int)
