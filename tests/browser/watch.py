"""What pages ask for and complain about, and the servers they may ask."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request, WebSocket

LOCAL_SCHEMES = ("about", "blob", "data")
"""Addresses that never leave the browser."""


@dataclass
class Watch:
    """Everything the watched pages requested and every error they raised, in order."""

    requests: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Record from now on what `page`, its frames and its sockets do."""

        def on_request(request: Request) -> None:
            self.requests.append(request.url)

        def on_websocket(websocket: WebSocket) -> None:
            self.requests.append(websocket.url)

        def on_console(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.console_errors.append(message.text)

        def on_page_error(error: Error) -> None:
            self.page_errors.append(str(error))

        page.on("request", on_request)
        page.on("websocket", on_websocket)
        page.on("console", on_console)
        page.on("pageerror", on_page_error)

    def outside(self, origins: set[str]) -> list[str]:
        """List the requests to any but `origins` (``host:port``), attempted or answered."""
        asked = ((url, urlsplit(url)) for url in self.requests)
        return [
            url
            for url, parts in asked
            if parts.scheme not in LOCAL_SCHEMES and parts.netloc not in origins
        ]
