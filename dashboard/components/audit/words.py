"""Entries of the audit in words: whom or what they are about, and what was different after."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from dashboard.keeping.changed_settings import CONFIGURE
from dashboard.retention.words import kind_name, words_of
from dashboard.server.gate.rules import PAGES
from dashboard.wording import number_text
from geodata.localtime import LOCAL_TIME
from geodata.results.kept_results import AUDIT_CHAIN
from geodata.retention import PERSONAL
from geodata.storage.audit import COMMAND_LINE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.storage.audit import Entry

COLUMNS: Final = ("at", "actor", "action", "object", "result", "address", "details")

_BROWSERS: Final = {
    "Edg(?:e|A|iOS)?": "Edge",
    "360SE|QIHU": "360",
    "MicroMessenger": "WeChat",
    "OPR": "Opera",
    "Firefox|FxiOS": "Firefox",
    "Chrome|CriOS": "Chrome",
    "Version(?=.*Safari)": "Safari",
}
"""Most tell the names of others too; the first that fits is its own."""
_SYSTEMS: Final = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone|iPad": "iOS",
    "Mac OS X": "macOS",
    "Linux|X11": "Linux",
}
MOST_AGENT: Final = 24


def audit_headings(texts: Texts) -> list[str]:
    """Return the headings of the cells of an entry."""
    return [texts(f"audit.col_{name}") for name in COLUMNS]


def audit_cells(view: View, entry: Entry) -> list[str]:
    """Return an entry as the cells of a row."""
    texts = view.texts
    return [
        f"{entry.at.astimezone(LOCAL_TIME):%Y-%m-%d %H:%M:%S}",
        texts("audit.outside") if entry.action == CONFIGURE else entry.actor,
        texts.group("audit.kinds").get(entry.action, entry.action),
        object_words(view, entry.object),
        texts(f"audit.{entry.result}"),
        texts("audit.command_line") if entry.address == COMMAND_LINE else entry.address,
        details_words(view, entry.details),
    ]


def chain_words(view: View) -> str:
    """Return what last night's check of the chain found."""
    state, texts = AUDIT_CHAIN.newest(view.live.storage), view.texts
    made = AUDIT_CHAIN.made_at(view.live.storage)
    if state is None or made is None:
        return texts("audit.chain.none")
    at = f"{made.astimezone(LOCAL_TIME):%Y-%m-%d %H:%M}"
    if state.whole:
        counts = {"n": number_text(state.entries), "purged": number_text(state.purged)}
        return texts(f"audit.chain.whole{'_purged' if state.purged else ''}", **counts, at=at)
    fault = texts(f"audit.chain.{state.fault}")
    span = {"first": number_text(state.first), "last": number_text(state.last)}
    return texts("audit.chain.broken", fault=fault, at=at, **span)


def is_broken(view: View) -> bool:
    """Say whether that check found the chain broken."""
    state = AUDIT_CHAIN.newest(view.live.storage)
    return state is not None and not state.whole


def browser_name(agent: str) -> str:
    """Return browser, version and system, of what a browser says of itself."""
    found = (
        (name, re.search(rf"(?:{sign})(?:/(\d+))?", agent)) for sign, name in _BROWSERS.items()
    )
    browser = next((f"{name} {hit[1] or ''}".strip() for name, hit in found if hit), "")
    system = next((name for sign, name in _SYSTEMS.items() if re.search(sign, agent)), "")
    return " · ".join(filter(None, (browser, system))) or agent[:MOST_AGENT]


def object_words(view: View, told: str) -> str:
    """Return what an entry is about, with the names of the page for account and layer."""
    kind, slash, rest = told.partition("/")
    if told.startswith(PERSONAL) or told in {one.id for one in view.catalogue.kept_kinds}:
        return kind_name(words_of(view.texts.language), view.catalogue, told)
    if told in PAGES:
        return view.texts(f"pages.{told}")
    named = {layer.id: view.texts.name(layer.name) for layer in view.catalogue.layers}
    named["account"] = view.texts("pages.accounts")
    return f"{named.get(kind, kind)} {rest}" if slash else told


def details_words(view: View, details: Mapping[str, Any]) -> str:
    """Return the details of an entry in one line; of a change only what differs.

    Keys and values of older programs, which have no words of their own, stay as they are.
    """
    before = details.get("before")
    if isinstance(before, dict):
        after = details.get("after", {})
        parts = [
            f"{_label(view, key)} {_value(view, key, old)} → {_value(view, key, after.get(key))}"
            for key, old in before.items()
            if old != after.get(key)
        ]
    else:
        parts = [
            f"{_label(view, key)} {_value(view, key, value)}".strip()
            for key, value in details.items()
            if value or value is False
        ]
    return view.texts("audit.between").join(parts)


def _label(view: View, key: str) -> str:
    return view.texts.group("audit.details").get(key, key)


def _value(view: View, key: str, value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return one value; a limit that is none is no emptiness, but no limit."""
    if key == "agent":
        return browser_name(str(value))
    if key == "role":
        role = view.live.door.rights.roles.get(str(value))
        return view.texts.name(role.name) if role else str(value)
    if isinstance(value, bool):
        return view.texts("audit.is_so" if value else "audit.is_not")
    if value is None:
        return view.texts("audit.unlimited")
    if isinstance(value, list):
        tree = view.model.areas
        names = {p.id: view.texts.name(p.name) for p in view.catalogue.projects}
        names |= {area.code: area.name for area in tree.areas}
        return view.texts("facts.and").join(names.get(str(one), str(one)) for one in value)
    return f"{value:,}" if isinstance(value, int) else str(value)
