"""The session's cookie: readable by no script, sent to no other site, seen by no page of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dashboard.server.gate.asked import Asked

    Headers = Iterable[tuple[bytes, bytes]]

NAME: Final = "safety_map"
FLOW: Final = "sign_in"
"""Of the cookie that waits for somebody to come back from the office's provider."""
OURS: Final = (f"__Host-{NAME}", f"{NAME}_")


def cookie_name(asked: Asked, name: str = NAME) -> str:
    """Return a cookie's name.

    Behind TLS the browser itself sees to it that nobody else on the domain sets it. Without, the
    port tells two servers on one machine apart, which browsers do not.
    """
    return f"__Host-{name}" if asked.secure else f"{name}_{asked.port}"


def set_cookie(asked: Asked, token: str) -> str:
    """Return the header that gives a browser its token, until it is closed."""
    return f"{cookie_name(asked)}={token}; {_attributes(asked)}"


def set_flow_cookie(asked: Asked, sealed: str, *, lasts_s: int) -> str:
    """Return the header that lets a browser keep a sealed flow for a while."""
    return f"{cookie_name(asked, FLOW)}={sealed}; Max-Age={lasts_s}; {_attributes(asked)}"


def drop_cookie(asked: Asked, name: str = NAME) -> str:
    """Return the header that takes a cookie away."""
    return f"{cookie_name(asked, name)}=; Max-Age=0; {_attributes(asked)}"


def read_token(headers: Headers, asked: Asked) -> str | None:
    """Return the token a browser sends; None where it sends none, or more than one."""
    name = cookie_name(asked)
    found = [value for key, value in _cookies(headers) if key == name]
    return found[0] if len(found) == 1 and found[0] else None


def without_token(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Return headers in which only other cookies are left: no page needs the token."""
    kept = []
    for name, value in headers:
        if name.lower() != b"cookie":
            kept.append((name, value))
            continue
        others = [f"{k}={v}" for k, v in _cookies([(name, value)]) if not k.startswith(OURS)]
        if others:
            kept.append((name, "; ".join(others).encode("latin-1")))
    return kept


def _attributes(asked: Asked) -> str:
    return f"Path=/; HttpOnly; SameSite=Strict{'; Secure' if asked.secure else ''}"


def _cookies(headers: Headers) -> Iterator[tuple[str, str]]:
    for name, line in headers:
        if name.lower() == b"cookie":
            for pair in line.decode("latin-1").split(";"):
                key, equals, value = pair.partition("=")
                if equals:
                    yield key.strip(), value.strip()
