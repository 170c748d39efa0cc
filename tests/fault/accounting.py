"""Keeping accounts as an administrator does, again and again, in a process that is killed."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from dashboard.accounts.door import Door
from dashboard.accounts.keeping import Keeper
from dashboard.accounts.policy import Policy
from geodata.accounts import Account, Session
from geodata.rights import rights_of
from geodata.storage.accounts import add_account, read_accounts
from geodata.storage.store import open_storage
from tests.geodata.making import CATALOGUE

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
ADMINISTRATOR = Account(1, "wang.wei", "王伟", "administrator")
SESSION = Session(1, ADMINISTRATOR, NOW, NOW, "10.0.0.1", "Firefox")


def make(folder: Path) -> None:
    """Make a database with the administrator's account."""
    storage = open_storage(folder, now=NOW)
    with storage.writing() as connection:
        add_account(connection, ADMINISTRATOR, now=NOW)
    storage.close()


def keep_on(folder: Path, saved: Connection) -> None:
    """Create accounts and shut each, without end; tell login and whether shut, once saved."""
    storage = open_storage(folder, now=NOW)
    keeper = Keeper(Door(storage, rights_of(CATALOGUE.roles), Policy(), lambda: NOW), SESSION)
    with storage.reading() as connection:
        first = len(read_accounts(connection))
    for number in count(first):
        login = f"clerk.{number}"
        keeper.create(Account(0, login, "陈丽", "clerk"))
        saved.send((login, False))
        with storage.reading() as connection:
            (made,) = (one for one in read_accounts(connection) if one.login == login)
        keeper.change(replace(made, disabled=True))
        saved.send((login, True))
