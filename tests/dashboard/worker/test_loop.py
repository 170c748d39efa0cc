"""The worker as a process, and what is left of its jobs when it or they are killed."""

import sys
from signal import SIGSEGV

import psutil
import pytest

from dashboard.worker.kinds import MEBIBYTE
from dashboard.worker.lock import UPKEEP, holding
from etl.kept import OPENED
from geodata.accounts import Account
from geodata.storage.accounts import add_account
from geodata.storage.jobs import MOST_ATTEMPTS, stop_job
from tests.dashboard.worker.conftest import Workers, until
from tests.fault.grouping import little_memory
from tests.geodata.making import NOW

SIGKILL = 9
"""Windows has no name for it."""

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="limits and SIGKILL are POSIX's")


def test_jobs_are_done_one_after_another(workers: Workers) -> None:
    first, second = workers.ask("add", numbers=[1, 2]), workers.ask("add", numbers=[3])
    workers.start()
    assert workers.ended(second).result == {"sum": 3}
    done = workers.job(first)
    assert (done.result, done.stage, done.progress_done, done.attempt) == (
        {"sum": 3},
        "adding",
        1,
        1,
    )


def test_a_second_worker_on_a_folder_goes_away(workers: Workers) -> None:
    number = workers.ask("wait")
    workers.start()
    until(workers.began)
    second = workers.start()
    _, said = second.communicate()
    assert second.returncode == 1
    assert "已有一个后台进程" in said.decode()
    assert "Fatal" not in said.decode()
    assert "; expected" not in said.decode()
    workers.go()
    assert workers.ended(number).result == {"attempt": 1}


def test_a_worker_that_begins_leaves_a_command_s_copies_alone_and_clears_what_was_left(
    workers: Workers,
) -> None:
    copy = workers.storage.folder / OPENED / "copy"
    copy.mkdir(parents=True)
    with holding(workers.storage.folder, UPKEEP):
        first, done = workers.start(), workers.ask("add", numbers=[1])
        assert workers.ended(done).result == {"sum": 1}
        first.communicate()
        assert copy.exists()
    workers.start()
    until(lambda: not copy.exists())


def test_a_job_whose_worker_is_killed_is_done_by_the_next_and_never_by_two(
    workers: Workers,
) -> None:
    number = workers.ask("wait")
    first = workers.start()
    until(workers.began)
    first.kill()
    first.wait()
    (orphan,) = workers.began()
    until(lambda: not psutil.pid_exists(orphan))
    assert workers.job(number).state == "running"
    workers.start()
    until(lambda: len(workers.began()) > 1)
    workers.go()
    assert workers.ended(number).result == {"attempt": 2}


def test_a_worker_told_to_end_puts_its_job_back_uncounted(workers: Workers) -> None:
    number = workers.ask("wait")
    first = workers.start()
    until(workers.began)
    first.communicate()
    assert first.returncode == 0
    job = workers.job(number)
    assert (job.state, job.attempt) == ("waiting", 0)
    assert not psutil.pid_exists(workers.began()[0])


def test_a_job_of_the_clock_gives_way_to_what_a_person_asks_for(workers: Workers) -> None:
    with workers.storage.writing() as connection:
        user = add_account(connection, Account(0, "chen.li", "陈丽", "clerk"), now=NOW).number
    number = workers.ask("wait")
    workers.start()
    until(workers.began)
    asked = workers.ask("add", by=user, numbers=[4])
    assert workers.ended(asked).result == {"sum": 4}
    assert workers.job(number).open
    workers.go()
    assert workers.ended(number).result == {"attempt": 1}
    assert len(workers.began()) == 2


@POSIX
def test_a_job_that_dies_again_and_again_has_failed_and_the_worker_goes_on(
    workers: Workers,
) -> None:
    numbers = [workers.ask("die", signal=how) for how in (SIGKILL, SIGSEGV)]
    after = workers.ask("add", numbers=[4])
    workers.start()
    failed = [workers.ended(number) for number in numbers]
    assert [(job.state, job.attempt) for job in failed] == [("failed", MOST_ATTEMPTS)] * 2
    rules = ("job.killed", "job.died")  # the first is what a system without memory does
    assert [job.error for job in failed] == [{"rule": rule, "named": {}} for rule in rules]
    assert workers.ended(after).result == {"sum": 4}


def test_a_stopped_job_is_ended(workers: Workers) -> None:
    number, after = workers.ask("wait"), workers.ask("add", numbers=[4])
    workers.start()
    until(workers.began)
    assert stop_job(workers.storage, number, now=NOW)
    assert workers.ended(after).result == {"sum": 4}
    assert not psutil.pid_exists(workers.began()[0])
    assert workers.job(number).state == "stopped"


def test_a_job_that_takes_too_long_is_ended_and_says_so(workers: Workers) -> None:
    number = workers.ask("linger")
    workers.start()
    error = workers.ended(number).error
    assert error is not None
    assert error == {"rule": "job.too_long", "named": {"minutes": "1"}}


@POSIX
def test_a_job_that_needs_too_much_memory_is_ended_and_says_so(workers: Workers) -> None:
    small, large = workers.ask("hog", bytes=1 << 20), workers.ask("hog", bytes=1 << 32)
    workers.start()
    error = workers.ended(large).error
    assert error is not None
    assert error == {"rule": "job.too_large", "named": {"mebibytes": "1500"}}
    assert workers.job(small).result == {"bytes": 1 << 20}


def test_a_computer_without_memory_ends_the_job_and_not_the_worker(workers: Workers) -> None:
    worker = workers.start()
    with little_memory(worker.pid, 300 * MEBIBYTE):
        large, after = workers.ask("hog", bytes=400 * MEBIBYTE), workers.ask("add", numbers=[4])
        failed = workers.ended(large)
        assert workers.ended(after).result == {"sum": 4}
        assert worker.poll() is None
    assert failed.attempt == MOST_ATTEMPTS
    assert failed.error == {"rule": "job.killed", "named": {}}
