"""The finding of the hotspot page: one sentence, what it rests on, and what may be chosen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.browser import declare
from dashboard.components.hotspots.choices import KIND, MONTH, RULE, choose_hotspots
from dashboard.hotspots.asked import NEWEST
from dashboard.hotspots.facts import rule_text
from dashboard.hotspots.proof_words import proof_sentence
from dashboard.hotspots.words import kind_text, streets_text
from dashboard.wording import number_text
from geodata.localtime import LOCAL_TIME
from geodata.results.hotspot_results import lists_of
from geodata.results.monthlist import ROUGH_M

if TYPE_CHECKING:
    from dashboard.components.hotspots.choices import Choice
    from dashboard.components.view import View
    from dashboard.hotspots.asked import Seen
    from dashboard.texts import Texts
    from geodata.results.monthlist import KindList

Json = dict[str, object]

KEY: Final = "hotspot_head"
MONTH_LETTERS: Final = 7
_head = declare("finding")


def show_hotspot_head(
    view: View, seen: Seen, found: KindList, choice: Choice, words: Texts
) -> None:
    """Draw the sentence and the choosers."""

    def chosen(name: str) -> None:
        choose_hotspots(choice.having(name, str(st.session_state[KEY][name])))

    _head(
        key=KEY,
        data={
            "headline": headline(words, found),
            "choosers": choosers(view, seen, found, choice, words),
            "notes": notes(view, seen, found, words),
            "problem": rough_text(words, seen),
        },
        on_kind_change=lambda: chosen(KIND),
        on_month_change=lambda: chosen(MONTH),
        on_rule_change=lambda: chosen(RULE),
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


def choosers(view: View, seen: Seen, found: KindList, choice: Choice, words: Texts) -> list[Json]:
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
    return [
        _chooser(words, KIND, found.kind, kinds),
        _chooser(words, MONTH, seen.month, listed),
        _chooser(words, RULE, choice.rule, [("", words("choose.no_rule")), *rules]),
    ]


def _chooser(words: Texts, name: str, chosen: str, options: list[tuple[str, str]]) -> Json:
    listed = [{"id": option, "label": label} for option, label in options]
    return {"id": name, "label": words(f"choose.{name}"), "chosen": chosen, "options": listed}
