"""Who holds the lock of a data folder, and that asking for it keeps nobody from taking it."""

import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from dashboard.worker import lock
from dashboard.worker.lock import UPKEEP, WORK, holding, is_held
from dashboard.worker.words import WorkerError
from tests.dashboard.worker.conftest import until

if sys.platform != "win32":
    import fcntl

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no shared lock")


def test_nobody_holds_a_lock_that_was_never_taken_or_is_free_again(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
    with holding(tmp_path):
        assert is_held(tmp_path)
    assert not is_held(tmp_path)


def test_of_two_that_take_it_the_second_is_refused(tmp_path: Path) -> None:
    with holding(tmp_path), pytest.raises(WorkerError, match="已有一个后台进程"), holding(tmp_path):
        pass


def test_what_keeps_the_folder_safe_and_the_worker_do_not_wait_for_each_other(
    tmp_path: Path,
) -> None:
    with holding(tmp_path, UPKEEP):
        assert not is_held(tmp_path)
        with holding(tmp_path):
            assert is_held(tmp_path, UPKEEP)


@POSIX
def test_two_that_ask_do_not_see_each_other(tmp_path: Path) -> None:
    with (tmp_path / WORK.file).open("ab") as asking:
        fcntl.flock(asking, fcntl.LOCK_SH)
        assert not is_held(tmp_path)


@POSIX
def test_whoever_takes_it_waits_for_those_who_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries, taken, done = list[int](), Event(), Event()
    take = lock._lock

    def counted(descriptor: int, *, shared: bool = False) -> None:
        tries.append(descriptor)
        take(descriptor, shared=shared)

    def work() -> None:
        with holding(tmp_path, WORK._replace(patience_s=60.0)):
            taken.set()
            done.wait()

    monkeypatch.setattr(lock, "_lock", counted)
    worker = Thread(target=work)
    with (tmp_path / WORK.file).open("ab") as asking:
        fcntl.flock(asking, fcntl.LOCK_SH)
        worker.start()
        until(lambda: tries)
        assert not taken.is_set()
    until(taken.is_set)
    assert is_held(tmp_path)
    done.set()
    worker.join()
