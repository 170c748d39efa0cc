"""A small application behind the gate, served for real on loopback."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import uvicorn
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard.accounts import passwords
from dashboard.accounts.desk import Client, Desk, Opened
from dashboard.accounts.door import Door
from dashboard.accounts.policy import Network, Policy
from dashboard.server.gate.gate import Gate
from dashboard.server.signin.routes import signin_routes
from geodata.accounts import Account
from geodata.catalogue import read_catalogue
from geodata.rights import rights_of
from geodata.storage.store import Storage, open_storage
from tests.dashboard.accounts.conftest import PASSWORD, Clock, add
from tests.geodata.making import NOW

PROXY = "10.9.9.9"


@dataclass
class Behind:
    """What the application behind the gate has seen."""

    asked: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    parts: int = 0
    """Of the endless download, made so far."""
    error: Exception | None = None
    """Raised by whatever is asked, where there is one."""

    async def tell(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        if self.error is not None:
            raise self.error
        told = dict(request.headers)
        host = request.client.host if request.client else ""
        return JSONResponse({"path": request.url.path, "headers": told, "client": host})

    async def download(self, _request: Request) -> Response:
        async def parts() -> AsyncIterator[bytes]:
            yield b"first"
            while True:  # until whoever asked is gone
                self.parts += 1
                yield b"more"
                await asyncio.sleep(0.01)

        return StreamingResponse(parts())

    async def break_off(self, _request: Request) -> Response:
        async def half() -> AsyncIterator[bytes]:
            yield b"half"
            raise self.error or RuntimeError

        return StreamingResponse(half(), headers={"content-length": "8"})

    async def shell(self, request: Request) -> Response:
        """Answer like Streamlit, which has one file here."""
        if request.path_params["path"] == "js/main.js":
            return Response("main", media_type="text/javascript")
        return HTMLResponse("<title>Streamlit</title>")

    async def health(self, _request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def echo(self, websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text(f"welcome {websocket.headers.get('x-app-user')}")
        try:
            while True:
                message = await websocket.receive()
                if message["type"] == "websocket.disconnect":
                    break
                text = message.get("text") or message["bytes"].hex()
                self.messages.append(text)
                if self.error is not None:
                    raise self.error
                await websocket.send_text(text)
        except WebSocketDisconnect:
            pass
        self.ended.set()

    def routes(self, desk: Desk) -> list[Route | WebSocketRoute]:
        methods = ["GET", "POST", "PUT", "DELETE"]
        own = [route for route in signin_routes(desk) if isinstance(route, Route)]
        return [
            *own,
            Route("/healthz", self.health),
            WebSocketRoute("/_stcore/stream", self.echo),
            Route("/media/long", self.download),
            Route("/media/half", self.break_off),
            Route("/static/{path:path}", self.shell),
            Route("/{path:path}", self.tell, methods=methods),
        ]


@dataclass
class Town:
    """Everything of one test: the database, the clock, the gate and what stands behind it."""

    storage: Storage
    clock: Clock
    desk: Desk
    behind: Behind
    app: Starlette
    gates: list[Gate]

    @property
    def gate(self) -> Gate:
        return self.gates[-1]

    def account(self, role: str = "clerk", login: str = "chen.li", **values: object) -> Account:
        must_change = bool(values.pop("must_change", False))
        account = Account(0, login, "陈丽", role, **values)  # type: ignore[arg-type] # any field
        return add(self.storage, account, must_change=must_change)

    def token(self, login: str = "chen.li", address: str = "127.0.0.1") -> str:
        opened = self.desk.sign_in(login, PASSWORD, Client(address, "test"))
        assert isinstance(opened, Opened)
        return opened.token

    def ask(
        self,
        path: str,
        *,
        token: str | None = None,
        method: str = "GET",
        client: tuple[str, int] = ("127.0.0.1", 40_000),
        **request: object,
    ) -> httpx.Response:
        """Ask the application once, without a network."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=client)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost:8501"
            ) as browser:
                headers = dict(request.pop("headers", {}))  # type: ignore[call-overload] # given so
                if token:
                    headers["cookie"] = f"safety_map_8501={token}"
                answer = await browser.request(method, path, headers=headers, **request)  # type: ignore[arg-type] # given so
                await asyncio.gather(*self.gate._notes.values())
                return answer

        return asyncio.run(send())


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", hasher)
    monkeypatch.setattr(passwords, "_NOBODYS", hasher.hash("nobody"))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    storage, clock, gates = open_storage(tmp_path / "data", now=NOW), Clock(), list[Gate]()
    network = Network.model_validate({"trusted_proxies": (PROXY,)})
    door = Door(storage, rights_of(read_catalogue().roles), Policy(network=network), clock)
    desk, behind = Desk(door), Behind()

    def keep(app: ASGIApp) -> Callable[[Scope, Receive, Send], object]:
        gates.append(Gate(app, door=door, hosts={"localhost", "127.0.0.1", "map.local"}))
        return gates[-1]

    app = Starlette(routes=behind.routes(desk), middleware=[Middleware(keep)])  # type: ignore[arg-type] # makes one
    yield Town(storage, clock, desk, behind, app, gates)
    storage.close()


@pytest.fixture
def served(town: Town) -> Iterator[str]:
    """Serve the application as Streamlit serves itself; yield host and port."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        town.app, ws="websockets-sansio", log_level="error", access_log=False, lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    host, port = listening.getsockname()
    with httpx.Client(transport=httpx.HTTPTransport(retries=5)) as client:
        client.get(f"http://{host}:{port}/healthz")
    yield f"{host}:{port}"
    server.should_exit = True
    thread.join()
    listening.close()
