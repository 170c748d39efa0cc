from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from geodata.accounts import Account, SessionLimits
from geodata.storage.accounts import add_account
from geodata.storage.sessions import (
    end_session,
    find_session,
    note_seen,
    open_session,
    read_sessions,
    set_presenting,
)
from geodata.storage.store import Storage
from tests.geodata.making import NOW

LIMITS = SessionLimits()
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
CHEN = Account(0, "chen.li", "陈丽", "clerk")


@pytest.fixture
def number(storage: Storage) -> int:
    with storage.writing() as connection:
        user = add_account(connection, CHEN, now=NOW).number
        return open_session(connection, "token", user, address="10.1.2.3", agent="x" * 900, now=NOW)


def is_open(storage: Storage, at: datetime) -> bool:
    with storage.reading() as connection:
        return find_session(connection, "token", now=at, limits=LIMITS) is not None


def test_a_session_tells_who_where_and_since_when(storage: Storage, number: int) -> None:
    with storage.reading() as connection:
        session = find_session(connection, "token", now=NOW, limits=LIMITS)
    assert session is not None
    assert (session.number, session.account.login, session.address) == (
        number,
        "chen.li",
        "10.1.2.3",
    )
    assert (session.created_at, session.seen_at, session.presenting) == (NOW, NOW, False)
    assert len(session.agent) == 200


def test_the_token_is_not_in_the_files(storage: Storage) -> None:
    with storage.writing() as connection:
        user = add_account(connection, CHEN, now=NOW).number
        open_session(connection, "canary-token", user, address="", agent="", now=NOW)
    files = [path for path in storage.folder.iterdir() if path.is_file()]
    assert not any(b"canary-token" in path.read_bytes() for path in files)


def test_half_an_hour_without_a_sign_ends_it(storage: Storage, number: int) -> None:
    assert is_open(storage, NOW + LIMITS.idle - SECOND)
    assert not is_open(storage, NOW + LIMITS.idle)
    with storage.writing() as connection:
        note_seen(connection, number, now=NOW + 20 * MINUTE)
    assert is_open(storage, NOW + 49 * MINUTE)
    assert not is_open(storage, NOW + 50 * MINUTE)


def test_twelve_hours_end_it_whoever_is_there(storage: Storage, number: int) -> None:
    with storage.writing() as connection:
        note_seen(connection, number, now=NOW + 12 * HOUR - MINUTE)
    assert is_open(storage, NOW + 12 * HOUR - SECOND)
    assert not is_open(storage, NOW + 12 * HOUR)


def test_it_ends_with_the_accounts_last_local_day(storage: Storage) -> None:
    evening = datetime(2026, 1, 5, 15, 50, tzinfo=UTC)  # 23:50 local
    with storage.writing() as connection:
        guest = replace(CHEN, role="evaluator", expires_on=evening.date())
        user = add_account(connection, guest, now=evening).number
        open_session(connection, "token", user, address="", agent="", now=evening)
    assert is_open(storage, evening + 9 * MINUTE)
    assert not is_open(storage, evening + 10 * MINUTE)


def test_a_session_that_ended_stays_ended_and_keeps_its_first_reason(
    storage: Storage, number: int
) -> None:
    with storage.writing() as connection:
        end_session(connection, number, reason="sign-out", now=NOW)
        end_session(connection, number, reason="again", now=NOW + HOUR)
        query = "SELECT reason FROM sessions"
        assert connection.exec_driver_sql(query).scalar() == "sign-out"
    assert not is_open(storage, NOW)


@pytest.mark.usefixtures("number")
def test_another_token_opens_nothing(storage: Storage) -> None:
    with storage.reading() as connection:
        for token in ("", "Token", "token ", "' OR 1=1 --"):
            assert find_session(connection, token, now=NOW, limits=LIMITS) is None


def test_presenting_is_kept_with_the_session(storage: Storage, number: int) -> None:
    with storage.writing() as connection:
        set_presenting(connection, number, presenting=True)
        (session,) = read_sessions(connection, [number], now=NOW, limits=LIMITS)
        assert session.presenting
        assert read_sessions(connection, [], now=NOW, limits=LIMITS) == []


@pytest.mark.usefixtures("number")
def test_a_clock_a_year_ahead_shuts_sessions_until_it_is_right_again(storage: Storage) -> None:
    assert not is_open(storage, NOW + 365 * 24 * HOUR)
    assert is_open(storage, NOW + SECOND)


@pytest.mark.usefixtures("number")
def test_a_clock_set_back_far_ends_a_session_of_days_to_come(storage: Storage) -> None:
    assert is_open(storage, NOW - LIMITS.idle + SECOND)
    assert not is_open(storage, NOW - LIMITS.idle)
    assert not is_open(storage, NOW - 400 * 24 * HOUR)
    assert is_open(storage, NOW)
