"""Entries of the audit as rows of a table, and whether its chain is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.components.audit.details import details_words, object_words
from dashboard.keeping.changed_settings import CONFIGURE
from dashboard.wording import local_text, number_text
from geodata.localtime import LOCAL_TIME
from geodata.results.kept_results import AUDIT_CHAIN
from geodata.storage.audit import COMMAND_LINE

if TYPE_CHECKING:
    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.storage.audit import Entry

COLUMNS: Final = ("at", "actor", "action", "object", "result", "address", "details")


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
        details_words(view, entry.details, view.catalogue.by_layer.get(entry.object.split("/")[0])),
    ]


def chain_words(view: View) -> str:
    """Return what last night's check of the chain found."""
    state, texts = AUDIT_CHAIN.newest(view.live.storage), view.texts
    made = AUDIT_CHAIN.made_at(view.live.storage)
    if state is None or made is None:
        return texts("audit.chain.none")
    at = local_text(made)
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
