"""How slow guessing a password is, and what the gate costs each request.

Run as ``python -m benchmarks.signin``. Guesses go through the sign-in desk over a fresh database
of its own, with the real argon2id. Time that has to pass by the rules is counted, not waited for.
"""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.accounts.desk import Client, Desk, Opened, Refused
from dashboard.accounts.door import Door
from dashboard.accounts.passwords import hash_password, random_password
from dashboard.accounts.policy import Policy
from dashboard.server.gate.gate import Gate
from geodata.accounts import Account
from geodata.catalogue import read_catalogue
from geodata.rights import rights_of
from geodata.storage.accounts import add_account, write_password
from geodata.storage.store import open_storage

ROUNDS = 15
QUARTER = timedelta(minutes=15)
REQUESTS = 400
PARALLEL = 200
START = datetime(2026, 1, 5, tzinfo=UTC)


class Clock:
    """Tells the time it is set to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        """Return it."""
        return self.now


@contextmanager
def fresh_desk() -> Iterator[tuple[Desk, Clock, str]]:
    """Open a desk over an empty folder, with one account, and tell its password."""
    clock, password = Clock(), random_password()
    with tempfile.TemporaryDirectory() as folder:
        storage = open_storage(Path(folder), now=START)
        with storage.writing() as connection:
            account = add_account(connection, Account(0, "chen.li", "陈丽", "clerk"), now=START)
            hashed = hash_password(password)
            write_password(connection, account.number, hashed, must_change=False, now=START)
        door = Door(storage, rights_of(read_catalogue().roles), Policy(), clock)
        yield Desk(door), clock, password
        storage.close()


def timed(work: Callable[[], object]) -> float:
    """Return the seconds a call takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def print_answers(desk: Desk, password: str) -> None:
    """Time one attempt of each kind, each from an address of its own."""
    print("one attempt, median of", ROUNDS)
    kinds = {
        "right password": ("chen.li", password),
        "wrong password": ("chen.li", "guess"),
        "no such account": ("nobody", "guess"),
    }
    seconds: dict[str, list[float]] = {name: [] for name in kinds}
    for number in range(ROUNDS):  # by turns, so that a busy machine is busy for all of them
        for place, (name, (login, word)) in enumerate(kinds.items()):
            client = Client(f"10.{place}.0.{number}", "")
            seconds[name].append(timed(partial(desk.sign_in, login, word, client)))
    shut = Client("10.9.0.1", "")
    for _ in range(5):
        desk.sign_in("chen.li", "guess", shut)
    turned_away = partial(desk.sign_in, "chen.li", "guess", shut)
    seconds["while shut"] = [timed(turned_away) for _ in range(ROUNDS)]
    for name, taken in seconds.items():
        print(f"  {name:<16} {median(taken) * 1e3:7.1f} ms")


def print_guesses() -> None:
    """Count the guesses that are looked at from one address that never rests."""
    for name, logins in (("one account", ["chen.li"]), ("1,000 accounts", None)):
        with fresh_desk() as (desk, clock, _):
            looked_at = tries = 0
            while clock.now < START + QUARTER:
                login = logins[0] if logins else f"user{tries % 1_000}"
                answer = desk.sign_in(login, "guess", Client("10.0.0.1", ""))
                tries += 1
                waits = isinstance(answer, Refused) and answer.until
                looked_at += not waits
                clock.now = answer.until if waits else clock.now + timedelta(seconds=0.1)  # type: ignore[union-attr, assignment] # as just asked
            print(f"  {name:<16} {looked_at:5d} guesses looked at in 15 minutes from one address")


def print_parallel() -> None:
    """Fire many guesses at once and count those that were looked at."""
    with fresh_desk() as (desk, _, _password):
        with ThreadPoolExecutor(16) as threads:
            answers = list(
                threads.map(
                    lambda _: desk.sign_in("chen.li", "guess", Client("10.0.0.1", "")),
                    range(PARALLEL),
                )
            )
        looked_at = sum(isinstance(answer, Refused) and answer.why == "wrong" for answer in answers)
        print(f"  {PARALLEL} at once: {looked_at} looked at")


async def answer_ok(_request: Request) -> Response:
    """Answer as cheaply as can be."""
    return PlainTextResponse("ok")


async def seconds_per_request(app: Starlette, cookie: str) -> list[float]:
    """Ask an application again and again, one request after the other."""
    transport = httpx.ASGITransport(app)
    base = "http://localhost:8501"
    async with httpx.AsyncClient(
        transport=transport, base_url=base, headers={"cookie": cookie}
    ) as client:
        taken = []
        for _ in range(REQUESTS):
            start = perf_counter()
            assert (await client.get("/api/version")).status_code == 200
            taken.append(perf_counter() - start)
    return taken


def print_gate(desk: Desk, password: str) -> None:
    """Compare a request with and without the gate, in one run."""
    opened = desk.sign_in("chen.li", password, Client("10.5.0.1", ""))
    assert isinstance(opened, Opened)
    routes = [Route("/api/version", answer_ok)]
    gate = Middleware(Gate, door=desk.door, hosts=None)
    cookie = f"safety_map_8501={opened.token}"
    for name, app in (
        ("without the gate", Starlette(routes=routes)),
        ("with the gate", Starlette(routes=routes, middleware=[gate])),
    ):
        taken = sorted(asyncio.run(seconds_per_request(app, cookie)))
        p50, p95 = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
        print(f"  {name:<16} p50 {p50 * 1e3:6.2f} ms   p95 {p95 * 1e3:6.2f} ms")


def main() -> None:
    """Print all of it."""
    with fresh_desk() as (desk, _, password):
        print_answers(desk, password)
        print("one request")
        print_gate(desk, password)
    print("guessing")
    print_parallel()
    print_guesses()


if __name__ == "__main__":
    main()
