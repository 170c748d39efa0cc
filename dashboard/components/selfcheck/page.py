"""The self-check: a sentence, a line for each check, numbers of errors, the support bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import streamlit as st

from dashboard.components.browser import declare
from dashboard.components.identity import is_overheard
from dashboard.components.selfcheck.retention import show_retention
from dashboard.components.table import Heading, rows_json, show_table
from dashboard.health.checks import run_checks, site_of
from dashboard.health.telling import headline, line_cells
from dashboard.health.words import words_of
from dashboard.health.work import lately, told_at
from dashboard.texts import LANGUAGE
from dashboard.wording import local_text

if TYPE_CHECKING:
    from dashboard.components.view import View
    from dashboard.health.check import Site
    from dashboard.texts import Texts

BUNDLE: Final = "/api/support"
MOST_INCIDENTS: Final = 50
_finding = declare("finding")


def show_selfcheck(view: View) -> None:
    """Draw it; in short for whoever does not maintain the program."""
    words, whole = words_of(view.texts.language), view.allows("support")
    site = site_of(view.live, overheard=is_overheard())
    lines = run_checks(site, short=not whole)
    at = local_text(site.now)
    _finding(
        key="selfcheck_head",
        data={
            "headline": headline(words, lines),
            "choosers": [],
            "notes": [words("note", at=at, n=len(lines))],
            "problem": None,
        },
    )
    show_table(
        "selfcheck_rows",
        view.texts,
        label=words("label"),
        columns=_headings(words, "column"),
        rows=rows_json([(line.id, line_cells(words, line)) for line in lines]),
        empty="",
    )
    with st.container(key="selfcheck", horizontal=True, vertical_alignment="center"):
        st.button(words("again"))
        if whole:
            address = f"{BUNDLE}?{urlencode({LANGUAGE: view.texts.language.value})}"
            st.link_button(words("bundle"), address)
            st.caption(words("bundle_about"))
    if whole:
        _show_incidents(view, words, site)
        show_retention(view)


def _show_incidents(view: View, words: Texts, site: Site) -> None:
    rows = [
        (
            str(one["incident"]),
            (
                told_at(one),
                str(one["incident"]),
                str(one.get("route", "")),
                str((one.get("errors") or [{}])[0].get("kind", "")),
            ),
        )
        for one in lately(site)[:MOST_INCIDENTS]
    ]
    show_table(
        "selfcheck_incidents",
        view.texts,
        label=words("incidents.label"),
        columns=_headings(words, "incidents.column"),
        rows=rows_json(rows),
        empty=words("incidents.none"),
    )


def _headings(words: Texts, group: str) -> list[Heading]:
    return [Heading(name, label) for name, label in words.group(group).items()]
