"""What happens when something behind the gate, or the gate itself, fails: a number and a log."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from dashboard.health.words import trouble_of
from dashboard.log.incidents import note_incident
from dashboard.server.gate.asked import WEBSOCKET
from dashboard.server.gate.notices import failure_of
from dashboard.server.gate.rules import row_of

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

    from dashboard.server.gate.asked import Asked
    from geodata.accounts import Session

UNKNOWN: Final = "none"
"""Route of what no row of the rules names."""
FAILED: Final = 1011
"""Close code of a websocket whose server failed (RFC 6455, 7.4.1)."""


class Reply:
    """What is sent of an answer, watched: once it has begun, no other can take its place."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def send(self, message: Message) -> None:
        """Send it on."""
        self.begun = True
        await self._send(message)


async def answer_failure(
    error: Exception,
    asked: Asked,
    session: Session | None,
    reply: Reply,
    scope: Scope,
    receive: Receive,
) -> None:
    """Note what went wrong, and tell its number where there is still room to tell anything.

    An answer that had begun is left unfinished: the server then closes the connection, so that
    nobody takes half of a file for the whole.
    """
    row = row_of(asked.method, asked.path)
    incident = note_incident(
        error,
        route=row.path if row else UNKNOWN,
        method=asked.method,
        account=session.account.number if session else None,
    )
    if asked.method == WEBSOCKET:
        with suppress(OSError, RuntimeError):  # it may be closed already
            await reply.send({"type": "websocket.close", "code": FAILED, "reason": incident})
    elif not reply.begun:
        answer = failure_of(trouble_of(error), asked, incident)
        await answer(scope, receive, reply.send)
