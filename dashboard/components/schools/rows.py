"""Below the map of schools: the schools, all distances of one, and the records of each figure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from dashboard.components.records.by_number import Shown, record_page
from dashboard.components.records.taking import table_takeaway
from dashboard.components.schools.choices import SCHOOL, ZONE, choose_schools
from dashboard.components.table import pages_json, rows_json, show_table, tab_json, to_headings
from dashboard.schools.figures import FIGURES
from dashboard.schools.words import (
    RINGS,
    SCHOOLS,
    TABS,
    definition_text,
    figure_cells,
    source_text,
    stage_text,
    zone_text,
)
from dashboard.wording import number_text
from geodata.results import school_zones

if TYPE_CHECKING:
    from dashboard.components.schools.choices import Choice
    from dashboard.components.view import View
    from dashboard.schools.figures import Counter
    from dashboard.texts import Texts
    from geodata.catalogue.model import Zone

Json = dict[str, object]

KEY: Final = "school_rows"
_SCHOOLS: Final = ("school", "stage", "gates", *FIGURES)
_RINGS: Final = ("zone", *FIGURES, "source")
_LEFT: Final = frozenset({"school", "stage", "zone", "source"})


def show_school_rows(
    view: View, counter: Counter, zone: Zone, choice: Choice, words: Texts
) -> None:
    """Draw the tab that was chosen."""
    school = choice.number_in(counter.made)
    tabs = [tab for tab in TABS if tab != (RINGS if school is None else SCHOOLS)]
    tab = choice.tab if choice.tab in tabs else tabs[0]

    def follow(what: str, value: object) -> None:
        if what == "tab":
            choose_schools(choice.opening(str(value)))
        if what == "row":
            choose_schools(choice.having(SCHOOL, str(value)))
        if what == "page" and isinstance(value, int) and not isinstance(value, bool):
            choose_schools(replace(choice, first=max(value, 0)))

    chosen = {ZONE: zone.id} | ({} if school is None else {SCHOOL: str(school)})
    shown = _shown(view, counter, zone, choice, words, tab)
    show_table(
        KEY,
        view.texts,
        label=words("cards.label"),
        tabs=[_tab(counter, zone, school, words, each, current=each == tab) for each in tabs],
        on=follow,
        columns=shown.columns,
        rows=rows_json(shown.rows),
        empty=shown.empty or words("empty"),
        about=zone_text(words, zone),
        definition=_definition(words, zone, tab),
        opens={SCHOOLS: "row", RINGS: None}.get(tab, "map"),
        pages=pages_json(view.texts, choice.first, len(shown.rows), shown.total),
        take=table_takeaway(view, SCHOOLS, len(shown.rows), **chosen)
        if tab in {SCHOOLS, RINGS}
        else None,
        scroll=f"{tab} {school}" if tab in FIGURES else None,
    )


def _shown(
    view: View, counter: Counter, zone: Zone, choice: Choice, words: Texts, tab: str
) -> Shown:
    school = choice.number_in(counter.made)
    if tab == SCHOOLS:
        return schools_shown(view, counter, zone, words)
    if tab == RINGS and school is not None:
        return rings_shown(counter, school, words)
    found = counter.find(tab, zone, school)
    return record_page(view, found.layer, found.numbers, choice.first)


def schools_shown(view: View, counter: Counter, zone: Zone, words: Texts) -> Shown:
    """Show each school with its figures in a zone."""
    places = np.searchsorted(view.model.columns[school_zones.SCHOOL].number, counter.made.schools)
    rows = [
        (
            str(number),
            [
                counter.name(number),
                stage_text(words, view.model, place),
                number_text(gates),
                *figure_cells(words, counter, zone, number),
            ],
        )
        for number, place, gates in zip(
            counter.made.schools.tolist(), places.tolist(), counter.made.gates.tolist(), strict=True
        )
    ]
    return Shown(to_headings(words, _SCHOOLS, left=_LEFT), rows, 0)


def rings_shown(counter: Counter, school: int, words: Texts) -> Shown:
    """Show a school's figures for every distance, with the rule each comes from."""
    rows = [
        (
            zone.id,
            [
                zone_text(words, zone),
                *figure_cells(words, counter, zone, school),
                source_text(words, zone),
            ],
        )
        for zone in counter.zones
    ]
    return Shown(to_headings(words, _RINGS, left=_LEFT), rows, 0)


def _tab(
    counter: Counter, zone: Zone, school: int | None, words: Texts, tab: str, *, current: bool
) -> Json:
    count = {SCHOOLS: len(counter.made.schools), RINGS: len(counter.zones)}.get(tab)
    if count is None:
        count = counter.find(tab, zone, school).count()
    return tab_json(tab, words(f"tabs.{tab}"), number_text(count), current=current)


def _definition(words: Texts, zone: Zone, tab: str) -> Json | None:
    if tab not in FIGURES:
        return None
    return {"name": words(f"cards.{tab}"), "text": definition_text(words, tab, zone)}
