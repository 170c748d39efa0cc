"""Streamlit's page with a script of ours before its own, so that Chrome 109 shows it.

Streamlit 1.67 asks for what browsers have since 2023 and is a blank page on the last Chrome for
Windows 7; the script lends it what is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders

from dashboard.components.browser import ASSETS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEAD, ROOT = b"<head>", b'id="root"'
"""What Streamlit's page has; pages of ours have no root, and no script from elsewhere."""


class ForOldBrowsers:
    """Middleware that puts the script at the head of HTML pages of the application inside it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._tag = f'<script src="{ASSETS.prefix}/old_browsers.js"></script>'.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; a page asked for comes back as it is written, not compressed."""
        is_page = scope["type"] == "http" and "text/html" in Headers(scope=scope).get("accept", "")
        if not is_page:
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name not in ASKED_FOR_FILES]
        await self.app({**scope, "headers": plain}, receive, _Page(self._tag, send).send)


ASKED_FOR_FILES: Final = frozenset({b"accept-encoding", b"if-none-match", b"if-modified-since"})
"""What would bring a compressed page, or none because the browser holds an older one."""


class _Page:
    """An answer whose head gets the script; an answer that is no HTML stays as it is."""

    def __init__(self, tag: bytes, send: Send) -> None:
        self._tag, self._send = tag, send
        self._is_waiting = False

    async def send(self, message: Message) -> None:
        """Send it on, the script with the first part that holds the head."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            self._is_waiting = headers.get("content-type", "").startswith("text/html")
            if self._is_waiting:
                for name in ("content-length", "etag", "last-modified"):
                    del headers[name]
        elif self._is_waiting and all(part in message.get("body", b"") for part in (HEAD, ROOT)):
            self._is_waiting = False
            message["body"] = message["body"].replace(HEAD, HEAD + self._tag, 1)
        await self._send(message)
