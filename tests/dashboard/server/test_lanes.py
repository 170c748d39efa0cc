"""Requests that take work, over a real server: who waits, who does not, who is sent away."""

import asyncio
import inspect
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from dashboard.server.lanes import Lane
from dashboard.server.live import Live
from dashboard.server.routes import build_routes, healthz
from geodata.accounts import Account, Session
from geodata.errors import SelectionError
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told, sign_in

AT_ONCE = 2
MANY = 200
PATIENCE_S = 30


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(2 * MANY)
    config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    host, port = listening.getsockname()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


class Work:
    """An endpoint that lasts until it is let go, and counts who is in it."""

    def __init__(self) -> None:
        self.let_go, self.begun = threading.Event(), threading.Semaphore(0)
        self.now = self.most = 0
        self._lock = threading.Lock()

    def __call__(self, _request: Request) -> Response:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.begun.release()
        assert self.let_go.wait(PATIENCE_S)
        with self._lock:
            self.now -= 1
        return PlainTextResponse("done")


@pytest.fixture
def work() -> Iterator[Work]:
    made = Work()
    yield made
    made.let_go.set()


def app_of(lane: Lane, work: Callable[[Request], Response], session: Session) -> ASGIApp:
    return Told(
        Starlette(routes=[Route("/healthz", healthz), Route("/x", lane.serve(work))]), session
    )


def test_two_hundred_at_once_are_all_answered_and_health_meanwhile(
    session: Session, work: Work
) -> None:
    lane = Lane(AT_ONCE, most_of_one=MANY, most=MANY)
    limits = httpx.Limits(max_connections=None)
    with (
        served(app_of(lane, work, session)) as url,
        httpx.Client(limits=limits) as client,
        ThreadPoolExecutor(MANY) as pool,
    ):
        asked = [pool.submit(client.get, f"{url}/x", timeout=PATIENCE_S) for _ in range(MANY)]
        for _ in range(AT_ONCE):
            assert work.begun.acquire(timeout=PATIENCE_S)
        assert client.get(f"{url}/healthz").json() == {"status": "ok"}
        assert not any(one.done() for one in asked)
        work.let_go.set()
        assert Counter(one.result().status_code for one in asked) == {200: MANY}
    assert work.most == AT_ONCE


async def answers(
    lane: Lane, work: Work, sessions: list[Session], *, taken: int
) -> list[httpx.Response]:
    """Ask once for each session, at once; the work ends when all but `taken` are sent away."""

    async def one(session: Session) -> httpx.Response:
        transport = httpx.ASGITransport(app_of(lane, work, session))
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            return await client.get("/x")

    asked = [asyncio.create_task(one(session)) for session in sessions]
    waiting = set(asked)
    while len(waiting) > taken:
        _, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    work.let_go.set()
    return await asyncio.gather(*asked)


def other(session: Session, number: int) -> Session:
    return replace(session, account=replace(session.account, number=number))


def test_beyond_their_own_share_one_is_told_to_come_back(session: Session, work: Work) -> None:
    lane = Lane(1, most_of_one=2, most=9)
    mine, others = other(session, 7), other(session, 8)
    told = asyncio.run(answers(lane, work, [mine, mine, mine, others], taken=3))
    assert [answer.status_code for answer in told] == [200, 200, 429, 200]
    assert int(told[2].headers["retry-after"]) > 0


def test_beyond_the_share_of_all_anybody_is(session: Session, work: Work) -> None:
    lane = Lane(1, most_of_one=2, most=3)
    sessions = [other(session, number) for number in (1, 1, 2, 3, 3)]
    told = asyncio.run(answers(lane, work, sessions, taken=3))
    assert [answer.status_code for answer in told] == [200, 200, 200, 503, 503]
    assert int(told[3].headers["retry-after"]) > 0


def test_whoever_was_answered_or_failed_leaves_the_lane(session: Session) -> None:
    lane = Lane(1, most_of_one=1, most=1)

    def fail(_request: Request) -> Response:
        raise SelectionError("x", "y", "z")

    app = app_of(lane, fail, session)
    assert [ask(app, "/x").status_code for _ in range(3)] == [400, 400, 400]


def test_no_route_of_ours_works_in_streamlits_threads(live: Live) -> None:
    routes = [route for route in build_routes(live) if isinstance(route, Route)]
    assert routes
    blocking = [route.path for route in routes if not inspect.iscoroutinefunction(route.endpoint)]
    assert blocking == []


def test_the_lanes_are_wide_enough_for_what_is_promised(live: Live) -> None:
    """Two hundred requests of one person at once are answered, none sent away."""
    app = Told(Starlette(routes=build_routes(live)), sign_in(live, Account(0, "a", "甲", "clerk")))
    addresses = ["/api/version", "/api/layers/rental/columns", "/api/facts/rental/1"]

    async def all_at_once() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            return await asyncio.gather(
                *(client.get(addresses[n % 3]) for n in range(MANY)), client.get("/healthz")
            )

    *told, health = asyncio.run(all_at_once())
    assert Counter(answer.status_code for answer in told) == {200: MANY}
    assert health.status_code == 200
