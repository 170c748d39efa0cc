"""A server as the dashboard's is made, on a port of its own."""

import socket
import threading
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from dashboard.server.serving import serve, server_of


async def told_of_its_socket(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        return
    cycle: Any = receive.__self__  # type: ignore[attr-defined] # uvicorn's
    connection = cycle.transport.get_extra_info("socket")
    at_once = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(int(bool(at_once))).encode()})


def ask_once(server: uvicorn.Server) -> httpx.Response:
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        transport = httpx.HTTPTransport(retries=8)
        with httpx.Client(transport=transport) as client:
            while not server.started:
                thread.join(0.01)
            (listening,) = server.servers[0].sockets
            return client.get(f"http://127.0.0.1:{listening.getsockname()[1]}/")
    finally:
        server.should_exit = True
        thread.join()


def test_small_answers_do_not_wait_for_the_browsers_acknowledgement() -> None:
    answer = ask_once(server_of(told_of_its_socket, "127.0.0.1", 0))
    assert answer.text == "1"


def test_answers_do_not_name_the_program_that_serves_them() -> None:
    answer = ask_once(server_of(told_of_its_socket, "127.0.0.1", 0))
    assert "server" not in answer.headers


def test_a_port_that_is_taken_is_said_in_both_languages(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.server.serving.bootstrap.load_config_options", lambda _: None)
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(SystemExit):
        serve(told_of_its_socket, "127.0.0.1", other.getsockname()[1], hosts=None)  # type: ignore[arg-type]
    told = capsys.readouterr().err
    assert "已被另一个程序占用" in told
    assert "another program may have port" in told


def test_what_fails_at_the_start_is_not_laid_on_the_port(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(_scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.failed", "message": "no room"})

    monkeypatch.setattr("dashboard.server.serving.bootstrap.load_config_options", lambda _: None)
    with pytest.raises(SystemExit):
        serve(fails, "127.0.0.1", 0, hosts=None)  # type: ignore[arg-type]
    assert "port" not in capsys.readouterr().err
