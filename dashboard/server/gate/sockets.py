"""What is open, websockets and answers on their way: closed when their session ends.

Whoever ended it, and in whatever process.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Protocol

from streamlit.proto.BackMsg_pb2 import BackMsg

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import Message, Receive, Send

SIGNED_OUT: Final = 4401
"""Close code: 4000 and above are an application's own; the rest is HTTP's."""
SWEEP_EVERY_S: Final = 0.4
CLOSE_WITHIN_S: Final = 1.0
_DISCONNECT: Final = {"type": "websocket.disconnect", "code": SIGNED_OUT, "reason": ""}

_log = logging.getLogger(__name__)


class Open(Protocol):
    """Something that lasts, of a session, and can be closed."""

    number: int

    async def close(self) -> None:
        """End it; nothing more of it is sent."""


class Sending:
    """An answer on its way to the browser.

    Parameters
    ----------
    number
        Of its session.
    """

    def __init__(self, number: int, send: Send) -> None:
        self.number = number
        self._send = send
        self.over = False

    async def send(self, message: Message) -> None:
        """Send a part of it.

        Raises
        ------
        ConnectionAbortedError
            Where the session is over: for the application the browser is gone.
        """
        if self.over:
            raise ConnectionAbortedError
        await self._send(message)

    async def close(self) -> None:
        """Send nothing more."""
        self.over = True


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
        self,
        number: int,
        receive: Receive,
        send: Send,
        is_allowed: Callable[[Message], Awaitable[bool]],
    ) -> None:
        self.number = number
        self._receive, self._send, self._is_allowed = receive, send, is_allowed
        self._closing = asyncio.Event()

    async def receive(self) -> Message:
        """Give the application the next message, or the end of the socket."""
        message = await self._next()
        if message is not None and message["type"] == "websocket.receive":
            if await self._is_allowed(message):
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


def is_by_itself(message: Message) -> bool:
    """Say whether an open page sent a message of itself: no sign that anybody is there.

    So does a part of a page that looks every few seconds whether something has ended.
    """
    try:
        told = BackMsg.FromString(message.get("bytes") or b"")
    except Exception:  # noqa: BLE001 - nonsense of a browser is for Streamlit to refuse
        return False
    return bool(told.rerun_script.is_auto_rerun)


class AllOpen:
    """All that is open.

    Parameters
    ----------
    living
        Given numbers of sessions, returns those that still last.
    """

    def __init__(self, living: Callable[[set[int]], Awaitable[set[int]]]) -> None:
        self._living = living
        self._open: set[Open] = set()
        self._closing: set[asyncio.Task[None]] = set()
        self._watch: asyncio.Task[None] | None = None

    def add(self, one: Open) -> None:
        """Keep one, and watch as long as there is any."""
        self._open.add(one)
        if self._watch is None or self._watch.done():
            self._watch = asyncio.ensure_future(self._watch_sessions())

    def remove(self, one: Open) -> None:
        """Let go of one that has ended."""
        self._open.discard(one)

    async def sweep(self) -> None:
        """Close what is open of sessions that are over; a browser that is slow delays no other."""
        found = tuple(self._open)
        if not found:
            return
        living = await self._living({one.number for one in found})
        for one in found:
            if one.number not in living:
                task = asyncio.ensure_future(one.close())
                self._closing.add(task)
                task.add_done_callback(self._closing.discard)
        await asyncio.sleep(0)  # each closing has begun: nothing more is sent

    async def _watch_sessions(self) -> None:
        while self._open:
            await asyncio.sleep(SWEEP_EVERY_S)
            try:
                await self.sweep()
            except Exception:  # noqa: BLE001 - a watch that ends would leave sockets open for ever
                _log.exception("the sessions of what is open could not be read")
