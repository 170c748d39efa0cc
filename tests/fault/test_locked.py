"""Another program keeps the database locked for half a minute: said, waited for, nothing lost."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import httpx
import pytest

from dashboard.health.words import TEXTS
from dashboard.texts import Language, read_texts
from run import is_healthy
from tests.browser.server import HOST, Server, start_server
from tests.browser.signing import Cookie, cookie_of
from tests.browser.wire import run_page, stream
from tests.dashboard.small_town import write_small_town
from tests.dashboard.worker.conftest import until
from tests.fault.locking import keep_locked

pytestmark = pytest.mark.fault

HELD_S = 30
PATIENCE_S = 90
BUSY = read_texts(Language.CHINESE, TEXTS)("now.busy", seconds=0).partition("：")[0]
FACTS = "/api/facts/rental/1"
ASKED = {"version": "1", "reason": "现场核实", "position": "113.512,23.103"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    write_small_town(tmp_path / "own")
    started = start_server(tmp_path / "own", tmp_path / "log")
    yield started
    started.stop()


def client_of(server: Server, cookie: Cookie) -> httpx.Client:
    return httpx.Client(
        base_url=server.url,
        cookies={cookie["name"]: cookie["value"]},
        headers={"origin": server.url},
        timeout=PATIENCE_S,
    )


def test_what_is_saved_meanwhile_waits_and_reading_goes_on(server: Server) -> None:
    cookie, spawn = cookie_of(server, "clerk"), multiprocessing.get_context("spawn")
    held, enough = spawn.Event(), spawn.Event()
    other = spawn.Process(target=keep_locked, args=(server.data, held, enough))
    with (
        client_of(server, cookie) as client,
        stream(server, cookie) as socket,
        ThreadPoolExecutor(1) as clerk,
    ):
        before = client.get(FACTS).json()
        other.start()
        assert held.wait(PATIENCE_S)
        began = monotonic()
        saving = clerk.submit(client.post, f"{FACTS}/correct", data=ASKED)
        until(lambda: BUSY in run_page(socket)[1])
        assert client.get(FACTS).json() == before
        assert is_healthy(HOST, int(server.origin.rpartition(":")[2]))
        enough.wait(HELD_S - (monotonic() - began))
        assert not saving.done()
        enough.set()
        answer = saving.result(PATIENCE_S)
        other.join(PATIENCE_S)
        assert (answer.status_code, answer.json()["version"]) == (httpx.codes.OK, 2)
        assert client.get(FACTS).json()["corrected"]
        until(lambda: BUSY not in run_page(socket)[1])
