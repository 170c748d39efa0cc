from dataclasses import replace
from datetime import date, timedelta

import pytest

from dashboard.accounts.desk import SLOWING, Client, Desk, Opened, Refused
from dashboard.accounts.door import Door
from dashboard.accounts.policy import Passwords, Policy
from geodata.accounts import Account, Session
from geodata.storage.accounts import change_account, find_credential, require_change
from geodata.storage.audit import Entry, read_audit
from geodata.storage.links import add_link
from geodata.storage.store import Storage
from tests.dashboard.accounts.conftest import ELSEWHERE, HERE, PASSWORD, Clock, add

NEW = "vq3-harbour-77-fig"
MINUTE = timedelta(minutes=1)


def session_of(desk: Desk, opened: Opened | Refused) -> Session:
    assert isinstance(opened, Opened)
    session = desk.door.session(opened.token)
    assert session is not None
    return session


def audited(storage: Storage) -> list[Entry]:
    with storage.reading() as connection:
        return read_audit(connection)


@pytest.mark.usefixtures("chen")
def test_the_right_password_opens_a_session(desk: Desk) -> None:
    session = session_of(desk, desk.sign_in(" Chen.Li ", PASSWORD, HERE))
    assert session.account.login == "chen.li"
    assert (session.address, session.agent) == ("10.0.0.1", "Firefox")


def test_every_session_has_a_token_of_its_own(desk: Desk, chen: Account) -> None:
    opened = [desk.sign_in(chen.login, PASSWORD, HERE) for _ in range(3)]
    tokens = {one.token for one in opened if isinstance(one, Opened)}
    assert len(tokens) == 3
    assert all(len(token) >= 43 for token in tokens)


@pytest.mark.parametrize(
    "changes", [{"disabled": True}, {"expires_on": date(2026, 1, 4)}, {"role": "mayor"}]
)
def test_whatever_is_wrong_the_answer_is_the_same(
    desk: Desk, chen: Account, changes: dict[str, object]
) -> None:
    wrong = Refused("wrong")
    assert desk.sign_in(chen.login, "not the password", HERE) == wrong
    assert desk.sign_in("nobody", PASSWORD, HERE) == wrong
    with desk.door.storage.writing() as connection:
        current = find_credential(connection, chen.login)
        assert current is not None
        changed = replace(current.account, **changes)  # type: ignore[arg-type] # any field
        change_account(connection, changed, now=desk.door.clock())
    assert desk.sign_in(chen.login, PASSWORD, HERE) == wrong


def test_after_five_failures_even_the_right_password_waits_here_but_not_elsewhere(
    desk: Desk, chen: Account, clock: Clock
) -> None:
    for _ in range(5):
        desk.sign_in(chen.login, "guess", HERE)
    assert desk.sign_in(chen.login, PASSWORD, HERE) == Refused("wait", clock.now + 15 * MINUTE)
    session_of(desk, desk.sign_in(chen.login, PASSWORD, ELSEWHERE))
    clock.pass_by(15 * MINUTE)
    session_of(desk, desk.sign_in(chen.login, PASSWORD, HERE))


def test_an_account_that_does_not_exist_is_shut_in_the_same_way(desk: Desk) -> None:
    for _ in range(5):
        assert desk.sign_in("nobody", "guess", HERE) == Refused("wrong")
    refused = desk.sign_in("nobody", "guess", HERE)
    assert isinstance(refused, Refused)
    assert refused.why == "wait"


def test_signing_in_and_failing_is_audited_without_what_was_typed(
    desk: Desk, chen: Account, storage: Storage
) -> None:
    desk.sign_in("my-password-by-mistake", "x", HERE)
    desk.sign_in(chen.login, "guess", HERE)
    desk.sign_in(chen.login, PASSWORD, HERE)
    told = [(e.actor, e.action, e.result, e.address) for e in reversed(audited(storage))]
    assert told == [
        ("unknown", "sign_in", "refused", "10.0.0.1"),
        ("chen.li", "sign_in", "refused", "10.0.0.1"),
        ("chen.li", "sign_in", "done", "10.0.0.1"),
    ]
    assert "mistake" not in repr(audited(storage))


@pytest.mark.usefixtures("chen")
def test_signing_in_anew_ends_the_session_this_browser_had(desk: Desk) -> None:
    first = desk.sign_in("chen.li", PASSWORD, HERE)
    assert isinstance(first, Opened)
    browser = replace(HERE, session=desk.door.session(first.token))
    session_of(desk, desk.sign_in("chen.li", PASSWORD, browser))
    assert desk.door.session(first.token) is None


@pytest.mark.usefixtures("chen")
def test_signing_out_ends_the_session_at_once(desk: Desk, storage: Storage) -> None:
    opened = desk.sign_in("chen.li", PASSWORD, HERE)
    session = session_of(desk, opened)
    assert desk.door.living() == {session.number: session}
    desk.door.sign_out(session)
    assert isinstance(opened, Opened)
    assert desk.door.session(opened.token) is None
    assert desk.door.living([session.number]) == {}
    assert audited(storage)[0].action == "sign_out"


def test_a_password_given_by_somebody_else_opens_nothing_but_its_change(
    desk: Desk, storage: Storage
) -> None:
    add(storage, Account(0, "li.si", "李四", "leader"), must_change=True)
    opened = desk.sign_in("li.si", PASSWORD, HERE)
    assert isinstance(opened, Opened)
    assert opened.must_change
    session = session_of(desk, opened)
    assert not desk.door.allows(session, "view_map")
    changed = desk.change_password(None, NEW, replace(HERE, session=session))
    assert desk.door.allows(session_of(desk, changed), "view_map")
    assert desk.door.session(opened.token) is None
    assert desk.sign_in("li.si", PASSWORD, HERE) == Refused("wrong")
    session_of(desk, desk.sign_in("li.si", NEW, HERE))


@pytest.mark.parametrize(("new", "why"), [("short", "short"), ("chen.li12345", "guessable")])
def test_a_weak_new_password_is_refused(desk: Desk, chen: Account, new: str, why: str) -> None:
    session = session_of(desk, desk.sign_in(chen.login, PASSWORD, HERE))
    refused = desk.change_password(PASSWORD, new, replace(HERE, session=session))
    assert isinstance(refused, Refused)
    assert refused.why == why


@pytest.mark.usefixtures("chen")
def test_whoever_changes_their_password_tells_the_old_one(desk: Desk) -> None:
    client = replace(HERE, session=session_of(desk, desk.sign_in("chen.li", PASSWORD, HERE)))
    for _ in range(5):
        assert desk.change_password("guess", NEW, client) == Refused("wrong")
    refused = desk.change_password(PASSWORD, NEW, client)
    assert isinstance(refused, Refused)
    assert refused.why == "wait"
    session_of(desk, desk.change_password(PASSWORD, NEW, replace(client, address="10.0.0.9")))


def test_a_new_password_is_another_one(desk: Desk, storage: Storage) -> None:
    add(storage, Account(0, "li.si", "李四", "leader"), must_change=True)
    client = replace(HERE, session=session_of(desk, desk.sign_in("li.si", PASSWORD, HERE)))
    assert desk.change_password(None, PASSWORD, client) == Refused("same")
    session_of(desk, desk.change_password(None, NEW, client))


def test_nobody_changes_a_password_without_a_session(desk: Desk) -> None:
    assert desk.change_password(None, NEW, HERE) == Refused("wrong")


def test_a_link_opens_one_session(desk: Desk, chen: Account, clock: Clock) -> None:
    with desk.door.storage.writing() as connection:
        add_link(connection, "link", chen.number, expires_at=clock.now + MINUTE)
    assert desk.sign_in_by_link("other", HERE) == Refused("link")
    session_of(desk, desk.sign_in_by_link("link", HERE))
    assert desk.sign_in_by_link("link", HERE) == Refused("link")


def test_guessing_links_fills_no_audit(desk: Desk, clock: Clock) -> None:
    loud = Client(HERE.address, "x" * 60_000)
    answers = [desk.sign_in_by_link(f"guess {n}", loud) for n in range(50)]
    assert answers.count(Refused("link")) == SLOWING.address_failures
    assert answers[-1] == Refused("wait", clock.now + SLOWING.address_pause)
    assert len(repr(audited(desk.door.storage))) < 10_000


def test_who_guesses_from_its_address_keeps_no_link_shut(
    desk: Desk, chen: Account, clock: Clock
) -> None:
    with desk.door.storage.writing() as connection:
        add_link(connection, "link", chen.number, expires_at=clock.now + MINUTE)
    while desk.sign_in_by_link("guess", HERE) == Refused("link"):
        pass
    session_of(desk, desk.sign_in_by_link("link", HERE))


def test_a_link_of_a_disabled_account_opens_nothing(desk: Desk, storage: Storage) -> None:
    made = add(storage, Account(0, "li.si", "李四", "leader", disabled=True))
    with storage.writing() as connection:
        add_link(connection, "link", made.number, expires_at=desk.door.clock() + MINUTE)
    assert desk.sign_in_by_link("link", HERE) == Refused("link")


@pytest.mark.usefixtures("chen")
def test_where_the_office_wants_it_a_password_is_due_after_90_days(
    door: Door, clock: Clock
) -> None:
    desk = Desk(replace(door, policy=Policy(passwords=Passwords(days=90))))
    clock.pass_by(timedelta(days=89))
    assert not session_of(desk, desk.sign_in("chen.li", PASSWORD, HERE)).account.must_change
    clock.pass_by(timedelta(days=1))
    assert session_of(desk, desk.sign_in("chen.li", PASSWORD, HERE)).account.must_change


def test_an_account_told_to_change_may_nothing_until_it_has(desk: Desk, chen: Account) -> None:
    opened = desk.sign_in(chen.login, PASSWORD, HERE)
    with desk.door.storage.writing() as connection:
        require_change(connection, chen.number)
    assert not desk.door.allows(session_of(desk, opened), "view_map")


def test_a_sign_of_the_person_is_noted_once_a_minute(
    desk: Desk, chen: Account, clock: Clock
) -> None:
    session = session_of(desk, desk.sign_in(chen.login, PASSWORD, HERE))
    clock.pass_by(timedelta(seconds=59))
    assert not desk.door.is_to_be_noted(session)
    clock.pass_by(timedelta(seconds=1))
    assert desk.door.is_to_be_noted(session)
    desk.door.note_seen(session)
    assert desk.door.living()[session.number].seen_at == clock.now


def test_a_client_is_told_by_address_and_browser() -> None:
    assert Client("10.0.0.1", "Firefox") == HERE
