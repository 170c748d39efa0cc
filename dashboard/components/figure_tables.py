"""The tables of figures as they are taken away: the very cells the pages show, all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dashboard.components.comparing.rows import compared_about, compared_cells, compared_headings
from dashboard.components.comparing.units import find_changes
from dashboard.components.hotspots import choices as hotspot_choices
from dashboard.components.hotspots.page import found_kind, seen_choice
from dashboard.components.hotspots.rows import sites_shown, treated_shown
from dashboard.components.indicators.page import group_rows, table_headings
from dashboard.components.schools import choices as school_choices
from dashboard.components.schools.rows import rings_shown, schools_shown
from dashboard.components.shelters import choices as shelter_choices
from dashboard.components.shelters.rows import areas_shown, classes_shown
from dashboard.hotspots import words as hotspot_words
from dashboard.hotspots.words import kind_text
from dashboard.schools import words as school_words
from dashboard.schools.figures import Counter
from dashboard.schools.words import zone_text
from dashboard.shelters import words as shelter_words
from dashboard.shelters.words import asked_text
from geodata.results.hotspot_results import lists_of
from geodata.results.proof_scope import proof_seen_by

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dashboard.components.comparing.units import Unit
    from dashboard.components.table import Heading
    from dashboard.components.view import View

    Query = Mapping[str, str]


@dataclass(frozen=True)
class FigureTable:
    """A table.

    Parameters
    ----------
    about
        What of, and under which conditions.
    headings, rows
        Its cells.
    chosen
        What was chosen besides the filter, as links have it.
    """

    about: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    chosen: Mapping[str, str] = field(default_factory=dict)


def _table(
    about: str, columns: Sequence[Heading], rows: Sequence[Sequence[str]], **chosen: str
) -> FigureTable:
    return FigureTable(about, [column.label for column in columns], rows, chosen)


def _filter_text(view: View) -> str:
    return view.texts("table.about", period=view.period_text, area=view.area_text)


def _indicators(view: View, _: Query) -> FigureTable:
    rows = [[group, *cells] for group, listed in group_rows(view) for _, cells in listed]
    columns = [view.texts("indicators.col_group"), *(h.label for h in table_headings(view))]
    return FigureTable(_filter_text(view), columns, rows)


def _hotspots(view: View, query: Query) -> FigureTable | None:
    choice, words = hotspot_choices.parse_choice(query), hotspot_words.words_of(view.language)
    seen = seen_choice(view, choice)
    found = None if seen is None else found_kind(seen, choice)
    if seen is None or found is None:
        return None
    shown = sites_shown(words, view.catalogue, found.units, found.spots)
    about = f"{kind_text(words, view.catalogue, found.kind)} · {seen.made.start} – {seen.made.end}"
    return _table(about, shown.columns, shown.cells, kind=found.kind, month=seen.month)


def _treatments(view: View, _: Query) -> FigureTable | None:
    words, proof = hotspot_words.words_of(view.language), lists_of(view.live.storage).proof()
    if proof is None:
        return None
    seen = proof_seen_by(proof, view.viewer, view.catalogue, view.model.areas)
    shown = treated_shown(words, view.catalogue, seen)
    return _table(shown.about, shown.columns, shown.cells)


def _schools(view: View, query: Query) -> FigureTable | None:
    """Return the schools in one zone, or all zones of the one school that is asked for."""
    words, choice = school_words.words_of(view.language), school_choices.parse_choice(query)
    made = view.findings.zones
    if made is None or not len(made.schools):
        return None
    counter = Counter(made, view.model, view.viewer, view.chosen)
    zone, school = choice.zone_in(counter.zones), choice.number_in(made)
    chosen = {"zone": zone.id}
    if school is not None:
        chosen["school"] = str(school)
        shown, what = rings_shown(counter, school, words), counter.name(school)
    else:
        shown, what = schools_shown(view, counter, zone, words), zone_text(words, zone)
    rows = [cells for _, cells in shown.rows]
    return _table(f"{what} · {_filter_text(view)}", shown.columns, rows, **chosen)


def _shelters(shown_of: str) -> Callable[[View, Query], FigureTable | None]:
    def make(view: View, query: Query) -> FigureTable | None:
        words, made = shelter_words.words_of(view.language), view.findings.reach
        if made is None:
            return None
        asked = shelter_choices.parse_choice(query).asked.usable(made)
        shown = {"areas": areas_shown, "classes": classes_shown}[shown_of](view, made, asked, words)
        about = f"{asked_text(words, view.catalogue, asked)} · {made.day}"
        rows = [cells for _, cells in shown.rows]
        return _table(about, shown.columns, rows, **shelter_choices.Choice(asked).to_query())

    return make


def _compared(unit: Unit) -> Callable[[View, Query], FigureTable | None]:
    def make(view: View, _: Query) -> FigureTable | None:
        found = find_changes(view, unit)
        if found is None:
            return None
        about = f"{compared_about(view, found)} · {view.area_text}"
        return _table(about, compared_headings(view, unit), compared_cells(view, found))

    return make


TABLES: Final[Mapping[str, Callable[[View, Query], FigureTable | None]]] = {
    "indicators": _indicators,
    "hotspots": _hotspots,
    "treatments": _treatments,
    "schools": _schools,
    "shelter_areas": _shelters("areas"),
    "shelter_classes": _shelters("classes"),
    "compared_squares": _compared("squares"),
    "compared_streets": _compared("streets"),
}
"""By name: None where what it shows is not made, nothing of it is seen or nothing is compared."""

CHOICES: Final = ("kind", "month", "zone", "school", "within", "way")
"""Keys of what may be chosen besides the filter."""
