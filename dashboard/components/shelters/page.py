"""The page of shelters: its finding, figures, map and rows, or why there are none yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.awaiting import await_newer
from dashboard.components.finding import show_finding, show_numbers
from dashboard.components.guard import apart
from dashboard.components.indicators.formula import definition_text
from dashboard.components.indicators.words import value_text
from dashboard.components.placed import sources_text
from dashboard.components.shelters.choices import choose_shelters, shelter_choice
from dashboard.components.shelters.map import show_shelter_map
from dashboard.components.shelters.rows import show_shelter_rows
from dashboard.shelters.words import (
    card_tab,
    cards,
    headline,
    kind_text,
    notes,
    target_text,
    words_of,
)
from dashboard.wording import number_text
from geodata.periods import Period
from geodata.results.kept_results import SHELTER_REACH
from geodata.results.shelter_reach import SHELTER
from geodata.selection import Selection

if TYPE_CHECKING:
    from dashboard.components.shelters.choices import Choice
    from dashboard.components.view import View
    from dashboard.shelters.figures import Asked
    from dashboard.texts import Texts
    from geodata.results.shelter_reach import ShelterReach

Json = dict[str, object]

HEAD, CARDS = "shelter_head", "shelter_cards"
COUNTED = ("shelter", "rental")
"""Layers whose records are counted, beside the people."""


def show_shelters(view: View) -> None:
    """Draw sentence, figures, map and rows of what was chosen."""
    words, choice = words_of(view.texts.language), shelter_choice()
    await_newer(view, SHELTER_REACH)
    made = view.findings.reach
    if made is None or _why(view, made) is not None:
        st.subheader(words("wait.title"), anchor=False)
        st.info(words(f"wait.{_why(view, made)}"))
        return
    asked = choice.asked.usable(made)
    with apart("shelters"):
        _show_head(view, made, asked, choice, words)
        _show_cards(view, made, asked, choice, words)
    with st.container(key="map_row"), apart("map"):
        show_shelter_map(view, asked)
    with apart("rows"):
        show_shelter_rows(view, made, asked, choice, words)


def _why(view: View, made: ShelterReach | None) -> str | None:
    """Say what is missing; None where there is something to show."""
    if SHELTER in view.model.broken:
        return "unreadable"
    if SHELTER not in view.model.data_dates:
        return "no_shelters"
    if made is None:
        return "making" if view.model.areas.areas else "no_areas"
    return None if made.population else "no_people"


def _show_head(view: View, made: ShelterReach, asked: Asked, choice: Choice, words: Texts) -> None:
    within = [(f"{m:.0f}", words("choose.metres", n=number_text(m))) for m in made.walks_m]
    ways = [(way, words(f"choose.{way}")) for way in made.ways]
    kinds = [(kind, kind_text(words, view.catalogue, kind)) for kind in made.kinds]
    show_finding(
        HEAD,
        words,
        headline=headline(words, made, asked),
        notes=[*notes(words, made, view.model, asked), sources_text(view, COUNTED)],
        choosers={
            "within": (f"{asked.within_m:.0f}", within),
            "way": (asked.way, ways),
            "kind": (asked.kind, kinds),
        },
        choose=lambda name, value: choose_shelters(choice.having(name, value)),
    )


def _show_cards(view: View, made: ShelterReach, asked: Asked, choice: Choice, words: Texts) -> None:
    sample = view.texts("cards.sample") if view.is_sample else None
    told = cards(words, made, asked, tab=choice.tab, sample=sample)
    show_numbers(
        CARDS,
        words,
        [*told, *_target_cards(view, words, sample)],
        opened=lambda card: choose_shelters(choice.opening(card_tab(card))),
    )


def _target_cards(view: View, words: Texts, sample: str | None) -> list[Json]:
    """Show the indicators that shelters have targets of, as today is, whatever the filter."""
    day = Period(view.today, view.today + timedelta(days=1))
    today = replace(view, selection=Selection(layers=(), period=day))
    by_id = {one.id: one for one in view.catalogue.indicators}
    made: list[Json] = []
    for target in view.catalogue.shelter_targets:
        if target.indicator is None:
            continue
        indicator = by_id[target.indicator]
        measured, unit = today.measure(indicator), view.texts.name(indicator.unit)
        value = float("nan") if measured.value is None else measured.value
        made.append(
            {
                "id": target.id,
                "name": words.name(target.name),
                "number": value_text(today, indicator, measured),
                "unit": unit,
                "earlier": "",
                "change": target_text(words, target, value, unit),
                "definition": definition_text(view.texts, view.catalogue, indicator),
                "chosen": False,
                "sample": sample,
            }
        )
    return made
