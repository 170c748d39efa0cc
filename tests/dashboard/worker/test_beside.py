"""The worker beside a real server."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from run import is_healthy
from tests.browser.server import HOST, Server, start_server
from tests.dashboard.worker.conftest import until


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = start_server(tmp_path / "数 据", tmp_path / "log")
    yield started
    started.stop()


def worker_of(server: Server) -> psutil.Process | None:
    children = psutil.Process(server.process.pid).children()
    found = (child for child in children if "dashboard.worker" in child.cmdline())
    return next(found, None)


def waited_for(server: Server) -> psutil.Process:
    until(lambda: worker_of(server))
    found = worker_of(server)
    assert found is not None
    return found


def answers(server: Server) -> bool:
    return is_healthy(HOST, int(server.origin.rpartition(":")[2]))


def test_a_worker_comes_again_when_killed_and_goes_with_a_killed_server(server: Server) -> None:
    worker = waited_for(server)
    worker.kill()
    until(lambda: not worker.is_running())
    assert answers(server)
    again = waited_for(server)
    assert again != worker
    server.process.kill()
    server.process.wait()
    until(lambda: not again.is_running())


def test_a_worker_ends_with_a_server_that_is_told_to_end(server: Server) -> None:
    worker = waited_for(server)
    server.stop()
    until(lambda: not worker.is_running())
