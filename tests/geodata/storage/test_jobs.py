from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from geodata.accounts import Account
from geodata.errors import StorageError
from geodata.storage.accounts import add_account
from geodata.storage.job_tables import jobs
from geodata.storage.jobs import (
    MOST_ATTEMPTS,
    Job,
    ask_job,
    claim_job,
    end_job,
    fail_job,
    put_back,
    read_job,
    read_jobs,
    report_progress,
    revive_jobs,
    stop_job,
    waiting_jobs,
)
from geodata.storage.store import Storage
from tests.geodata.making import NOW

MINUTE = timedelta(minutes=1)
DIED = StorageError("进程中断", "做完", "请看日志")


def ask(storage: Storage, key: str = "a", by: int | None = None) -> int:
    return ask_job(storage, "count", {"n": 3}, key=key, by=by, now=NOW)


def claim(storage: Storage) -> Job:
    job = claim_job(storage, now=NOW)
    assert job is not None
    return job


def revive(storage: Storage) -> list[int]:
    return revive_jobs(storage, DIED, unheard_since=None, now=NOW)


def test_a_job_waits_runs_and_is_done(storage: Storage) -> None:
    number = ask(storage)
    assert [job.number for job in waiting_jobs(storage)] == [number]
    job = claim(storage)
    assert (job.number, job.state, job.attempt, job.params) == (number, "running", 1, {"n": 3})
    assert report_progress(storage, job, "reading", 5, 10, now=NOW + MINUTE)
    told = read_job(storage, number)
    assert told is not None
    assert (told.stage, told.progress_done, told.progress_total) == ("reading", 5, 10)
    assert told.heartbeat_at == NOW + MINUTE
    assert end_job(storage, job, {"rows": 7}, now=NOW + 2 * MINUTE)
    done = read_job(storage, number)
    assert done is not None
    assert (done.state, done.result, done.ended_at) == ("done", {"rows": 7}, NOW + 2 * MINUTE)
    assert not done.open
    assert claim_job(storage, now=NOW) is None


def test_the_same_is_asked_once_while_it_is_open(storage: Storage) -> None:
    number = ask(storage)
    assert ask(storage) == number
    job = claim(storage)
    assert ask(storage) == number
    assert ask(storage, key="b") != number
    end_job(storage, job, None, now=NOW)
    assert ask(storage) not in {number, number + 1}
    assert len(read_jobs(storage, kind="count", key="a")) == 2


def test_what_a_person_asks_for_comes_first(storage: Storage) -> None:
    with storage.writing() as connection:
        user = add_account(connection, Account(0, "chen.li", "陈丽", "clerk"), now=NOW).number
    by_clock, first, second = ask(storage), ask(storage, "b", user), ask(storage, "c", user)
    assert [claim(storage).number for _ in range(3)] == [first, second, by_clock]
    assert [job.number for job in read_jobs(storage, by=user)] == [second, first]


def test_of_many_who_claim_at_once_each_gets_another(storage: Storage) -> None:
    asked = {ask(storage, key=str(n)) for n in range(6)}
    with ThreadPoolExecutor(6) as threads:
        claimed = list(threads.map(lambda _: claim_job(storage, now=NOW), range(8)))
    assert sorted(job.number for job in claimed if job) == sorted(asked)


def test_a_job_that_fails_keeps_the_reason_sealed(storage: Storage) -> None:
    number = ask(storage)
    assert fail_job(storage, claim(storage), DIED, now=NOW)
    failed = read_job(storage, number)
    assert failed is not None
    assert failed.error == {"found": "进程中断", "expected": "做完", "remedy": "请看日志"}
    with storage.reading() as connection:
        raw = connection.exec_driver_sql("SELECT error FROM jobs").scalar_one()
    assert "进程中断" not in raw


def test_a_stopped_job_takes_no_more_news(storage: Storage) -> None:
    waiting, running = ask(storage, "b"), ask(storage, "a")
    job = claim(storage)
    assert job.number == waiting
    assert stop_job(storage, running, now=NOW)
    assert stop_job(storage, job.number, now=NOW)
    assert not stop_job(storage, job.number, now=NOW)
    assert not report_progress(storage, job, "x", 1, None, now=NOW)
    assert not end_job(storage, job, {}, now=NOW)
    assert [told.state for told in read_jobs(storage)] == ["stopped", "stopped"]


def test_a_job_nobody_runs_waits_again_and_the_attempt_before_counts_no_more(
    storage: Storage,
) -> None:
    number = ask(storage)
    before = claim(storage)
    assert revive(storage) == [number]
    again = claim(storage)
    assert again.attempt == 2
    assert not end_job(storage, before, {}, now=NOW)
    assert end_job(storage, again, {}, now=NOW)
    assert revive(storage) == []


def test_only_jobs_that_were_not_heard_of_wait_again(storage: Storage) -> None:
    silent, heard = ask(storage, "a"), ask(storage, "b")
    claim(storage)
    report_progress(storage, claim(storage), "x", 1, 2, now=NOW + MINUTE)
    assert revive_jobs(storage, DIED, unheard_since=NOW, now=NOW + MINUTE) == [silent]
    assert [read_job(storage, n).state for n in (silent, heard)] == ["waiting", "running"]  # type: ignore[union-attr]


def test_a_job_that_died_too_often_has_failed(storage: Storage) -> None:
    number = ask(storage)
    for _ in range(MOST_ATTEMPTS):
        claim(storage)
        assert revive(storage) == [number]
    job = read_job(storage, number)
    assert job is not None
    assert (job.state, job.error and job.error["found"]) == ("failed", "进程中断")
    assert claim_job(storage, now=NOW) is None


def test_an_attempt_broken_off_on_purpose_does_not_count(storage: Storage) -> None:
    ask(storage)
    for _ in range(MOST_ATTEMPTS + 1):
        job = claim(storage)
        assert job.attempt == 1
        assert put_back(storage, job)


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_the_database_itself_knows_one_open_job_of_a_key(storage: Storage, state: str) -> None:
    ask(storage)
    with storage.reading() as connection:
        row = dict(connection.execute(select(jobs)).mappings().one())
    with pytest.raises(Exception, match="UNIQUE"), storage.writing() as connection:
        connection.execute(jobs.insert(), {**row, "id": 9, "state": state})
