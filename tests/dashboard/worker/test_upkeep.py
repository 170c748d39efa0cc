"""What is done each night, by the functions the worker runs."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from dashboard.worker.upkeep import chain_audit
from dashboard.worker.work import Work
from geodata.catalogue import read_catalogue
from geodata.kept_results import AUDIT_CHAIN
from geodata.storage.audit import Entry, note
from geodata.storage.jobs import ask_job, claim_job
from geodata.storage.store import FILE_NAME, Storage
from tests.geodata.making import NOW


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: datetime = field(default=NOW)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def work(storage: Storage, clock: Clock) -> Callable[..., Work]:
    """Begin a job of a kind."""

    def begin(kind: str, **params: Any) -> Work:
        ask_job(storage, kind, params, key=str(clock.now), by=None, now=clock.now)
        job = claim_job(storage, now=clock.now)
        assert job is not None
        return Work(job, storage, read_catalogue(), clock)

    return begin


def test_each_night_a_link_is_closed_checked_and_kept(
    storage: Storage, work: Callable[..., Work]
) -> None:
    with storage.writing() as connection:
        note(connection, Entry(NOW, "chen.li", "unmask", "rental/1"))
    told: Mapping[str, Any] = chain_audit(work("audit_chain"))
    assert (told["links"], told["fault"]) == (1, None)
    kept = AUDIT_CHAIN.newest(storage)
    assert kept is not None
    assert (kept.entries, AUDIT_CHAIN.made_at(storage)) == (1, NOW)


def test_a_broken_chain_is_kept_as_broken(
    storage: Storage, work: Callable[..., Work], clock: Clock
) -> None:
    with storage.writing() as connection:
        note(connection, Entry(NOW, "chen.li", "unmask", "rental/1"))
    chain_audit(work("audit_chain"))
    file = sqlite3.connect(storage.folder / FILE_NAME)
    file.executescript("DROP TRIGGER audit_no_update; UPDATE audit SET actor = 'x';")
    file.close()
    clock.now += timedelta(days=1)
    chain_audit(work("audit_chain"))
    kept = AUDIT_CHAIN.newest(storage)
    assert kept is not None
    assert (kept.fault, kept.broken_link) == ("changed", 1)
