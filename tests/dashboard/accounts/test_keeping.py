from dataclasses import replace

import pytest

from dashboard.accounts.desk import Desk, Opened
from dashboard.accounts.door import Door
from dashboard.accounts.keeping import Keeper
from geodata.accounts import Account, Session
from geodata.errors import AccountError, RightsError
from geodata.storage.accounts import find_credential, read_accounts
from geodata.storage.audit import read_audit
from tests.dashboard.accounts.conftest import HERE, PASSWORD, add

NEW = Account(0, "wang.wu", "王五", "leader")


def session_of(desk: Desk, login: str) -> Session:
    opened = desk.sign_in(login, PASSWORD, HERE)
    assert isinstance(opened, Opened)
    session = desk.door.session(opened.token)
    assert session is not None
    return session


@pytest.fixture
def keeper(door: Door, desk: Desk) -> Keeper:
    add(door.storage, Account(0, "root", "管理员", "administrator"))
    return Keeper(door, session_of(desk, "root"))


def account(door: Door, login: str) -> Account:
    with door.storage.reading() as connection:
        found = find_credential(connection, login)
    assert found is not None
    return found.account


def test_a_new_account_opens_only_the_page_to_change_its_password(
    keeper: Keeper, door: Door, desk: Desk
) -> None:
    password = keeper.create(NEW)
    opened = desk.sign_in("wang.wu", password, HERE)
    assert isinstance(opened, Opened)
    assert opened.must_change
    with door.storage.reading() as connection:
        (entry, *_) = read_audit(connection, action="add_account")
    assert (entry.actor, entry.object) == ("root", "account/wang.wu")
    assert password not in str(entry)


def test_a_change_ends_the_sessions_and_tells_before_and_after(
    keeper: Keeper, door: Door, desk: Desk
) -> None:
    add(door.storage, NEW)
    session = session_of(desk, "wang.wu")
    keeper.change(replace(account(door, "wang.wu"), role="clerk"))
    assert door.living({session.number}) == {}
    with door.storage.reading() as connection:
        (entry,) = read_audit(connection, action="change_account")
    assert (entry.details["before"]["role"], entry.details["after"]["role"]) == ("leader", "clerk")


def test_a_session_can_be_ended_by_itself(keeper: Keeper, door: Door, desk: Desk) -> None:
    add(door.storage, NEW)
    first, second = session_of(desk, "wang.wu"), session_of(desk, "wang.wu")
    keeper.end(first)
    assert set(door.living()) >= {second.number}
    assert first.number not in door.living()


def test_a_new_password_replaces_the_old_one(keeper: Keeper, door: Door, desk: Desk) -> None:
    made = add(door.storage, NEW)
    password = keeper.reset_password(made)
    assert not isinstance(desk.sign_in("wang.wu", PASSWORD, HERE), Opened)
    assert isinstance(desk.sign_in("wang.wu", password, HERE), Opened)


@pytest.mark.parametrize("change", [{"disabled": True}, {"role": "leader"}])
def test_administrators_cannot_lock_themselves_out(
    keeper: Keeper, door: Door, change: dict[str, object]
) -> None:
    with pytest.raises(AccountError, match="own"):
        keeper.change(replace(account(door, "root"), **change))  # type: ignore[arg-type] # any field


@pytest.mark.parametrize(
    "wanted",
    [
        replace(NEW, role="evaluator"),
        replace(NEW, role="project_head"),
        replace(NEW, login="王五"),
        replace(NEW, role="nobody"),
        replace(NEW, login="root"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_not_made(
    keeper: Keeper, door: Door, wanted: Account
) -> None:
    with pytest.raises(AccountError):
        keeper.create(wanted)
    with door.storage.reading() as connection:
        assert [each.login for each in read_accounts(connection)] == ["root"]


def test_nobody_else_keeps_accounts(door: Door, desk: Desk) -> None:
    add(door.storage, Account(0, "chen.li", "陈丽", "clerk"))
    session = session_of(desk, "chen.li")
    keeper = Keeper(door, session)
    for work in (
        lambda: keeper.create(NEW),
        lambda: keeper.change(session.account),
        lambda: keeper.reset_password(session.account),
        lambda: keeper.end(session),
    ):
        with pytest.raises(RightsError):
            work()
