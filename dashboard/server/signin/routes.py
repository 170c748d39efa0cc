"""The routes ``/login`` and ``/signout``. They stand behind the gate, which tells them who asks."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from anyio import CapacityLimiter, to_thread
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.accounts.desk import Client, Desk, Opened, Refused
from dashboard.server.gate.cookies import drop_cookie
from dashboard.server.gate.rules import LOGIN, SIGN_OUT
from dashboard.server.signin.answers import (
    Form,
    changing_page,
    html,
    opened,
    read_form,
    refused,
    shown_of,
    told,
)
from dashboard.server.signin.page import Shown, return_page, sign_in_page
from dashboard.server.signin.provider import ProviderRoutes, answer_in

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from dashboard.accounts.by_provider import ProviderDesk
    from dashboard.server.gate.asked import Asked

AT_ONCE: Final = 2
"""Passwords compared at once: each takes 64 MiB and a processor for a moment."""
MOST_WAITING: Final = 40


class SignIn:
    """The endpoints over a desk.

    Parameters
    ----------
    provider
        Where one signs in by the office's provider; None where it has none.
    """

    def __init__(self, desk: Desk, provider: ProviderDesk | None = None) -> None:
        self._desk = desk
        self._threads = CapacityLimiter(AT_ONCE)
        self._provider = ProviderRoutes(provider) if provider else None
        self._name = provider.party.provider.name if provider else ""

    async def show(self, request: Request) -> Response:
        """Show the page; whoever is signed in already goes on, or changes the password."""
        asked, session = told(request)
        shown = shown_of(request.query_params, self._name)
        if session is None:
            return await self._show_stranger(request, shown, asked)
        if session.account.must_change or "change" in request.query_params:
            return changing_page(shown, asked, session)
        return RedirectResponse(shown.there, HTTPStatus.SEE_OTHER)

    async def take(self, request: Request) -> Response:
        """Take what was filled in."""
        asked, session = told(request)
        form = await read_form(request)
        if form is None:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        shown, changing = shown_of(form, self._name), session if "new" in form else None
        client = Client(asked.address, request.headers.get("user-agent", ""), session)
        if self._provider and "back" in form:
            return await self._provider.finish(request, form, client, asked)
        answer = await self._answer(form, client)
        if isinstance(answer, Opened):
            return opened(answer, shown, asked)
        return refused(answer, shown, asked, changing)

    async def leave(self, request: Request) -> Response:
        """End the session, and let the browser forget what it was shown."""
        asked, session = told(request)
        if session is not None:
            await to_thread.run_sync(self._desk.door.sign_out, session, limiter=self._threads)
        answer = RedirectResponse(LOGIN, HTTPStatus.SEE_OTHER)
        answer.headers["set-cookie"] = drop_cookie(asked)
        answer.headers["clear-site-data"] = '"cache"'
        return answer

    async def _show_stranger(self, request: Request, shown: Shown, asked: Asked) -> Response:
        query = request.query_params
        if self._provider and "state" in query:
            return html(return_page(shown, answer_in(query)))
        if self._provider and "provider" in query:
            return await self._provider.start(shown, asked)
        return html(sign_in_page(shown, asked))

    async def _answer(self, form: Form, client: Client) -> Opened | Refused:
        if self._threads.statistics().tasks_waiting >= MOST_WAITING:
            return Refused("busy")
        if "new" in form and form["new"] != form.get("again"):
            return Refused("differ")
        work = partial(_answer, self._desk, form, client)
        return await to_thread.run_sync(work, limiter=self._threads)


def signin_routes(desk: Desk, provider: ProviderDesk | None = None) -> list[BaseRoute]:
    """Return the routes over a desk, and over that of the office's provider if it has one."""
    endpoints = SignIn(desk, provider)
    return [
        Route(LOGIN, endpoints.show, methods=["GET"]),
        Route(LOGIN, endpoints.take, methods=["POST"]),
        Route(SIGN_OUT, endpoints.leave, methods=["POST"]),
    ]


def _answer(desk: Desk, form: Form, client: Client) -> Opened | Refused:
    if "link" in form:
        return desk.sign_in_by_link(form["link"], client)
    if "new" in form:
        return desk.change_password(form.get("old"), form["new"], client)
    return desk.sign_in(form.get("login", ""), form.get("password", ""), client)
