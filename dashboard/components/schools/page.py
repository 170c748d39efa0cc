"""The page of schools: its finding, figures, map and rows, or why there are none yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.awaiting import await_newer
from dashboard.components.finding import show_finding, show_numbers
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

HEAD, CARDS = "school_head", "school_cards"
COUNTED = ("school", "incident", "rental", "premises")
"""Layers whose records are counted."""


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
    school = choice.number_in(counter.made)
    told = {"period": view.period_text, "area": view.area_text}
    zones = [(each.id, zone_text(words, each)) for each in counter.zones]
    schools = [(str(n), counter.name(n)) for n in counter.made.schools.tolist()]
    show_finding(
        HEAD,
        words,
        headline=headline(words, counter, zone, school),
        notes=[*notes(words, counter, zone, school, **told), sources_text(view, COUNTED)],
        choosers={
            SCHOOL: (str(school or ""), [("", words("choose.all")), *schools]),
            ZONE: (zone.id, zones),
        },
        choose=lambda name, value: choose_schools(choice.having(name, value)),
    )


def _show_cards(view: View, counter: Counter, zone: Zone, choice: Choice, words: Texts) -> None:
    sample = view.texts("cards.sample") if view.is_sample else None
    school = choice.number_in(counter.made)
    show_numbers(
        CARDS,
        words,
        cards(words, counter, zone, school, tab=choice.tab, sample=sample),
        opened=lambda tab: choose_schools(choice.opening(tab)),
    )
