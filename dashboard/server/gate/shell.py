"""Streamlit answers a file it does not have with the shell of its pages; here that is a 404."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers

from dashboard.server.gate.notices import refusal_of

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

    from dashboard.server.gate.asked import Asked

FILES: Final = ("/assets/", "/map/", "/static/")
"""Where there are scripts, styles, fonts and pictures, and no HTML."""


class WithoutShell:
    """An answer that is not found where it is the shell in place of a file."""

    def __init__(self, asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
        self._asked, self._scope, self._receive, self._send = asked, scope, receive, send
        self._hidden = False

    async def send(self, message: Message) -> None:
        """Send it on, or that there is nothing."""
        if message["type"] == "http.response.start" and _is_html(message):
            self._hidden = True
            answer = refusal_of(HTTPStatus.NOT_FOUND, self._asked)
            await answer(self._scope, self._receive, self._send)
        if not self._hidden:
            await self._send(message)


def _is_html(message: Message) -> bool:
    kind = Headers(raw=message["headers"]).get("content-type", "")
    return kind.startswith("text/html")
