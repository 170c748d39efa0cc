"""Websockets behind the gate, over a real server on loopback."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from dashboard.log.files import logging_to
from dashboard.log.incidents import read_incidents
from dashboard.server.gate.sockets import SWEEP_EVERY_S, AllOpen, is_by_itself
from geodata.storage.accounts import change_account, read_account
from geodata.storage.sessions import end_sessions
from tests.dashboard.server.gate.conftest import Town

PATIENCE_S = 10


@contextmanager
def stream(served: str, *, token: str | None = None, **headers: str) -> Iterator[ClientConnection]:
    port = served.rpartition(":")[2]
    cookie = {"cookie": f"safety_map_{port}={token}"} if token else {}
    origin = headers.pop("origin", f"http://{served}")
    with connect(
        f"ws://{served}/_stcore/stream",
        additional_headers={**cookie, **headers, "origin": origin},
        proxy=None,
    ) as socket:
        yield socket


def status_of(served: str, token: str | None = None, **headers: str) -> int:
    with pytest.raises(InvalidStatus) as refused, stream(served, token=token, **headers):
        pass
    return refused.value.response.status_code


def told_end(socket: ClientConnection) -> tuple[int, str]:
    """Return code and reason a socket is closed with."""
    with pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=PATIENCE_S)
    assert closed.value.rcvd
    return closed.value.rcvd.code, closed.value.rcvd.reason


def code_of(socket: ClientConnection) -> int:
    return told_end(socket)[0]


def test_a_stranger_is_refused_before_the_socket_opens(town: Town, served: str) -> None:
    town.account()
    assert status_of(served) == 403
    assert status_of(served, "invented") == 403
    assert status_of(served, town.token(), origin="http://evil.example") == 403


def test_whoever_is_signed_in_talks(town: Town, served: str) -> None:
    town.account()
    with stream(served, token=town.token(), **{"x-app-user": "boss"}) as socket:
        assert socket.recv(timeout=PATIENCE_S) == "welcome chen.li"
        socket.send("你好")
        assert socket.recv(timeout=PATIENCE_S) == "你好"


@pytest.mark.parametrize("ending", ["signed out", "disabled", "idle", "password"])
def test_an_open_socket_ends_with_its_session_without_a_word_from_it(
    town: Town, served: str, ending: str
) -> None:
    account = town.account()
    town.account(login="li.si")
    with (
        stream(served, token=town.token()) as socket,
        stream(served, token=town.token("li.si")) as others,
    ):
        assert socket.recv(timeout=PATIENCE_S) == "welcome chen.li"
        assert others.recv(timeout=PATIENCE_S) == "welcome li.si"
        with town.storage.writing() as connection:  # as another process would
            if ending == "disabled":
                current = read_account(connection, account.number)
                change_account(connection, replace(current, disabled=True), now=town.clock.now)
            elif ending != "idle":
                end_sessions(connection, account.number, reason=ending, now=town.clock.now)
        if ending == "idle":
            town.clock.pass_by(timedelta(minutes=31))
        assert code_of(socket) == 4401
        assert town.behind.ended.wait(PATIENCE_S)
        if ending != "idle":
            others.send("still here")
            assert others.recv(timeout=PATIENCE_S) == "still here"


def test_a_page_that_looks_of_itself_keeps_no_session(town: Town, served: str) -> None:
    town.account()
    looks = BackMsg()
    looks.rerun_script.is_auto_rerun = True
    with stream(served, token=town.token()) as socket:
        socket.recv(timeout=PATIENCE_S)
        for _ in range(2):
            town.clock.pass_by(timedelta(minutes=14))
            socket.send(looks.SerializeToString())
            assert socket.recv(timeout=PATIENCE_S) == looks.SerializeToString().hex()
        town.clock.pass_by(timedelta(minutes=3))
        assert code_of(socket) == 4401


def test_what_a_person_does_is_told_from_what_a_page_does() -> None:
    clicked, looks = BackMsg(), BackMsg()
    clicked.rerun_script.query_string = "lang=en"
    looks.rerun_script.is_auto_rerun = True
    told = [clicked.SerializeToString(), looks.SerializeToString(), b"", b"\xff"]
    assert [is_by_itself({"bytes": content}) for content in told] == [False, True, False, False]
    assert not is_by_itself({"text": "hello"})


def test_a_message_after_the_end_is_not_passed_on(town: Town, served: str) -> None:
    account = town.account()
    with stream(served, token=town.token()) as socket:
        socket.recv(timeout=PATIENCE_S)
        with town.storage.writing() as connection:
            end_sessions(connection, account.number, reason="test", now=town.clock.now)
        socket.send("delete everything")
        assert code_of(socket) == 4401
    assert town.behind.messages == []


def test_a_download_under_way_breaks_off_with_its_session(
    town: Town, served: str, tmp_path: Path
) -> None:
    account = town.account()
    cookie = {"cookie": f"safety_map_{served.rpartition(':')[2]}={town.token()}"}
    address = f"http://{served}/media/long"
    with logging_to(tmp_path, "dashboard"):
        with (
            httpx.Client(headers=cookie, timeout=PATIENCE_S) as client,
            client.stream("GET", address) as answer,
        ):
            received = answer.iter_raw()
            assert next(received).startswith(b"first")
            with town.storage.writing() as connection:
                end_sessions(connection, account.number, reason="test", now=town.clock.now)
            with pytest.raises(httpx.RemoteProtocolError):
                list(received)
        assert read_incidents(tmp_path) == []
    made = town.behind.parts
    assert httpx.get(address, headers=cookie).status_code == 401
    assert town.behind.parts == made


def test_signing_out_is_answered_though_it_ends_its_own_session(town: Town) -> None:
    town.account()
    answer = town.ask(
        "/signout", token=town.token(), method="POST", headers={"origin": "http://localhost:8501"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


class Slow:
    """A socket that takes long to close, or one that does not."""

    def __init__(self, number: int, *, slow: bool = False) -> None:
        self.number, self.slow = number, slow
        self.closed = asyncio.Event()

    async def close(self) -> None:
        if self.slow:
            await asyncio.Event().wait()
        self.closed.set()


def test_one_look_closes_all_that_is_over_and_a_slow_one_delays_no_other() -> None:
    asked: list[set[int]] = []

    async def living(numbers: set[int]) -> set[int]:
        asked.append(numbers)
        return {3}

    async def look_twice() -> list[bool]:
        every = AllOpen(living)
        slow, quick, lasting = Slow(1, slow=True), Slow(2), Slow(3)
        for one in (slow, quick, lasting):
            every.add(one)
        await every.sweep()
        later = Slow(4)
        every.add(later)
        await every.sweep()
        return [one.closed.is_set() for one in (slow, quick, lasting, later)]

    assert asyncio.run(look_twice()) == [False, True, False, True]
    assert asked == [{1, 2, 3}, {1, 2, 3, 4}]


def test_there_are_two_looks_in_every_second() -> None:
    assert 2 * SWEEP_EVERY_S < 1


def test_a_program_on_this_machine_does_not_choose_its_address(town: Town, served: str) -> None:
    town.account()
    port = served.rpartition(":")[2]
    headers = {"cookie": f"safety_map_{port}={town.token()}", "x-forwarded-for": "6.6.6.6"}
    with httpx.Client(headers=headers) as client:
        assert client.get(f"http://{served}/api/version").json()["client"] == "127.0.0.1"
