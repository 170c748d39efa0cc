"""The watch over a child, which is all there is where a system bounds no process."""

import os
import subprocess
import sys
from collections.abc import Iterator
from threading import Thread

import pytest

from etl.limits import MEBIBYTE
from etl.watch import memory_of, watched

LONG_S = 60


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({LONG_S})"])
    yield process
    process.kill()
    process.wait()


def test_a_process_over_its_memory_is_ended(sleeper: subprocess.Popen[bytes]) -> None:
    seen: list[int] = []

    def growing(pid: int) -> int:
        seen.append(pid)
        return len(seen) * MEBIBYTE

    with watched(sleeper, wall_s=LONG_S, memory_bytes=3 * MEBIBYTE, memory=growing):
        assert sleeper.wait() != 0
    assert seen == [sleeper.pid] * 4


def test_a_process_over_its_time_is_ended(sleeper: subprocess.Popen[bytes]) -> None:
    with watched(sleeper, wall_s=0, memory_bytes=LONG_S << 30):
        assert sleeper.wait() != 0


def test_a_process_within_its_bounds_is_left_alone(sleeper: subprocess.Popen[bytes]) -> None:
    with watched(sleeper, wall_s=LONG_S, memory_bytes=1 << 40, memory=lambda _: None):
        assert sleeper.poll() is None
    assert sleeper.poll() is None


def test_what_a_process_holds_is_told_while_it_is_there() -> None:
    held = memory_of(os.getpid())
    assert held is None or MEBIBYTE < held < 1 << 40
    assert memory_of(2**22 + 1) is None


def test_a_watch_without_room_for_its_thread_tells_of_memory(
    sleeper: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(Thread, "start", refuse)
    with (
        pytest.raises(MemoryError, match="no room"),
        watched(sleeper, wall_s=LONG_S, memory_bytes=MEBIBYTE),
    ):
        pytest.fail("it is not watched")
