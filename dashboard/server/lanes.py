"""Lanes of requests that take work: so many at once, so many waiting, others are told to come back.

Streamlit serves its files with one pool of threads. Work of ours has threads of its own, so that a
rush of maps holds up neither pages nor health, and one person's rush no other person.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.responses import JSONResponse

from dashboard.server.errors import STATUS, answer_errors, told_error

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    Endpoint = Callable[[Request], Response]

Body = TypeVar("Body")

RETRY_AFTER_S: Final = "2"


class Lane:
    """Runs endpoints in threads of its own.

    Parameters
    ----------
    at_once
        Requests worked on at a time.
    most_of_one
        Requests one account may have here, waiting ones included; beyond it 429.
    most
        Requests of all; beyond it 503.
    """

    def __init__(self, at_once: int, *, most_of_one: int, most: int) -> None:
        self._threads = CapacityLimiter(at_once)
        self._most_of_one, self._most = most_of_one, most
        self._here: Counter[int] = Counter()

    def serve(self, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
        """Return an endpoint as a route takes it; our errors become answers."""
        answering = answer_errors(endpoint)

        async def answer(request: Request) -> Response:
            return await self.answer(answering, request)

        return answer

    def serve_body(
        self,
        read: Callable[[Request], Awaitable[Body]],
        endpoint: Callable[[Body, Request], Response],
    ) -> Callable[[Request], Awaitable[Response]]:
        """Return an endpoint that is given what `read` takes from the body, before its turn."""

        async def answer(request: Request) -> Response:
            try:
                body = await read(request)
            except tuple(STATUS) as error:
                return told_error(error)
            return await self.answer(answer_errors(partial(endpoint, body)), request)

        return answer

    async def answer(self, endpoint: Endpoint, request: Request) -> Response:
        """Answer a request when its turn comes, or say that there is no room to wait."""
        account = request.state.session.account.number
        if self._here.total() >= self._most:
            return _come_back(HTTPStatus.SERVICE_UNAVAILABLE)
        if self._here[account] >= self._most_of_one:
            return _come_back(HTTPStatus.TOO_MANY_REQUESTS)
        self._here[account] += 1
        try:
            return await to_thread.run_sync(endpoint, request, limiter=self._threads)
        finally:
            self._here[account] -= 1


def _come_back(status: HTTPStatus) -> Response:
    headers = {"retry-after": RETRY_AFTER_S, "cache-control": "no-store"}
    return JSONResponse({"said": status.phrase}, status, headers=headers)
