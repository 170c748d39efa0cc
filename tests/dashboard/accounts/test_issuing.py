import re
from datetime import date
from pathlib import Path

import pytest

from dashboard.accounts.__main__ import main
from dashboard.accounts.desk import Desk, Opened
from dashboard.accounts.door import Door
from dashboard.accounts.issuing import (
    add_administrator,
    add_with_passwords,
    issue_link,
    sample_accounts,
)
from geodata.errors import AccountError
from geodata.localuser import local_user
from geodata.storage.accounts import read_accounts
from geodata.storage.audit import COMMAND_LINE, read_audit
from geodata.storage.store import open_storage
from tests.dashboard.accounts.conftest import HERE, Clock
from tests.geodata.making import NOW


def link_opens(desk: Desk, token: str) -> str:
    opened = desk.sign_in_by_link(token, HERE)
    assert isinstance(opened, Opened)
    session = desk.door.session(opened.token)
    assert session is not None
    return session.account.login


def test_a_new_folder_has_no_account_and_no_password(door: Door) -> None:
    with door.storage.reading() as connection:
        assert read_accounts(connection) == []


def test_the_first_link_makes_the_first_administrator(desk: Desk, clock: Clock) -> None:
    door = desk.door
    for _ in range(2):
        token = issue_link(door.storage, door.rights, None, now=clock.now)
        assert link_opens(desk, token) == "admin"
    with door.storage.reading() as connection:
        (account,) = read_accounts(connection)
    assert door.rights.allows(account, "manage_accounts", on=door.today())
    assert not door.rights.allows(account, "unmask", on=door.today())


def test_links_are_issued_for_accounts_that_work_only(door: Door, clock: Clock) -> None:
    with pytest.raises(AccountError, match="nobody"):
        issue_link(door.storage, door.rights, "nobody", now=clock.now)


def test_an_administrator_of_ones_own_name(desk: Desk, clock: Clock) -> None:
    door = desk.door
    add_administrator(door.storage, door.rights, "chen.li", "陈丽", now=clock.now)
    token = issue_link(door.storage, door.rights, None, now=clock.now)
    assert link_opens(desk, token) == "chen.li"
    with pytest.raises(AccountError, match="CHEN"):
        add_administrator(door.storage, door.rights, "CHEN", "陈", now=clock.now)


def test_each_role_can_be_tried_with_a_random_password(desk: Desk, clock: Clock) -> None:
    door = desk.door
    accounts = sample_accounts(door.rights, project="fire", area="D1", on=date(2026, 1, 5))
    for account in accounts:
        door.rights.require_sound(account)
    first = add_with_passwords(door.storage, accounts, now=clock.now)
    again = add_with_passwords(door.storage, accounts, now=clock.now)
    assert set(first) == set(door.rights.roles)
    assert len({*first.values(), *again.values()}) == 12
    for login, password in again.items():
        assert isinstance(desk.sign_in(login, password, HERE), Opened)
    with door.storage.reading() as connection:
        entries = read_audit(connection, action="reset_password")
    assert {(entry.actor, entry.address) for entry in entries} == {(local_user(), COMMAND_LINE)}
    assert not any(password in repr(entries) for password in again.values())


def test_the_command_prints_a_link_that_is_not_stored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "数据"
    open_storage(folder, now=NOW).close()
    assert main(["signin", "--data", str(folder), "--url", "http://map.local/"]) == 0
    printed = capsys.readouterr().out
    found = re.search(r"^http://map\.local/login#([\w-]{43})$", printed, re.MULTILINE)
    assert found
    assert "15 分钟" in printed
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert not any(found[1].encode() in path.read_bytes() for path in files)


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_storage(tmp_path, now=NOW).close()
    assert main(["administrator", "陈", "陈丽", "--data", str(tmp_path)]) == 1
    assert "login '陈'" in capsys.readouterr().err


def test_no_link_is_given_out_that_leads_into_a_folder_without_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["signin", "--data", str(tmp_path / "own")]) == 1
    told = capsys.readouterr()
    assert "login#" not in told.out
    assert f"{tmp_path / 'own'} 里没有数据库" in told.err
    assert list(tmp_path.iterdir()) == []


def test_the_command_makes_an_account_for_each_role(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_storage(tmp_path, now=NOW).close()
    assert main(["sample", "--data", str(tmp_path)]) == 0
    assert len(re.findall(r"(?:[a-z2-9]{4}-){4}[a-z2-9]{4}", capsys.readouterr().out)) == 6
