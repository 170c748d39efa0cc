"""What the sign-in is asked and answers: forms read strictly, pages, and where one goes on to."""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from starlette.responses import HTMLResponse, RedirectResponse, Response

from dashboard.server.gate.cookies import set_cookie
from dashboard.server.gate.rules import LOGIN
from dashboard.server.signin.page import TEXTS, Shown, change_page, page_policy, sign_in_page
from dashboard.texts import LANGUAGE, parse_language, read_texts
from geodata.localtime import LOCAL_TIME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from dashboard.accounts.desk import Opened, Refused
    from dashboard.server.gate.asked import Asked
    from geodata.accounts import Session

MOST_BYTES: Final = 8_192
MOST_FIELDS: Final = 20
OURS: Final = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
"""Addresses to go on to: paths of our own, and nothing a browser takes for another host."""
STATUS: Final = {
    "wait": HTTPStatus.TOO_MANY_REQUESTS,
    "busy": HTTPStatus.TOO_MANY_REQUESTS,
    "differ": HTTPStatus.BAD_REQUEST,
    "unreachable": HTTPStatus.BAD_GATEWAY,
}

Form = dict[str, str]


def told(request: Request) -> tuple[Asked, Session | None]:
    """Return what the gate tells of a request."""
    return request.state.asked, request.state.session


async def read_form(request: Request) -> Form | None:
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


def shown_of(values: Mapping[str, str], provider: str = "") -> Shown:
    """Return what a page shall show after a query or a form."""
    there = values.get("next", "")
    return Shown(
        language=parse_language(values.get(LANGUAGE)),
        there=there if OURS.fullmatch(there) and not there.startswith(LOGIN) else "/",
        login=values.get("login", "")[:64],
        provider=provider,
        over="over" in values,
    )


def saying(shown: Shown, refusal: Refused) -> Shown:
    """Return the same with the sentence of a refusal."""
    until = refusal.until.astimezone(LOCAL_TIME) if refusal.until else None
    text = read_texts(shown.language, TEXTS)
    said = text(f"refused.{refusal.why}", until=f"{until:%H:%M:%S}" if until else "")
    return replace(shown, said=said)


def refused(
    refusal: Refused, shown: Shown, asked: Asked, changing: Session | None = None
) -> Response:
    """Return the page again, with what was wrong.

    Parameters
    ----------
    changing
        The session whose password was to be changed; None at the sign-in.
    """
    shown, status = saying(shown, refusal), STATUS.get(refusal.why, HTTPStatus.UNAUTHORIZED)
    if changing is None:
        return html(sign_in_page(shown, asked), status)
    return changing_page(shown, asked, changing, status)


def changing_page(
    shown: Shown, asked: Asked, session: Session, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    """Return the page to change the password of a session's person."""
    account = session.account
    free = not account.must_change
    page = change_page(shown, asked, ask_old=free and account.has_password, free=free)
    return html(page, status)


def opened(answer: Opened, shown: Shown, asked: Asked) -> Response:
    """Return the way on, with the token of the new session."""
    there = f"{LOGIN}?{LANGUAGE}={shown.language}" if answer.must_change else shown.there
    response = RedirectResponse(there, HTTPStatus.SEE_OTHER)
    response.headers["set-cookie"] = set_cookie(asked, answer.token)
    return response


def html(text: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Return a page of ours, which may load and do nothing but itself."""
    return HTMLResponse(text, status, headers={"content-security-policy": page_policy()})
