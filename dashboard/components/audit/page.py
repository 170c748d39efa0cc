"""The audit: searched by words, kind and days, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.audit.asked import MOST_DAY, MOST_ENTRIES, MOST_LETTERS, AuditAsked
from dashboard.components.audit.words import audit_cells, audit_headings, chain_words, is_broken
from dashboard.components.table import PAGE_ROWS, Heading, rows_json, show_table
from dashboard.reports.table_file import TABLE_FILES
from dashboard.texts import LANGUAGE
from dashboard.wording import number_text
from geodata.storage.audit import read_audit

if TYPE_CHECKING:
    from dashboard.components.view import View

_FIRST: Final = "audit_first"
DAY_EXAMPLE: Final = "2026-01-31"


def show_audit(view: View) -> None:
    """Draw the search and what it finds."""
    texts = view.texts
    asked = _ask(view)
    turned = st.session_state.get(_FIRST)
    first = turned[1] if turned and turned[0] == asked else 0  # another search begins anew

    def turn(what: str, value: object) -> None:
        if what == "page" and isinstance(value, int):
            st.session_state[_FIRST] = (asked, max(value, 0))

    with view.live.storage.reading() as connection:
        entries = read_audit(connection, **asked.terms(), first=first, limit=PAGE_ROWS + 1)
    shown = [(str(n), audit_cells(view, e)) for n, e in enumerate(entries[:PAGE_ROWS])]
    show_table(
        "audit_rows",
        texts,
        label=texts("audit.title"),
        columns=[Heading(str(n), label) for n, label in enumerate(audit_headings(texts))],
        rows=rows_json(shown),
        empty=texts("audit.none"),
        about=texts("audit.between").join((texts("audit.about"), *_chain(view, whole=True))),
        problem=_problems(view, asked),
        pages=_pages(first, len(entries)),
        take=_take(view, asked),
        on=turn,
    )


def _ask(view: View) -> AuditAsked:
    texts = view.texts
    kinds = {"": texts("audit.all"), **texts.group("audit.kinds")}
    with st.container(key="audit"):
        words, kind, since, until = st.columns(4)
        text = words.text_input(texts("audit.text"), max_chars=MOST_LETTERS)
        action = kind.selectbox(texts("audit.col_action"), kinds, format_func=kinds.__getitem__)
        days = (
            column.text_input(texts(name), max_chars=MOST_DAY, placeholder=DAY_EXAMPLE)
            for column, name in ((since, "audit.since"), (until, "audit.until"))
        )
        return AuditAsked(text, action, *days)


def _problems(view: View, asked: AuditAsked) -> str | None:
    """Return that the chain is broken, and which days are none; None where all is well."""
    texts, wrong = view.texts, asked.wrong_days()
    said = [texts("audit.day_wrong", days=texts("facts.and").join(wrong))] if wrong else []
    return " ".join([*_chain(view, whole=False), *said]) or None


def _chain(view: View, *, whole: bool) -> list[str]:
    return [chain_words(view)] if is_broken(view) is not whole else []


def _take(view: View, asked: AuditAsked) -> dict[str, object]:
    """Return what the table offers to take away: what was searched for, in the page's language."""
    texts = view.texts
    return {
        "of": texts("audit.take_of"),
        "note": texts("audit.take_note", most=number_text(MOST_ENTRIES)),
        "unit": texts("audit.unit"),
        "name": f"{texts('audit.title')}_{view.today.isoformat()}",
        "address": "/api/audit",
        "query": asked.to_query(**{LANGUAGE: texts.language.value}),
        "kinds": [{"id": kind, "label": texts(f"audit.take.{kind}")} for kind in TABLE_FILES],
    }


def _pages(first: int, found: int) -> dict[str, object] | None:
    """Return where the pager leads; None where one page is all."""
    if not first and found <= PAGE_ROWS:
        return None
    return {
        "text": "",
        "previous": max(first - PAGE_ROWS, 0) if first else None,
        "next": first + PAGE_ROWS if found > PAGE_ROWS else None,
    }
