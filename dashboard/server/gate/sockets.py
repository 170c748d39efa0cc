"""Open websockets, closed when their session ends, whoever ended it and wherever."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import Message, Receive, Send

SIGNED_OUT: Final = 4401
"""Close code: 4000 and above are an application's own; the rest is HTTP's."""
SWEEP_EVERY_S: Final = 0.4
CLOSE_WITHIN_S: Final = 1.0
_DISCONNECT: Final = {"type": "websocket.disconnect", "code": SIGNED_OUT, "reason": ""}

_log = logging.getLogger(__name__)


class Socket:
    """One websocket between the server and the application.

    Parameters
    ----------
    number
        Of its session.
    is_allowed
        Asked before each message of the browser is passed on.
    """

    def __init__(
        self, number: int, receive: Receive, send: Send, is_allowed: Callable[[], Awaitable[bool]]
    ) -> None:
        self.number = number
        self._receive, self._send, self._is_allowed = receive, send, is_allowed
        self._closing = asyncio.Event()

    async def receive(self) -> Message:
        """Give the application the next message, or the end of the socket."""
        message = await self._next()
        if message is not None and message["type"] == "websocket.receive":
            if await self._is_allowed():
                return message
            await self.close()
        return _DISCONNECT if message is None or self._closing.is_set() else message

    async def send(self, message: Message) -> None:
        """Send what the application says, as long as the session lasts."""
        if not self._closing.is_set():
            await self._send(message)

    async def close(self) -> None:
        """End it from our side; nothing is sent or passed on after."""
        if self._closing.is_set():
            return
        self._closing.set()
        message = {"type": "websocket.close", "code": SIGNED_OUT, "reason": ""}
        with suppress(OSError, RuntimeError, TimeoutError):  # the browser may be gone already
            await asyncio.wait_for(self._send(message), CLOSE_WITHIN_S)

    async def _next(self) -> Message | None:
        """Wait for a message; None where the socket is closed meanwhile."""
        asked, closed = (
            asyncio.ensure_future(self._receive()),
            asyncio.ensure_future(self._closing.wait()),
        )
        try:
            await asyncio.wait({asked, closed}, return_when=asyncio.FIRST_COMPLETED)
            return None if self._closing.is_set() else await asked
        finally:
            asked.cancel()
            closed.cancel()


class Sockets:
    """All open websockets.

    Parameters
    ----------
    living
        Given numbers of sessions, returns those that still last and may have a socket.
    """

    def __init__(self, living: Callable[[set[int]], Awaitable[set[int]]]) -> None:
        self._living = living
        self._open: set[Socket] = set()
        self._watch: asyncio.Task[None] | None = None

    def add(self, socket: Socket) -> None:
        """Keep a socket, and watch as long as there is one."""
        self._open.add(socket)
        if self._watch is None or self._watch.done():
            self._watch = asyncio.ensure_future(self._watch_sessions())

    def remove(self, socket: Socket) -> None:
        """Let go of a socket that has ended."""
        self._open.discard(socket)

    async def sweep(self) -> None:
        """Close the sockets of all sessions that are over."""
        sockets = tuple(self._open)
        living = await self._living({socket.number for socket in sockets})
        over = [socket for socket in sockets if socket.number not in living]
        await asyncio.gather(*(socket.close() for socket in over))

    async def _watch_sessions(self) -> None:
        while self._open:
            await asyncio.sleep(SWEEP_EVERY_S)
            try:
                await self.sweep()
            except Exception:  # noqa: BLE001 - a watch that ends would leave sockets open for ever
                _log.exception("the sessions of open sockets could not be read")
