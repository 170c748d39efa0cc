"""Answers in place of what was asked for: a small page for a person, JSON for a program."""

from __future__ import annotations

from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, quote

from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)

from dashboard.health.words import trouble_text, words_of
from dashboard.server.gate.rules import LOGIN
from dashboard.server.signin.page import TEXTS, WayOn, page_policy, whole_page
from dashboard.texts import LANGUAGE, Language, parse_language, read_texts

if TYPE_CHECKING:
    from dashboard.server.gate.asked import Asked

API: Final = "/api/"
HOME: Final = "/"
RETRY_AFTER_S: Final = "5"


def refusal_of(status: HTTPStatus, asked: Asked) -> Response:
    """Return the answer to what may not pass.

    A person without a session is led to the sign-in, one who asks for no page of ours to the map.
    """
    if _is_for_a_person(asked):
        if status is HTTPStatus.UNAUTHORIZED:
            there = f"{asked.path}?{asked.query}" if asked.query else asked.path
            return RedirectResponse(f"{LOGIN}?next={quote(there, safe='')}", HTTPStatus.SEE_OTHER)
        if status is HTTPStatus.NOT_FOUND:
            return RedirectResponse(HOME, HTTPStatus.SEE_OTHER)
        if status is HTTPStatus.FORBIDDEN and asked.is_ours:
            said = read_texts(_language(asked), TEXTS)("notice.forbidden")
            return _page(status, asked, "forbidden", said)
    if asked.path.startswith(API):
        return JSONResponse({"said": status.phrase}, status)
    return PlainTextResponse(status.phrase, status)


def failure_of(trouble: str | None, asked: Asked, incident: str) -> Response:
    """Return the answer where something went wrong: its number, and nothing else of it.

    Parameters
    ----------
    trouble
        What is wrong with disk or database, as `dashboard.health.words.trouble_of` names it: it
        passes, so whoever asks may ask again.
    """
    status = HTTPStatus.SERVICE_UNAVAILABLE if trouble else HTTPStatus.INTERNAL_SERVER_ERROR
    key, language = "unavailable" if trouble else "failed", _language(asked)
    said = (
        trouble_text(words_of(language), trouble, incident)
        if trouble
        else read_texts(language, TEXTS)("notice.failed", incident=incident)
    )
    answer: Response = (
        _page(status, asked, key, said, incident=incident)
        if _is_for_a_person(asked)
        else JSONResponse({"incident": incident, "said": said}, status)
    )
    if trouble:
        answer.headers["retry-after"] = RETRY_AFTER_S
    return answer


def _is_for_a_person(asked: Asked) -> bool:
    return asked.wants_page and not asked.path.startswith(API)


def _page(status: HTTPStatus, asked: Asked, key: str, said: str, *, incident: str = "") -> Response:
    language = _language(asked)
    texts = read_texts(language, TEXTS)
    body = (
        f"<h2>{escape(texts(f'notice.{key}_heading'))}</h2>"
        f'<p class="incident">{escape(incident)}</p>'
        f"<p>{escape(said)}</p>"
    )
    page = whole_page(language, body, WayOn(HOME, language, texts("notice.back")))
    return HTMLResponse(page, status, headers={"content-security-policy": page_policy()})


def _language(asked: Asked) -> Language:
    """Return the language the address names; Chinese where it names none."""
    return parse_language(parse_qs(asked.query).get(LANGUAGE, [""])[-1])
