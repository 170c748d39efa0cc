"""The hotspot page: its list, or why there is none yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.guard import apart
from dashboard.components.hotspots.choices import hotspot_choice
from dashboard.components.hotspots.head import show_hotspot_head
from dashboard.components.hotspots.map import show_hotspot_map
from dashboard.components.hotspots.rows import show_hotspot_rows
from dashboard.hotspots.asked import NEWEST, seen_list
from dashboard.hotspots.behind import INCIDENT
from dashboard.hotspots.words import words_of
from geodata.results.hotspot_results import lists_of

if TYPE_CHECKING:
    from dashboard.components.hotspots.choices import Choice
    from dashboard.components.view import View
    from dashboard.hotspots.asked import Seen
    from geodata.results.hotspot_results import Made
    from geodata.results.monthlist import KindList
    from geodata.storage.store import Storage

STREET: Final = "street"
LOOK_EVERY_S: Final = 3


def show_hotspots(view: View) -> None:
    """Draw sentence, map and list of what was chosen."""
    choice, words = hotspot_choice(), words_of(view.texts.language)
    seen = seen_choice(view, choice)
    _await_newer(view)
    found = None if seen is None else found_kind(seen, choice)
    if seen is None or found is None:
        st.subheader(words("wait.title"), anchor=False)
        st.info(words(f"wait.{_why(view, seen)}"))
        return
    with apart("hotspots"):
        show_hotspot_head(view, seen, found, choice, words)
    with st.container(key="map_row"), apart("map"):
        show_hotspot_map(view, seen, found, choice, words)
    with apart("rows"):
        used = replace(choice, kind=found.kind, month=seen.month)
        show_hotspot_rows(view, seen, found, used, words)


def _await_newer(view: View) -> None:
    """Draw the page again once what the worker is still at is there."""
    made = lists_of(view.live.storage).made()
    if any(one is None or one[0] < view.model.version for one in made):
        _look_again(view.live.storage, made)


@st.fragment(run_every=LOOK_EVERY_S)
def _look_again(storage: Storage, shown: tuple[Made, Made]) -> None:
    if lists_of(storage).made() != shown:
        st.rerun()


def seen_choice(view: View, choice: Choice) -> Seen | None:
    """Return the list that was asked for; the newest where there is none of that month."""
    storage, model, viewer = view.live.storage, view.model, view.viewer
    asked = seen_list(storage, model, viewer, choice.month)
    return asked or seen_list(storage, model, viewer, NEWEST)


def found_kind(seen: Seen, choice: Choice) -> KindList | None:
    """Return the kind that was asked for; the first where the list has none of it."""
    kinds = seen.made.kinds
    return seen.made.by_kind.get(choice.kind) or (kinds[0] if kinds else None)


def _why(view: View, seen: Seen | None) -> str:
    if seen is not None:
        return "no_kind"
    if INCIDENT in view.model.broken:
        return "unreadable"
    if INCIDENT not in view.model.data_dates:
        return "no_incidents"
    return "making" if len(view.model.shapes[STREET]) else "no_streets"
