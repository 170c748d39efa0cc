"""The audit: searched by words, kind and days, newest first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.audit_words import details_words, object_words
from dashboard.components.table import PAGE_ROWS, Heading, rows_json, show_table
from geodata.localtime import LOCAL_TIME, to_instant
from geodata.storage.audit import COMMAND_LINE, read_audit

if TYPE_CHECKING:
    from datetime import datetime

    from dashboard.components.view import View
    from geodata.storage.audit import Entry

_FIRST: Final = "audit_first"
DAY_EXAMPLE: Final = "2026-01-31"
_COLUMNS: Final = ("at", "actor", "action", "object", "result", "address", "details")


def show_audit(view: View) -> None:
    """Draw the search and what it finds."""
    texts = view.texts
    kinds = {"": texts("audit.all"), **texts.group("audit.kinds")}
    with st.container(key="audit"):
        words, kind, since, until = st.columns(4)
        text = words.text_input(texts("audit.text"), max_chars=64)
        action = kind.selectbox(texts("audit.col_action"), kinds, format_func=kinds.__getitem__)
        days = [
            since.text_input(texts("audit.since"), max_chars=10, placeholder=DAY_EXAMPLE),
            until.text_input(texts("audit.until"), max_chars=10, placeholder=DAY_EXAMPLE),
        ]
    first_day, last_day = parse_instant(days[0]), parse_instant(days[1], after=True)
    wrong = [
        day.strip()
        for day, instant in zip(days, (first_day, last_day), strict=True)
        if day.strip() and instant is None
    ]
    asked = (text, action, *days)
    turned = st.session_state.get(_FIRST)
    first = turned[1] if turned and turned[0] == asked else 0  # another search begins anew

    def turn(what: str, value: object) -> None:
        if what == "page" and isinstance(value, int):
            st.session_state[_FIRST] = (asked, max(value, 0))

    with view.live.storage.reading() as connection:
        entries = read_audit(
            connection,
            since=first_day,
            until=last_day,
            action=action or None,
            text=text.strip() or None,
            first=first,
            limit=PAGE_ROWS + 1,
        )
    show_table(
        "audit_rows",
        texts,
        label=texts("audit.title"),
        columns=[Heading(name, texts(f"audit.col_{name}")) for name in _COLUMNS],
        rows=rows_json([(str(n), _cells(view, e)) for n, e in enumerate(entries[:PAGE_ROWS])]),
        empty=texts("audit.none"),
        about=texts("audit.about"),
        problem=texts("audit.day_wrong", days=texts("facts.and").join(wrong)) if wrong else None,
        pages=_pages(first, len(entries)),
        on=turn,
    )


def _pages(first: int, found: int) -> dict[str, object] | None:
    """Return where the pager leads; None where one page is all."""
    if not first and found <= PAGE_ROWS:
        return None
    return {
        "text": "",
        "previous": max(first - PAGE_ROWS, 0) if first else None,
        "next": first + PAGE_ROWS if found > PAGE_ROWS else None,
    }


def parse_instant(text: str, *, after: bool = False) -> datetime | None:
    """Read a local day as its first instant, or the first one after it; None for no day."""
    try:
        day = date.fromisoformat(text.strip())
        return to_instant(day + timedelta(days=int(after)), 0)
    except (ValueError, OverflowError):
        return None


def _cells(view: View, entry: Entry) -> list[str]:
    texts = view.texts
    kinds = texts.group("audit.kinds")
    return [
        f"{entry.at.astimezone(LOCAL_TIME):%Y-%m-%d %H:%M:%S}",
        entry.actor,
        kinds.get(entry.action, entry.action),
        object_words(view, entry.object),
        texts(f"audit.{entry.result}"),
        texts("audit.command_line") if entry.address == COMMAND_LINE else entry.address,
        details_words(view, entry.details),
    ]
