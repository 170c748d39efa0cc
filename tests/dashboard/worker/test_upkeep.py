"""What is done each night, by the functions the worker runs."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dashboard.keeping.making import make_backup
from dashboard.keeping.policy import read_backup_policy
from dashboard.retention.words import RetentionError
from dashboard.worker.upkeep import back_up, chain_audit, look_at_times
from dashboard.worker.work import Work
from geodata.errors import CatalogueError
from geodata.results.kept_results import AUDIT_CHAIN, BACKUP, DRILL, RETENTION
from geodata.results.kept_results import NOW as KEY
from geodata.results.upkeep import DrillDone, to_bytes
from geodata.storage.audit import Entry, note
from geodata.storage.jobs import ask_job, claim_job, end_job
from geodata.storage.results import keep_result
from geodata.storage.store import FILE_NAME, Storage
from geodata.storage.tables import BY_KIND
from geodata.storage.versions import mark_sample
from tests.geodata.making import NOW, rental, stopped, write


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: datetime = field(default=NOW)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def chain_and_end(storage: Storage, begun: Work, clock: Clock) -> None:
    """Do the night's first job, and write down that it was done."""
    chain_audit(begun)
    end_job(storage, begun.job, {}, now=clock.now)


@pytest.fixture
def work(storage: Storage, clock: Clock) -> Callable[..., Work]:
    """Begin a job of a kind."""

    def begin(kind: str, **params: Any) -> Work:
        ask_job(storage, kind, params, key=str(clock.now), by=None, now=clock.now)
        job = claim_job(storage, now=clock.now)
        assert job is not None
        return Work(job, storage, clock)

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


def test_a_night_makes_a_backup_and_once_a_week_tries_it(
    storage: Storage, work: Callable[..., Work], clock: Clock
) -> None:
    nights = []
    for _ in range(8):
        nights.append(back_up(work("backup")))
        clock.now += timedelta(days=1)
    assert ["tried" in told for told in nights] == [True, *[False] * 6, True]
    made, tried = BACKUP.newest(storage), DRILL.newest(storage)
    assert made is not None
    assert tried is not None
    assert (made.kept, made.same_disk, made.made_at) == (8, True, NOW + timedelta(days=7))
    assert (tried.name, tried.problem) == (made.name, "")


def test_a_declaration_that_cannot_be_read_keeps_no_backup_from_being_made(
    storage: Storage, work: Callable[..., Work]
) -> None:
    broken = storage.folder / "catalogue" / "layers" / "shops.yaml"
    broken.parent.mkdir(parents=True)
    broken.write_text("id: [")
    assert back_up(work("backup"))["rows"]
    with pytest.raises(CatalogueError):
        look_at_times(work("retention"))


def test_nights_of_a_clock_that_was_a_year_ahead_cost_no_backup_and_no_trial(
    storage: Storage, work: Callable[..., Work], clock: Clock
) -> None:
    clock.now += timedelta(days=365)
    fast = back_up(work("backup"))
    clock.now = NOW
    told = back_up(work("backup"))
    assert (told["tried"], told["problem"]) == (told["name"], "")
    made = BACKUP.newest(storage)
    assert made is not None
    assert (made.name, made.kept, made.made_at) == (told["name"], 2, NOW)
    folder = storage.folder / "backups"
    assert {path.name for path in folder.iterdir()} == {fast["name"], told["name"]}


def test_a_trial_that_failed_is_repeated_the_next_night(
    storage: Storage, work: Callable[..., Work], clock: Clock
) -> None:
    made = make_backup(
        storage, read_backup_policy(storage.folder), clock=stopped(NOW + timedelta(days=9))
    )
    (storage.folder / "backups" / made.name).write_bytes(b"damaged later")
    failed = DrillDone("x.zip", NOW, NOW, 0, 0.1, "damaged")
    keep_result(storage, DRILL.kind, KEY, 0, to_bytes(failed), now=NOW)
    clock.now += timedelta(days=1)
    assert back_up(work("backup"))["problem"] == ""


def test_the_sample_town_needs_no_backup(storage: Storage, work: Callable[..., Work]) -> None:
    with storage.writing() as connection:
        mark_sample(connection)
    assert back_up(work("backup")) == {"sample": True}
    assert not (storage.folder / "backups").exists()


def test_what_is_past_its_time_is_counted_each_night_and_purged_where_the_office_says_so(
    storage: Storage, work: Callable[..., Work], clock: Clock
) -> None:
    owner = {"owner_phone": "13812345678"}
    write(storage, "rental", [rental("A", personal=owner, valid_to=date(2020, 1, 1))])
    assert look_at_times(work("retention")) == {"purged": 0, "due": 1}
    found = RETENTION.newest(storage)
    assert found is not None
    assert [one.kind for one in found if one.count] == ["personal/rental"]
    (storage.folder / "retention.toml").write_text("nightly = true\n")
    clock.now += timedelta(days=1)
    back_up(work("backup"))
    assert look_at_times(work("retention")) == {"purged": 1, "due": 0}
    assert not any(one.count for one in RETENTION.newest(storage) or ())


def test_a_night_without_a_backup_purges_nothing_and_says_so(
    storage: Storage, work: Callable[..., Work], clock: Clock
) -> None:
    owner = {"owner_phone": "13812345678"}
    write(storage, "rental", [rental("A", personal=owner, valid_to=date(2020, 1, 1))])
    (storage.folder / "retention.toml").write_text("nightly = true\n")
    with pytest.raises(RetentionError, match="备份"):
        look_at_times(work("retention"))
    assert [one.count for one in RETENTION.newest(storage) or () if one.count] == [1]
    back_up(work("backup"))
    clock.now += timedelta(hours=37)
    with pytest.raises(RetentionError, match="备份"):
        look_at_times(work("retention"))


def test_a_clock_a_year_ahead_purges_nothing_for_a_week(
    storage: Storage, work: Callable[..., Work], clock: Clock
) -> None:
    owner = {"owner_phone": "13812345678"}
    ended = NOW.date() - timedelta(days=1_000)
    write(storage, "rental", [rental("A", personal=owner, valid_to=ended)])
    (storage.folder / "retention.toml").write_text("nightly = true\n")
    chain_and_end(storage, work("audit_chain"), clock)
    clock.now += timedelta(days=365)
    for _ in range(7):
        chain_and_end(storage, work("audit_chain"), clock)
        back_up(work("backup"))
        with pytest.raises(RetentionError, match="时间"):
            look_at_times(work("retention"))
        clock.now += timedelta(days=1)
    back_up(work("backup"))
    with storage.reading() as connection:
        assert connection.scalar(select(BY_KIND["place"].c.personal)) == owner
    look_at_times(work("retention"))
    with storage.reading() as connection:
        assert connection.scalar(select(BY_KIND["place"].c.personal)) is None


def test_a_time_that_is_too_short_fails_the_job_and_purges_nothing(
    storage: Storage, work: Callable[..., Work]
) -> None:
    (storage.folder / "retention.toml").write_text("nightly = true\n[days]\naudit = 90\n")
    with pytest.raises(RetentionError, match="90"):
        look_at_times(work("retention"))
