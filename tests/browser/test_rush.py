"""The whole server under a rush, under nonsense, and when another process ends a session."""

import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed

from dashboard.log.files import FOLDER
from dashboard.server.gate.rules import HEALTH, ROWS
from dashboard.server.gate.sockets import SIGNED_OUT
from geodata.storage.accounts import change_account, find_credential
from geodata.storage.store import open_storage
from tests.browser.server import Server
from tests.browser.signing import Cookie, cookie_of
from tests.browser.test_gate import read_on
from tests.browser.wire import PATIENCE_S, run_page, stream
from tests.dashboard.small_town import write_small_town

pytestmark = pytest.mark.browser

MANY = 200
EVERY = httpx.Limits(max_connections=None)


@pytest.fixture(scope="module")
def server(started: Callable[[Path], Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    folder = tmp_path_factory.mktemp("rush") / "town"
    write_small_town(folder)
    return started(folder)


def headers_of(server: Server, cookie: Cookie) -> dict[str, str]:
    return {"cookie": f"{cookie['name']}={cookie['value']}", "origin": server.url}


def change(server: Server, role: str, **values: object) -> None:
    """Change an account from this process, which is not the server's."""
    now = datetime.now(UTC)
    storage = open_storage(server.data, now=now)
    with storage.writing() as connection:
        credential = find_credential(connection, f"test.{role}")
        assert credential
        changed = replace(credential.account, **values)  # type: ignore[arg-type] # any field
        change_account(connection, changed, now=now)
    storage.close()


@pytest.mark.parametrize(
    ("role", "values"),
    [("leader", {"disabled": True}), ("evaluator", {"expires_on": date(2020, 1, 1)})],
)
def test_what_another_process_ends_is_ended_here_without_a_word_from_it(
    server: Server, role: str, values: dict[str, object]
) -> None:
    cookie = cookie_of(server, role)
    headers = headers_of(server, cookie)
    addresses = ["/api/version", "/api/layers/rental/columns", "/media/x.csv", "/assets/x/y.js"]
    with stream(server, cookie) as socket, stream(server, cookie_of(server, "clerk")) as others:
        run_page(socket)
        run_page(others)
        change(server, role, **values)
        with pytest.raises(ConnectionClosed) as closed:
            read_on(socket)
        assert closed.value.rcvd
        assert closed.value.rcvd.code == SIGNED_OUT
        told = [httpx.get(f"{server.url}{path}", headers=headers) for path in addresses]
        assert [answer.status_code for answer in told] == [401] * len(addresses)
        assert run_page(others)[1]
    change(server, role, disabled=False, expires_on=date(2099, 1, 1))


def test_no_message_is_sent_that_only_refers_to_one_before(server: Server) -> None:
    """A browser in a hurry has forgotten that one, and its page goes on no more."""
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    with stream(server, cookie_of(server, "clerk")) as socket:
        socket.send(asked.SerializeToString())
        told = [ForwardMsg()]
        while told[-1].WhichOneof("type") != "script_finished":
            told.append(ForwardMsg.FromString(bytes(socket.recv(PATIENCE_S))))  # type: ignore[arg-type]
    assert any(message.ByteSize() > 10_000 for message in told)
    assert not any(message.metadata.cacheable for message in told)


def test_two_hundred_requests_at_once_are_answered_and_health_with_them(server: Server) -> None:
    cookie = cookie_of(server, "clerk")
    headers = headers_of(server, cookie)
    heavy = ["/api/version", "/api/layers/rental/columns", "/api/facts/rental/1"]
    with (
        httpx.Client(base_url=server.url, limits=EVERY, timeout=PATIENCE_S) as client,
        ThreadPoolExecutor(MANY) as pool,
    ):
        asked = [pool.submit(client.get, heavy[n % 3], headers=headers) for n in range(MANY)]
        health = [client.get(HEALTH).status_code for _ in range(10)]
        assert Counter(one.result().status_code for one in asked) == {200: MANY}
    assert health == [200] * 10


def test_no_log_repeats_what_an_address_says(server: Server) -> None:
    cookie = cookie_of(server, "clerk")
    word, headers = "canary-in-a-query", headers_of(server, cookie)
    httpx.get(f"{server.url}/api/facts/rental/1?period={word}", headers=headers)
    httpx.get(f"{server.url}/{word}?{word}", headers=headers)
    with stream(server, cookie) as socket:
        run_page(socket, f"period={word}")
    logs = [server.log, *(server.data / FOLDER).glob("*")]
    assert not any(word in path.read_text("utf-8") for path in logs)


@pytest.mark.parametrize("value", ["%00", "9" * 4_000, "..%2f..%2fetc%2fpasswd", "%7B%7B7*7%7D%7D"])
def test_nonsense_is_the_askers_fault_also_on_streamlits_routes(server: Server, value: str) -> None:
    cookie = cookie_of(server, "clerk")
    headers = headers_of(server, cookie)
    asked = [
        (method, re.sub(r"\*+", value, row.path))
        for row in ROWS
        if "*" in row.path
        for method in row.methods.split()
    ]
    with httpx.Client(base_url=server.url, headers=headers) as client:
        answers = {(m, path): client.request(m, path).status_code for m, path in asked}
    options = {key: s for key, s in answers.items() if key[0] == "OPTIONS"}
    wrong = {key: s for key, s in answers.items() if not 400 <= s < 500 and key not in options}
    assert wrong == {}
    assert not any(status >= 500 for status in options.values())
