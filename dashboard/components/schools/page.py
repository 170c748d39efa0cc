"""The page of schools: its finding, figures, map and rows, or why there are none yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.awaiting import await_newer
from dashboard.components.browser import declare
from dashboard.components.guard import apart
from dashboard.components.placed import sources_text
from dashboard.components.schools.choices import SCHOOL, ZONE, choose_schools, school_choice
from dashboard.components.schools.map import show_school_map
from dashboard.components.schools.rows import show_school_rows
from dashboard.schools.figures import Counter
from dashboard.schools.words import cards, headline, notes, words_of, zone_text
from geodata.results import school_zones
from geodata.results.kept_results import SCHOOL_ZONES

if TYPE_CHECKING:
    from dashboard.components.schools.choices import Choice
    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.catalogue.model import Zone
    from geodata.results.school_zones import SchoolZones

Json = dict[str, object]

HEAD, CARDS = "school_head", "school_cards"
COUNTED = ("school", "incident", "rental", "premises")
"""Layers whose records are counted."""

_head, _cards = declare("finding"), declare("cards")


def show_schools(view: View) -> None:
    """Draw sentence, figures, map and rows of what was chosen."""
    words, choice = words_of(view.texts.language), school_choice()
    await_newer(view, SCHOOL_ZONES)
    made = view.findings.zones
    if made is None or not len(made.schools):
        st.subheader(words("wait.title"), anchor=False)
        st.info(words(f"wait.{_why(view, made)}"))
        return
    counter = Counter(made, view.model, view.viewer, view.chosen)
    zone, school = choice.zone_in(counter.zones), choice.number_in(made)
    with apart("schools"):
        _show_head(view, counter, zone, choice, words)
        _show_cards(view, counter, zone, choice, words)
    with st.container(key="map_row"), apart("map"):
        show_school_map(view, counter, zone, school, choice)
    with apart("rows"):
        show_school_rows(view, counter, zone, choice, words)


def _why(view: View, made: SchoolZones | None) -> str:
    if school_zones.SCHOOL in view.model.broken:
        return "unreadable"
    if school_zones.SCHOOL not in view.model.data_dates:
        return "no_schools"
    return "making" if made is None else "none_seen"


def _show_head(view: View, counter: Counter, zone: Zone, choice: Choice, words: Texts) -> None:
    def chosen(name: str) -> None:
        choose_schools(choice.having(name, str(st.session_state[HEAD][name])))

    school = choice.number_in(counter.made)
    told = {"period": view.period_text, "area": view.area_text}
    _head(
        key=HEAD,
        data={
            "headline": headline(words, counter, zone, school),
            "choosers": _choosers(counter, zone, school, words),
            "notes": [*notes(words, counter, zone, school, **told), sources_text(view, COUNTED)],
            "problem": None,
        },
        on_zone_change=lambda: chosen(ZONE),
        on_school_change=lambda: chosen(SCHOOL),
    )


def _choosers(counter: Counter, zone: Zone, school: int | None, words: Texts) -> list[Json]:
    def chooser(name: str, chosen: str, options: list[tuple[str, str]]) -> Json:
        listed = [{"id": option, "label": label} for option, label in options]
        return {"id": name, "label": words(f"choose.{name}"), "chosen": chosen, "options": listed}

    zones = [(each.id, zone_text(words, each)) for each in counter.zones]
    schools = [(str(n), counter.name(n)) for n in counter.made.schools.tolist()]
    return [
        chooser(SCHOOL, str(school or ""), [("", words("choose.all")), *schools]),
        chooser(ZONE, zone.id, zones),
    ]


def _show_cards(view: View, counter: Counter, zone: Zone, choice: Choice, words: Texts) -> None:
    sample = view.texts("cards.sample") if view.is_sample else None
    school = choice.number_in(counter.made)
    _cards(
        key=CARDS,
        data={
            "label": words("cards.label"),
            "cards": cards(words, counter, zone, school, tab=choice.tab, sample=sample),
            "note": {"lead": "", "placed": "", "hints": []},
            "problem": None,
        },
        on_opened_change=lambda: choose_schools(
            choice.opening(str(st.session_state[CARDS].opened))
        ),
    )
