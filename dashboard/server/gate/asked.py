"""What a request says of itself: host, origin, address, method and path, read once and strictly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

    from starlette.types import Scope

    Network = IPv4Network | IPv6Network

WEBSOCKET: Final = "WEBSOCKET"
"""The method of a websocket, for which the protocol has none."""
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?", re.ASCII)
_PORT_OF: Final = {True: 443, False: 80}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request or websocket, before anything is answered.

    Parameters
    ----------
    method
        Of HTTP, or `WEBSOCKET`.
    path
        Decoded, as the routes see it.
    query
        As it was sent, without its question mark.
    host
        Host header in small letters, without a port that goes without saying; None where there is
        none, several, or nonsense.
    origin
        Scheme, host and port of the page that asks, written like `host`; None where the browser
        names none, an empty text where it names one that cannot be ours.
    secure
        Whether it came by TLS, to us or to a trusted proxy.
    address
        Of the browser, as far as we can know.
    wants_page
        Whether a person waits for a page, and not a script for data.
    """

    method: str
    path: str
    query: str
    host: str | None
    origin: str | None
    secure: bool
    address: str
    wants_page: bool

    @property
    def hostname(self) -> str:
        """The host without its port."""
        found = _HOST.fullmatch(self.host or "")
        return found[1].strip("[]") if found else ""

    @property
    def port(self) -> int:
        """The port the browser uses."""
        found = _HOST.fullmatch(self.host or "")
        return int(found[2]) if found and found[2] else _PORT_OF[self.secure]

    @property
    def base(self) -> str:
        """The origin of our own pages."""
        return f"{'https' if self.secure else 'http'}://{self.host}"

    @property
    def is_overheard(self) -> bool:
        """Say whether others on the network may read along: no TLS, and not within this machine."""
        return not self.secure and self.hostname not in LOOPBACK

    @property
    def is_ours(self) -> bool:
        """Say whether one of our own pages asks, as far as anything is to be feared from others.

        What changes something must name its page, which browsers always do. Others may come
        without: a link, a bookmark, a program that has no page.
        """
        if self.origin is None:
            return self.method in SAFE_METHODS or self.method == WEBSOCKET
        return self.origin == self.base


def is_known_host(asked: Asked, hosts: Collection[str] | None) -> bool:
    """Say whether a request names the server by one of its names; None takes any name."""
    return bool(asked.hostname) and (hosts is None or asked.hostname in hosts)


def read_asked(scope: Scope, proxies: Iterable[Network]) -> Asked:
    """Read the scope of a request or websocket.

    Parameters
    ----------
    proxies
        Addresses of the proxies whose word on browser and TLS is taken; nobody else's is.
    """
    named: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        named.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    trusted = tuple(proxies)
    peer = _peer(scope)
    by_proxy = _is_among(peer, trusted)
    secure = scope.get("scheme") in {"https", "wss"}
    if "x-forwarded-proto" in named:  # uvicorn believes it of any program on this machine
        secure = by_proxy and named["x-forwarded-proto"][-1].strip().lower() == "https"
    forwarded = [part for line in named.get("x-forwarded-for", []) for part in line.split(",")]
    method = WEBSOCKET if scope["type"] == "websocket" else scope["method"]
    origins = named.get("origin")
    return Asked(
        method=method,
        path=scope["path"],
        query=scope.get("query_string", b"").decode("latin-1"),
        host=_host(named.get("host", []), secure=secure),
        origin=None if origins is None else _origin(origins),
        secure=secure,
        address=_browser(peer, forwarded, trusted) if by_proxy else peer,
        wants_page=method in {"GET", "HEAD"} and "text/html" in ",".join(named.get("accept", [])),
    )


def _peer(scope: Scope) -> str:
    """Return the address at the other end of the connection.

    uvicorn believes what a program on this machine says of its browser, and marks it by port 0,
    which no connection has. Its word is taken for no more than that it is on this machine.
    """
    host, port = scope.get("client") or ("", 0)
    return "127.0.0.1" if port == 0 else str(host)


def _browser(peer: str, forwarded: list[str], trusted: tuple[Network, ...]) -> str:
    """Return the last address that no trusted proxy has: what comes before it anyone may write."""
    for part in reversed(forwarded):
        address = _address(part)
        if address is None:
            return peer
        if not _is_among(str(address), trusted):
            return str(address)
    return peer


def _is_among(text: str, networks: tuple[Network, ...]) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in networks)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.strip())
    except ValueError:
        return None


def _host(values: list[str], *, secure: bool) -> str | None:
    if len(values) != 1:
        return None
    text = values[0].lower().removesuffix(f":{_PORT_OF[secure]}")
    return text if _HOST.fullmatch(text) else None


def _origin(values: list[str]) -> str:
    try:
        parts = urlsplit(values[0].lower())
    except ValueError:
        return ""
    secure = parts.scheme == "https"
    host = _host([parts.netloc], secure=secure)
    return f"{parts.scheme}://{host}" if len(values) == 1 and host else ""
