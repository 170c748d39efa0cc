"""The gate: session, then right, then the application. A pure ASGI middleware, the first of all."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.requests import ClientDisconnect

from dashboard.server.gate.asked import Asked, is_known_host, read_asked
from dashboard.server.gate.cookies import read_token, without_token
from dashboard.server.gate.failing import Reply, answer_failure
from dashboard.server.gate.notices import refusal_of
from dashboard.server.gate.rules import HEALTH, LOGIN, QUIET, SIGN_OUT, rule_of
from dashboard.server.gate.safe_headers import add_safe_headers
from dashboard.server.gate.shell import FILES, WithoutShell
from dashboard.server.gate.sockets import SIGNED_OUT, AllOpen, Sending, Socket, is_by_itself

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from dashboard.accounts.door import Door
    from dashboard.server.gate.rules import Rule
    from geodata.accounts import Session

Answer = TypeVar("Answer")

_log = logging.getLogger(__name__)

THREADS: Final = 4
"""Of its own, for its short looks into the database: slow pages and tiles cannot shut the gate."""
ENDING: Final = frozenset({LOGIN, SIGN_OUT})
"""They end the session they came with, and answer after."""
TOLD: Final = b"x-app-"
"""Start of the names of headers that only the gate writes."""
USER: Final = "x-app-user"
SESSION: Final = "x-app-session"
ACCOUNT: Final = "x-app-account"
OVERHEARD: Final = "x-app-overheard"


class Gate:
    """ASGI middleware that lets through who is signed in and may, and nobody else.

    To the application it tells ``request.state.session`` and ``request.state.asked``, and the
    headers `USER` (login), `SESSION` and `ACCOUNT` (numbers) and `OVERHEARD`, which a browser
    cannot write. The cookie itself goes no further.

    Parameters
    ----------
    hosts
        Names the server is asked by; None for any.
    """

    def __init__(self, app: ASGIApp, *, door: Door, hosts: Collection[str] | None) -> None:
        self.app, self.door, self.hosts = app, door, hosts
        self._threads = CapacityLimiter(THREADS)
        self._noting = CapacityLimiter(1)
        self._notes: dict[int, asyncio.Task[None]] = {}
        self.open = AllOpen(self._living)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        asked = read_asked(scope, self.door.policy.network.trusted_proxies)
        reply, session = Reply(partial(_send_safely, asked, send)), None
        try:
            session = await self._find_session(scope, asked)
            await self._pass(scope, asked, session, receive, reply.send)
        except ClientDisconnect:
            return  # nobody is there to be told
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody else tells its number
            await answer_failure(error, asked, session, reply, scope, receive)

    async def _pass(
        self, scope: Scope, asked: Asked, session: Session | None, receive: Receive, send: Send
    ) -> None:
        refused = self._refusal(asked, session)
        if scope["type"] == "websocket":
            await self._pass_socket(scope, asked, None if refused else session, receive, send)
            return
        told = _told(scope, asked, session)
        if refused:
            await refusal_of(refused, asked)(told, receive, send)
        elif session is None or asked.path in ENDING:
            await self.app(told, receive, send)
        else:
            if asked.path.startswith(FILES):
                send = WithoutShell(asked, told, receive, send).send
            await self._pass_watched(told, session, receive, send)

    async def _pass_watched(
        self, told: Scope, session: Session, receive: Receive, send: Send
    ) -> None:
        """Pass a request on as long as its session lasts; then its answer breaks off."""
        sending = Sending(session.number, send)
        self.open.add(sending)
        try:
            await self.app(told, receive, sending.send)
        except Exception:
            if not sending.over:
                raise
        finally:
            self.open.remove(sending)

    async def _find_session(self, scope: Scope, asked: Asked) -> Session | None:
        """Return the session of a request; health is answered however busy the database is."""
        token = read_token(scope["headers"], asked)
        if token is None or asked.path == HEALTH or not self._is_decent(asked):
            return None
        session = await self._ask(self.door.session, token)
        if session is not None and asked.path not in QUIET:
            self._note(session)
        return session

    def _refusal(self, asked: Asked, session: Session | None) -> HTTPStatus | None:
        """Return why a request ends here; None where it may pass."""
        if not is_known_host(asked, self.hosts):
            return HTTPStatus.BAD_REQUEST
        if not asked.is_ours:
            return HTTPStatus.FORBIDDEN
        return self._denial(rule_of(asked.method, asked.path), session)

    def _denial(self, rule: Rule | None, session: Session | None) -> HTTPStatus | None:
        if rule == "open":
            return None
        if session is None:
            return HTTPStatus.UNAUTHORIZED
        if rule is None:
            return HTTPStatus.NOT_FOUND
        if rule == "signed_in" or self.door.allows(session, rule):
            return None
        must_change = session.account.must_change
        return HTTPStatus.UNAUTHORIZED if must_change else HTTPStatus.FORBIDDEN

    def _is_decent(self, asked: Asked) -> bool:
        return is_known_host(asked, self.hosts) and asked.is_ours

    async def _pass_socket(
        self, scope: Scope, asked: Asked, session: Session | None, receive: Receive, send: Send
    ) -> None:
        if session is None:
            await receive()
            await send({"type": "websocket.close", "code": SIGNED_OUT, "reason": ""})
            return
        is_allowed = partial(self._is_still_allowed, session.number)
        socket = Socket(session.number, receive, send, is_allowed)
        self.open.add(socket)
        try:
            await self.app(_told(scope, asked, session), socket.receive, socket.send)
        finally:
            self.open.remove(socket)

    async def _is_still_allowed(self, number: int, message: Message) -> bool:
        session = (await self._ask(self.door.living, {number})).get(number)
        if session is None:
            return False
        if not is_by_itself(message):
            self._note(session)
        return self.door.allows(session, "view_map")

    async def _living(self, numbers: set[int]) -> set[int]:
        """Return the sessions that are not over; whatever changes an account's rights ends them."""
        return set(await self._ask(self.door.living, numbers))

    async def _ask(self, question: Callable[..., Answer], *arguments: object) -> Answer:
        return await to_thread.run_sync(question, *arguments, limiter=self._threads)

    def _note(self, session: Session) -> None:
        """Note a sign of the person, without keeping any request waiting for a busy database.

        While a large ledger is published a note may take half a minute: one waits for a session,
        in a thread that nobody else needs.
        """
        number = session.number
        if self.door.is_to_be_noted(session) and number not in self._notes:
            task = self._notes[number] = asyncio.ensure_future(self._write_note(session))
            task.add_done_callback(lambda _: self._notes.pop(number))

    async def _write_note(self, session: Session) -> None:
        try:
            await to_thread.run_sync(self.door.note_seen, session, limiter=self._noting)
        except Exception:  # noqa: BLE001 - nobody waits for it, and the next request notes it
            _log.exception("a sign of the person could not be noted")


async def _send_safely(asked: Asked, send: Send, message: Message) -> None:
    if message["type"] == "http.response.start":
        add_safe_headers(message, asked)
    await send(message)


def _told(scope: Scope, asked: Asked, session: Session | None) -> Scope:
    """Return the scope as the application shall see it."""
    kept = [(k, v) for k, v in without_token(scope["headers"]) if not k.lower().startswith(TOLD)]
    if session is not None:
        kept.append((USER.encode(), session.account.login.encode("ascii")))
        kept.append((SESSION.encode(), str(session.number).encode("ascii")))
        kept.append((ACCOUNT.encode(), str(session.account.number).encode("ascii")))
    if asked.is_overheard:
        kept.append((OVERHEARD.encode(), b"1"))
    state = {**scope.get("state", {}), "session": session, "asked": asked}
    return {**scope, "headers": kept, "client": (asked.address, 0), "state": state}
