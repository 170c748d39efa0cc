"""The sign-in page as HTML: our own words and two addresses, each escaped, and nothing else."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlencode

from dashboard.server.gate.rules import LOGIN
from dashboard.texts import FOLDER, LANGUAGE, Language, read_texts

if TYPE_CHECKING:
    from dashboard.server.gate.asked import Asked
    from dashboard.texts import Texts

HERE: Final = Path(__file__).parent
TEXTS: Final = FOLDER / "accounts"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows.

    Parameters
    ----------
    language
        In which language.
    there
        Path to go to when signed in.
    login
        As it was typed before.
    said
        A sentence to begin with: why it was refused; empty for none.
    over
        Whether a session that has ended leads here.
    provider
        Name of the office's provider; empty where it has none.
    """

    language: Language
    there: str
    login: str = ""
    said: str = ""
    over: bool = False
    provider: str = ""


class WayOn(NamedTuple):
    """The link at the foot of a page: where it leads, in which language, and what it is called."""

    address: str
    language: Language
    name: str


def sign_in_page(shown: Shown, asked: Asked) -> str:
    """Return the page that asks for account and password, or takes a one-time link."""
    texts = read_texts(shown.language, TEXTS)
    hidden = _hidden(shown)
    body = [
        f"<h2>{escape(texts('sign_in.heading'))}</h2>",
        _said(shown),
        f"<p>{escape(texts('sign_in.over'))}</p>" if shown.over and not shown.said else "",
        f'<form method="post" action="{LOGIN}" id="by-link" hidden>',
        f"<p>{escape(texts('sign_in.link_about'))}</p>",
        f'{hidden}<input type="hidden" name="link">{_button(texts("sign_in.link_submit"))}</form>',
        f'<form method="post" action="{LOGIN}" id="by-password">{hidden}',
        _input(
            "login", texts("sign_in.login"), "username", value=shown.login, focus=not shown.login
        ),
        _input("password", texts("sign_in.password"), "current-password", focus=bool(shown.login)),
        f"{_button(texts('sign_in.submit'))}</form>",
        _provider_link(shown, texts),
        _warning(texts, asked),
    ]
    return _page(shown, texts, "\n".join(body), {})


def return_page(shown: Shown, answer: dict[str, str]) -> str:
    """Return the page that sends on what the provider sent the browser back with."""
    texts = read_texts(shown.language, TEXTS)
    fields = {"back": "", **answer}
    body = [
        f"<h2>{escape(texts('sign_in.heading'))}</h2>",
        f'<form method="post" action="{LOGIN}" id="by-provider">{_hidden_fields(fields)}',
        f"{_button(texts('sign_in.link_submit'))}</form>",
    ]
    return _page(shown, texts, "\n".join(body), {})


def change_page(shown: Shown, asked: Asked, *, ask_old: bool, free: bool) -> str:
    """Return the page that asks for a new password.

    Parameters
    ----------
    ask_old
        Whether there is an old one to tell.
    free
        Whether one may go back without.
    """
    texts = read_texts(shown.language, TEXTS)
    about = "" if free else f"<p>{escape(texts('change.about'))}</p>"
    old = _input("old", texts("change.old"), "current-password", focus=True) if ask_old else ""
    body = [
        f"<h2>{escape(texts('change.heading'))}</h2>",
        _said(shown),
        f'<form method="post" action="{LOGIN}">{_hidden(shown)}',
        f"{about}{old}",
        _input("new", texts("change.new"), "new-password", focus=not ask_old),
        _input("again", texts("change.again"), "new-password"),
        f'<p class="rule">{escape(texts("change.rule"))}</p>',
        f"{_button(texts('change.submit'))}</form>",
        f'<a class="other" href="{escape(shown.there)}">{escape(texts("change.back"))}</a>'
        if free
        else "",
        _warning(texts, asked),
    ]
    return _page(shown, texts, "\n".join(body), {"change": ""})


@cache
def page_policy() -> str:
    """Return the content policy of the page: its own style and script, and nothing else at all."""
    style, script = (
        b64encode(sha256(_file(name).encode()).digest()).decode()
        for name in ("page.css", "page.js")
    )
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; "
        "img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


def whole_page(language: Language, body: str, way_on: WayOn, *, script: str = "") -> str:
    """Return a page of ours, complete in itself.

    Parameters
    ----------
    body
        HTML; what comes from elsewhere in it is escaped already.
    script
        One whose hash `page_policy` knows, or none.
    """
    return Template(_file("page.html")).substitute(
        language=language,
        title=escape(read_texts(language, TEXTS)("title")),
        style=_file("page.css"),
        script=script,
        body=body,
        address=escape(way_on.address),
        address_language=way_on.language,
        address_name=escape(way_on.name),
    )


def _page(shown: Shown, texts: Texts, body: str, asked_for: dict[str, str]) -> str:
    other = texts.language.other
    address = f"{LOGIN}?{urlencode({LANGUAGE: other, 'next': shown.there, **asked_for})}"
    way_on = WayOn(address, other, read_texts(other, TEXTS)("language"))
    return whole_page(shown.language, body, way_on, script=_file("page.js"))


@cache
def _file(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _hidden(shown: Shown) -> str:
    return _hidden_fields({"next": shown.there, LANGUAGE: str(shown.language)})


def _hidden_fields(values: dict[str, str]) -> str:
    return "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in values.items()
    )


def _input(name: str, label: str, kind: str, *, value: str = "", focus: bool = False) -> str:
    shown_as = "text" if kind == "username" else "password"
    given = f' value="{escape(value)}"' if value else ""
    return (
        f'<label for="{name}">{escape(label)}</label><input id="{name}" name="{name}" required '
        f'type="{shown_as}" autocomplete="{kind}" maxlength="200"{given}'
        f"{' autofocus' if focus else ''}>"
    )


def _button(label: str) -> str:
    return f'<button type="submit">{escape(label)}</button>'


def _provider_link(shown: Shown, texts: Texts) -> str:
    """Return the button of the provider: a link, since a form may lead to ourselves only."""
    if not shown.provider:
        return ""
    values = {"provider": "", "next": shown.there, LANGUAGE: str(shown.language)}
    label = escape(texts("sign_in.provider", name=shown.provider))
    return f'<a class="other" href="{escape(f"{LOGIN}?{urlencode(values)}")}">{label}</a>'


def _said(shown: Shown) -> str:
    return f'<p class="refused" role="alert">{escape(shown.said)}</p>' if shown.said else ""


def _warning(texts: Texts, asked: Asked) -> str:
    if not asked.is_overheard:
        return ""
    return f'<p class="plain">{escape(texts("sign_in.plain"))}</p>'
