"""Whom a provider names is let in as far as their account here goes."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.accounts.by_provider import open_provider_desk
from dashboard.accounts.desk import Desk, Opened, Refused
from geodata.accounts import Account
from geodata.errors import AccountError, StorageError
from geodata.storage.accounts import change_account, find_credential
from geodata.storage.store import Storage
from tests.dashboard.accounts.conftest import HERE, PASSWORD, add
from tests.dashboard.accounts.going import Making, audited, sign_in
from tests.dashboard.accounts.small_provider import SmallProvider


def test_whom_the_provider_names_is_signed_in_to_their_account(
    opened: Making, provider: SmallProvider, chen: Account, storage: Storage
) -> None:
    desk = opened()
    answer = sign_in(desk, provider)
    assert isinstance(answer, Opened)
    session = desk.desk.door.session(answer.token)
    assert session
    assert (session.account.number, session.account.role) == (chen.number, "clerk")
    assert audited(storage) == [("chen.li", "sign_in_by_provider", "done")]


def test_whoever_says_no_at_the_provider_is_told_so(
    opened: Making, provider: SmallProvider
) -> None:
    provider.denies = True
    assert sign_in(opened(), provider) == Refused("cancelled")


def test_without_an_account_here_one_stays_outside_and_it_is_audited(
    opened: Making, provider: SmallProvider, storage: Storage
) -> None:
    assert sign_in(opened(), provider) == Refused("unknown")
    assert audited(storage) == [("chen.li", "sign_in_by_provider", "refused")]


@pytest.mark.parametrize(
    "changes", [{"disabled": True}, {"expires_on": date(2026, 1, 4)}, {"role": "mayor"}]
)
def test_an_account_that_does_not_work_opens_nothing(
    opened: Making, provider: SmallProvider, chen: Account, changes: dict[str, Any]
) -> None:
    desk = opened(roles={"安监办": "clerk"})
    with desk.desk.door.storage.writing() as connection:
        found = find_credential(connection, chen.login)
        assert found
        changed = replace(found.account, **changes)
        change_account(connection, changed, now=desk.desk.door.clock())
    assert sign_in(desk, provider) == Refused("unknown")


def test_a_declared_group_gives_an_account_of_its_role(
    opened: Making, provider: SmallProvider, storage: Storage
) -> None:
    desk = opened(roles={"消防办": "leader", "安监办": "clerk"})
    answer = sign_in(desk, provider)
    assert isinstance(answer, Opened)
    session = desk.desk.door.session(answer.token)
    assert session
    account = session.account
    assert (account.login, account.name, account.role) == ("chen.li", "陈丽", "clerk")
    assert audited(storage) == [
        ("provider", "add_account", "done"),
        ("chen.li", "sign_in_by_provider", "done"),
    ]
    assert desk.desk.sign_in("chen.li", "", HERE) == Refused("wrong")


@pytest.mark.parametrize(
    "person",
    [
        {"groups": ["后勤"]},
        {"groups": None},
        {"groups": {"安监办": 1}},
        {"preferred_username": "陈丽"},
        {"preferred_username": None},
    ],
)
def test_others_get_none(opened: Making, provider: SmallProvider, person: dict[str, Any]) -> None:
    provider.person |= person
    assert sign_in(opened(roles={"安监办": "clerk"}), provider) == Refused("unknown")


def test_a_password_made_by_somebody_else_opens_nothing_after_the_provider_has(
    opened: Making, provider: SmallProvider, storage: Storage
) -> None:
    add(storage, Account(0, "chen.li", "陈丽", "clerk"), must_change=True)
    desk = opened()
    answer = sign_in(desk, provider)
    assert isinstance(answer, Opened)
    assert not answer.must_change
    assert desk.desk.sign_in("chen.li", PASSWORD, HERE) == Refused("wrong")


@pytest.mark.parametrize("role", ["mayor", "administrator", "community_officer", "evaluator"])
def test_a_role_a_provider_cannot_give_is_refused_at_the_start(opened: Making, role: str) -> None:
    with pytest.raises(AccountError, match=role):
        opened(roles={"安监办": role})


def test_certificates_that_are_not_there_are_refused_at_the_start(opened: Making) -> None:
    with pytest.raises(AccountError, match=r"office\.pem"):
        opened(ca_file="office.pem")


def test_an_open_or_empty_secret_is_refused_at_the_start(opened: Making, tmp_path: Path) -> None:
    desk = opened()
    secret = tmp_path / "provider.secret"
    secret.write_text("\n", encoding="utf-8")
    with pytest.raises(AccountError, match="empty"):
        open_provider_desk(desk.desk, tmp_path)
    secret.chmod(0o644)
    with pytest.raises(StorageError, match="chmod 600"):
        open_provider_desk(desk.desk, tmp_path)


def test_without_a_declaration_there_is_no_such_desk(desk: Desk, tmp_path: Path) -> None:
    assert open_provider_desk(desk, tmp_path) is None
