"""The routes ``/login`` and ``/signout``. They stand behind the gate, which tells them who asks."""

from __future__ import annotations

import re
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard.accounts.desk import Client, Desk, Opened, Refused
from dashboard.server.gate.cookies import drop_cookie, set_cookie
from dashboard.server.gate.rules import LOGIN, SIGN_OUT
from dashboard.server.signin.page import TEXTS, Shown, change_page, page_policy, sign_in_page
from dashboard.texts import Language, read_texts
from geodata.localtime import LOCAL_TIME

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from dashboard.server.gate.asked import Asked
    from geodata.accounts import Session

AT_ONCE: Final = 2
"""Passwords compared at once: each takes 64 MiB and a processor for a moment."""
MOST_WAITING: Final = 40
MOST_BYTES: Final = 8_192
MOST_FIELDS: Final = 20
OURS: Final = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
"""Addresses to go on to: paths of our own, and nothing a browser takes for another host."""
STATUS: Final = {"wait": HTTPStatus.TOO_MANY_REQUESTS}

Form = dict[str, str]


class SignIn:
    """The endpoints over a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._threads = CapacityLimiter(AT_ONCE)

    async def show(self, request: Request) -> Response:
        """Show the page; whoever is signed in already goes on, or changes the password."""
        asked, session = _told(request)
        shown = _shown(dict(request.query_params))
        if session is None:
            return _html(sign_in_page(shown, asked))
        if session.account.must_change or "change" in request.query_params:
            return _html(change_page(shown, asked, ask_old=not session.account.must_change))
        return RedirectResponse(shown.there, HTTPStatus.SEE_OTHER)

    async def take(self, request: Request) -> Response:
        """Take what was filled in."""
        asked, session = _told(request)
        form = await _read_form(request)
        if form is None:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        shown, changing = _shown(form), session if "new" in form else None
        if self._threads.statistics().tasks_waiting >= MOST_WAITING:
            return _refused(_saying(shown, "busy"), asked, changing, HTTPStatus.TOO_MANY_REQUESTS)
        client = Client(asked.address, request.headers.get("user-agent", ""), session)
        if "new" in form and form["new"] != form.get("again"):
            return _refused(_saying(shown, "differ"), asked, changing, HTTPStatus.BAD_REQUEST)
        work = partial(_answer, self._desk, form, client)
        answer = await to_thread.run_sync(work, limiter=self._threads)
        if isinstance(answer, Opened):
            return _opened(answer, shown, asked)
        until = answer.until.astimezone(LOCAL_TIME) if answer.until else None
        saying = _saying(shown, answer.why, until=f"{until:%H:%M:%S}" if until else "")
        status = STATUS.get(answer.why, HTTPStatus.UNAUTHORIZED)
        return _refused(saying, asked, changing, status)

    async def leave(self, request: Request) -> Response:
        """End the session, and let the browser forget what it was shown."""
        asked, session = _told(request)
        if session is not None:
            await to_thread.run_sync(self._desk.door.sign_out, session, limiter=self._threads)
        answer = RedirectResponse(LOGIN, HTTPStatus.SEE_OTHER)
        answer.headers["set-cookie"] = drop_cookie(asked)
        answer.headers["clear-site-data"] = '"cache"'
        return answer


def signin_routes(desk: Desk) -> list[BaseRoute]:
    """Return the routes over a desk."""
    endpoints = SignIn(desk)
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


def _opened(opened: Opened, shown: Shown, asked: Asked) -> Response:
    there = f"{LOGIN}?lang={shown.language}" if opened.must_change else shown.there
    answer = RedirectResponse(there, HTTPStatus.SEE_OTHER)
    answer.headers["set-cookie"] = set_cookie(asked, opened.token)
    return answer


def _refused(shown: Shown, asked: Asked, session: Session | None, status: HTTPStatus) -> Response:
    if session is None:
        return _html(sign_in_page(shown, asked), status)
    return _html(change_page(shown, asked, ask_old=not session.account.must_change), status)


def _html(text: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return HTMLResponse(text, status, headers={"content-security-policy": page_policy()})


def _told(request: Request) -> tuple[Asked, Session | None]:
    return request.state.asked, request.state.session


def _shown(values: Form) -> Shown:
    there = values.get("next", "")
    known = values.get("lang") == Language.ENGLISH
    return Shown(
        language=Language.ENGLISH if known else Language.CHINESE,
        there=there if OURS.fullmatch(there) and not there.startswith(LOGIN) else "/",
        login=values.get("login", "")[:64],
    )


def _saying(shown: Shown, why: str, **values: str) -> Shown:
    said = read_texts(shown.language, TEXTS)(f"refused.{why}", **values)
    return Shown(shown.language, shown.there, shown.login, said)


async def _read_form(request: Request) -> Form | None:
    """Return the fields of a form, the last of each name; None where it is none of ours."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    try:
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
    return {name: values[-1] for name, values in fields.items()}
