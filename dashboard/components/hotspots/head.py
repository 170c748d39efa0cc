"""The finding of the hotspot page: one sentence, what it rests on, and what may be chosen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from dashboard.components.finding import show_finding
from dashboard.components.hotspots.choices import KIND, MONTH, RULE, choose_hotspots
from dashboard.hotspots.asked import NEWEST
from dashboard.hotspots.facts import rule_text
from dashboard.hotspots.proof_words import proof_sentence
from dashboard.hotspots.words import kind_text, streets_text
from dashboard.wording import MONTH_LETTERS, number_text
from geodata.localtime import LOCAL_TIME
from geodata.results.hotspot_results import lists_of
from geodata.results.monthlist import ROUGH_M

if TYPE_CHECKING:
    from dashboard.components.hotspots.choices import Choice
    from dashboard.components.view import View
    from dashboard.hotspots.asked import Seen
    from dashboard.texts import Texts
    from geodata.results.monthlist import KindList

KEY: Final = "hotspot_head"


def show_hotspot_head(
    view: View, seen: Seen, found: KindList, choice: Choice, words: Texts
) -> None:
    """Draw the sentence and the choosers."""
    show_finding(
        KEY,
        words,
        headline=headline(words, found),
        notes=notes(view, seen, found, words),
        choosers=choosers(view, seen, found, choice, words),
        choose=lambda name, value: choose_hotspots(choice.having(name, value)),
        problem=rough_text(words, seen),
    )


def headline(words: Texts, found: KindList) -> str:
    """Say the finding in one sentence."""
    sure = [spot for spot in found.spots if spot.band == "A"]
    if not found.spots:
        return words("say.few")
    if not sure:
        return words("say.watch", n=len(found.spots))
    on, streets = streets_text(words, sure)
    return (
        words("say.many", n=len(sure), m=on, streets=streets)
        if on
        else words("say.some", n=len(sure))
    )


def notes(view: View, seen: Seen, found: KindList, words: Texts) -> list[str]:
    """Say what it rests on, how good it is, how it is made."""
    made = seen.made
    last = date.fromisoformat(made.end) - timedelta(days=1)
    about = {
        "start": made.start[:MONTH_LETTERS],
        "end": last.isoformat()[:MONTH_LETTERS],
        "kind": kind_text(words, view.catalogue, found.kind),
    }
    units = words(f"say.{found.units}")
    lead = words("say.lead_scoped", **about)
    if found.incidents is not None and found.located is not None:
        counts = {"n": number_text(found.incidents), "located": number_text(found.located)}
        lead = words("say.lead", units=units, **about, **counts)
    if seen.frozen:
        lead += " · " + words("say.frozen")
    proof = lists_of(view.live.storage).proof()
    proved = proof_sentence(words, view.catalogue, proof, found.kind)
    at = seen.made_at.astimezone(LOCAL_TIME).strftime("%Y-%m-%d %H:%M")
    method = "say.method" if found.units == "pieces" else "say.method_cells"
    how = words(method, window=f"{made.window_m:.0f}")
    return [lead, proved, how + " · " + words("say.made", version=made.version, at=at)]


def rough_text(words: Texts, seen: Seen) -> str | None:
    """Say that the positions are rough, where they are."""
    precision_m = seen.made.precision_m
    if precision_m is None or precision_m <= ROUGH_M:
        return None
    return words("say.rough", precision=f"{precision_m:.0f}")


def choosers(
    view: View, seen: Seen, found: KindList, choice: Choice, words: Texts
) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Return what may be chosen: kinds that occur, months, rules."""
    catalogue = view.catalogue
    below = {kind.id for kind in catalogue.incident_types if kind.parent is not None}
    kinds = [
        (k.kind, words("choose.below" if k.kind in below else "choose.top", name=name))
        for k in seen.made.kinds
        for name in (kind_text(words, catalogue, k.kind),)
    ]
    newest = lists_of(view.live.storage).newest()
    months = [(m.isoformat()[:MONTH_LETTERS]) for m in lists_of(view.live.storage).months()]
    listed = [(month, words("choose.frozen", month=month)) for month in months]
    if newest is not None:
        listed.insert(0, (NEWEST, words("choose.newest", month=newest.made.month)))
    rules = [(r.id, rule_text(words, r)) for r in catalogue.count_rules if r.id in seen.made.ruled]
    return {
        KIND: (found.kind, kinds),
        MONTH: (seen.month, listed),
        RULE: (choice.rule, [("", words("choose.no_rule")), *rules]),
    }
