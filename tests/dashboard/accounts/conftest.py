"""A door with a clock that stands still until told, and passwords that are cheap to hash."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from dashboard.accounts import passwords
from dashboard.accounts.by_provider import ProviderDesk, open_provider_desk
from dashboard.accounts.desk import Client, Desk
from dashboard.accounts.door import Door
from dashboard.accounts.policy import Policy
from geodata.accounts import Account
from geodata.catalogue import read_catalogue
from geodata.rights import rights_of
from geodata.storage.accounts import add_account, write_password
from geodata.storage.store import Storage, open_storage
from tests.dashboard.accounts.small_provider import SECRET, SmallProvider, serve_provider
from tests.geodata.making import NOW

PASSWORD = "gh7-kestrel-98-onyx"  # noqa: S105 - of a test  # leak: made up


class Clock:
    """Tells what it is set to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> None:
        self.now += time


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", hasher)
    monkeypatch.setattr(passwords, "_NOBODYS", hasher.hash("nobody"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_storage(tmp_path / "data", now=NOW)
    yield opened
    opened.close()


@pytest.fixture
def door(storage: Storage, clock: Clock) -> Door:
    return Door(storage, rights_of(read_catalogue().roles), Policy(), clock)


@pytest.fixture
def desk(door: Door) -> Desk:
    return Desk(door)


@pytest.fixture
def chen(storage: Storage) -> Account:
    """Return a clerk with a password."""
    return add(storage, Account(0, "chen.li", "陈丽", "clerk"))


@pytest.fixture
def provider() -> Iterator[SmallProvider]:
    with serve_provider() as served:
        yield served


@pytest.fixture
def opened(door: Door, provider: SmallProvider, tmp_path: Path) -> Callable[..., ProviderDesk]:
    """Open the desk of what an office declares of the provider."""

    def open_declared(**values: Any) -> ProviderDesk:
        secret = tmp_path / "provider.secret"
        secret.touch(mode=0o600)
        secret.write_text(SECRET, encoding="utf-8")
        policy = Policy(provider=provider.declared(**values))
        desk = open_provider_desk(Desk(replace(door, policy=policy)), tmp_path)
        assert desk
        return desk

    return open_declared


HERE = Client("10.0.0.1", "Firefox")
ELSEWHERE = Client("10.0.0.2", "Chrome")


def add(storage: Storage, account: Account, *, must_change: bool = False) -> Account:
    with storage.writing() as connection:
        made = add_account(connection, account, now=NOW)
        hashed = passwords.hash_password(PASSWORD)
        write_password(connection, made.number, hashed, must_change=must_change, now=NOW)
    return made
