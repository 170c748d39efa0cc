"""Headers on every answer: nothing from elsewhere is loaded, asked, framed or guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import Message

    from dashboard.server.gate.asked import Asked

POLICY: Final = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "connect-src 'self' {socket}://{host}; "
    "frame-ancestors 'self'; form-action 'self'; base-uri 'self'; object-src 'none'"
)
"""Streamlit's page needs inline styles and scripts and blob modules. What is forbidden is every
other host, sockets included: text that ran as a script could not send away what it read."""
SAFE: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def add_safe_headers(message: Message, asked: Asked) -> None:
    """Add them to the start of an answer; its own policy and caching stay."""
    headers = MutableHeaders(scope=message)
    headers.update(SAFE)
    socket = "wss" if asked.secure else "ws"
    policy = POLICY.format(socket=socket, host=asked.host or "localhost")
    headers.setdefault("content-security-policy", policy)
    headers.setdefault("cache-control", "private, no-store")
