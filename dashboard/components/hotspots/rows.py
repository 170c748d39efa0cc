"""Below the map: the ranked list, whether it is any good, and what treatments have done."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from dashboard.components.hotspots.choices import (
    INCIDENTS,
    KIND,
    MONTH,
    PROOF,
    SITES,
    TABS,
    TREATED,
    choose_hotspots,
)
from dashboard.components.hotspots.incidents import (
    chosen_site,
    incidents_shown,
    part_count,
    part_title,
    site_parts,
)
from dashboard.components.records.taking import table_takeaway
from dashboard.components.table import pages_json, rows_json, show_table, tab_json, to_headings
from dashboard.hotspots.blocks import LAYER
from dashboard.hotspots.proof_words import how_text, judged_cells, treated_cells
from dashboard.hotspots.words import (
    code_text,
    harm_text,
    interval_text,
    kind_text,
    peak_text,
    place_text,
    times_text,
    told_text,
    trend_text,
)
from dashboard.wording import number_text
from geodata.results.hotspot_results import lists_of
from geodata.results.proof_scope import proof_seen_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.components.hotspots.choices import Choice
    from dashboard.components.table import Heading, Parts
    from dashboard.components.view import View
    from dashboard.hotspots.asked import Seen
    from dashboard.texts import Texts
    from geodata.catalogue.model import Catalogue
    from geodata.results.monthlist import KindList, Spot, Units
    from geodata.results.proof import Proof

Json = dict[str, object]

KEY: Final = "hotspot_rows"
_LEFT: Final = frozenset(
    {"band", "place", "rank", "trend", "peak", "leading", "kind", "share", "done", "what", "meant"}
)
_SITES: Final = (
    "band",
    "place",
    "rank",
    "count",
    "year",
    "expected",
    "times",
    "harm",
    "trend",
    "peak",
    "leading",
)
_TESTED: Final = ("kind", "share", "later", "hit", "plain", "ceiling", "pai", "pei")
_TREATED: Final = ("done", "what", "meant", "before", "after", "without", "effect")


@dataclass(frozen=True)
class Shown:
    """What a tab shows."""

    columns: list[Heading]
    rows: list[tuple[str, list[str]]]
    empty: str
    about: str = ""
    parts: Mapping[str, Mapping[str, Parts]] = field(default_factory=dict)
    total: int = 0
    title: str = ""
    meaning: str = ""

    @property
    def cells(self) -> list[list[str]]:
        """The rows without their ids."""
        return [cells for _, cells in self.rows]


def show_hotspot_rows(
    view: View, seen: Seen, found: KindList, choice: Choice, words: Texts
) -> None:
    """Draw the tab that was chosen."""
    proof = lists_of(view.live.storage).proof()
    if proof is not None:
        proof = proof_seen_by(proof, view.viewer, view.catalogue, view.model.areas)
    site = chosen_site(found, choice)
    if site is None and choice.tab == INCIDENTS:
        choice = replace(choice, tab=SITES)
    spots = choice.shown(found.spots)
    shown = {
        SITES: lambda: _sites(words, view.catalogue, found, spots),
        INCIDENTS: lambda: _incidents(view, seen, site, choice, words),
        PROOF: lambda: _proof(words, view.catalogue, proof),
        TREATED: lambda: treated_shown(words, view.catalogue, proof),
    }[choice.tab]()
    counts = {SITES: len(spots), TREATED: len(proof.treated) if proof else 0}
    show_table(
        KEY,
        view.texts,
        label=words("tabs.sites"),
        tabs=_tabs(words, counts, site, choice),
        on=lambda what, value: choose_hotspots(next_choice(choice, what, value)),
        columns=shown.columns,
        rows=rows_json(shown.rows, parts=shown.parts),
        empty=shown.empty,
        about=shown.about,
        opens="map" if choice.tab in {SITES, INCIDENTS} else None,
        pages=pages_json(view.texts, choice.first, len(shown.rows), shown.total),
        take=_take(view, choice, len(shown.rows)),
        definition={
            "name": shown.title or words(f"tabs.{choice.tab}"),
            "text": shown.meaning or words(f"define.{choice.tab}"),
        },
        scroll=f"{choice.site} {choice.part}" if choice.tab == INCIDENTS else None,
    )


def next_choice(choice: Choice, what: str, value: object) -> Choice:
    """Return what is looked at after a click in the table."""
    if what == "tab" and value in TABS:
        return replace(choice, tab=str(value))
    if what == "part":
        return choice.opening(str(value))
    if what == "page" and isinstance(value, int) and not isinstance(value, bool):
        return replace(choice, first=max(value, 0))
    return choice


def _sites(words: Texts, catalogue: Catalogue, found: KindList, spots: tuple[Spot, ...]) -> Shown:
    """Show the ranked sites, with numbers that open their rows."""
    shown = sites_shown(words, catalogue, found.units, spots)
    keys = [key for key, _ in shown.rows]
    return replace(shown, parts={k: site_parts(s, k) for k, s in zip(keys, spots, strict=True)})


def _incidents(view: View, seen: Seen, site: Spot | None, choice: Choice, words: Texts) -> Shown:
    """Show the incidents of the site that was opened."""
    if site is None:
        return Shown([], [], words("say.few"))
    page, meaning = incidents_shown(view, seen, site, choice, words)
    return Shown(
        page.columns,
        page.rows,
        page.empty or words("behind.none"),
        total=page.total,
        title=part_title(words, site, choice.part),
        meaning=meaning,
    )


def _take(view: View, choice: Choice, count: int) -> Json | None:
    """Return what is taken away: all sites of the kind and month, or the treatments."""
    if choice.tab == TREATED:
        return table_takeaway(view, "treatments", count)
    chosen = {KIND: choice.kind, MONTH: choice.month}
    return table_takeaway(view, "hotspots", count, **chosen) if choice.tab == SITES else None


def site_cells(words: Texts, catalogue: Catalogue, spot: Spot) -> list[str]:
    """Write a row of the list."""
    named = kind_text(words, catalogue, spot.kind.value) if spot.kind else ""
    return [
        code_text(spot),
        place_text(words, spot.name),
        words("cell.rank", low=spot.rank_low, high=spot.rank_high),
        number_text(spot.count),
        number_text(spot.last_year),
        interval_text(words, spot.per_year, spot.low, spot.high),
        times_text(words, spot),
        harm_text(spot),
        trend_text(words, spot),
        peak_text(words, spot),
        told_text(words, spot.kind, named),
    ]


def sites_shown(words: Texts, catalogue: Catalogue, units: Units, spots: tuple[Spot, ...]) -> Shown:
    """Show the ranked sites."""
    times = "times" if units == "pieces" else "times_cells"
    columns = tuple(times if name == "times" else name for name in _SITES)
    rows = [(f"{LAYER}.{s.number}", site_cells(words, catalogue, s)) for s in spots]
    return Shown(to_headings(words, columns, left=_LEFT), rows, words("say.few"))


def _proof(words: Texts, catalogue: Catalogue, proof: Proof | None) -> Shown:
    tested = proof.tested if proof else ()
    rows = [(f"{t.kind}.{t.share}", judged_cells(words, catalogue, t)) for t in tested]
    how = words("proof.making") if proof is None else how_text(words, proof)
    return Shown(to_headings(words, _TESTED, left=_LEFT), rows, how, how if rows else "")


def treated_shown(words: Texts, catalogue: Catalogue, proof: Proof | None) -> Shown:
    """Show what treatments have done."""
    treated = proof.treated if proof else ()
    rows = [(str(t.number), treated_cells(words, catalogue, t)) for t in treated]
    headings = to_headings(words, _TREATED, left=_LEFT)
    empty = words("proof.making" if proof is None else "treated.none")
    return Shown(headings, rows, empty, words("treated.how"))


def _tabs(words: Texts, counts: Mapping[str, int], site: Spot | None, choice: Choice) -> list[Json]:
    """Return the tabs; that of a site's incidents once one was opened."""
    tabs = [_tab(words, name, counts.get(name), choice) for name in TABS if name != INCIDENTS]
    if site is None:
        return tabs
    count, code = part_count(site, choice.part), code_text(site)
    opened = _tab(words, INCIDENTS, count, choice, site=code)
    return [tabs[0], opened, *tabs[1:]]


def _tab(words: Texts, name: str, count: int | None, choice: Choice, **about: str) -> Json:
    number = "" if count is None else number_text(count)
    return tab_json(name, words(f"tabs.{name}", **about), number, current=name == choice.tab)
