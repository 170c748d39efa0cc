"""The map of the hotspot page: coloured streets, ranked sites, the incidents behind them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from dashboard.components.hotspots.choices import choose_hotspots
from dashboard.components.mapping import declared, parse_pick, to_plain_map
from dashboard.components.session import opening_link
from dashboard.hotspots.behind import INCIDENT
from dashboard.hotspots.blocks import LAYER
from dashboard.hotspots.facts import rule_text
from dashboard.map.declaration import layer_json
from dashboard.map.element import MapSelection, show_map
from dashboard.wording import number_text
from geodata.incident_kinds import kinds_of
from geodata.periods import Period, to_days
from geodata.results.monthlist import STEPS
from geodata.selection import to_query

if TYPE_CHECKING:
    from dashboard.components.hotspots.choices import Choice
    from dashboard.components.view import View
    from dashboard.hotspots.asked import Seen
    from dashboard.map.declaration import Declaration, Json
    from dashboard.map.element import MapView
    from dashboard.map.events import MapEvents
    from dashboard.texts import Texts
    from geodata.results.monthlist import KindList

KEY: Final = "hotspot_map"
_BANDS: Final = "abc"
_LIGHT, _DARK = "#8E0F2E", "#FFB3B8"


def show_hotspot_map(view: View, seen: Seen, found: KindList, choice: Choice, words: Texts) -> None:
    """Draw it; what its legend toggled is in the session before the next run."""

    def adopt(events: MapEvents) -> None:
        if events.toggled is not None:
            choose_hotspots(replace(choice, toggled=events.toggled))

    show_map(map_view(view, seen, found, choice, words), on_toggled=adopt, key=KEY)


def map_view(view: View, seen: Seen, found: KindList, choice: Choice, words: Texts) -> MapView:
    """Turn a list into what the element is told."""
    period = Period(date.fromisoformat(seen.made.start), date.fromisoformat(seen.made.end))
    start_day, end_day = to_days(period)
    toggled = choice.toggled
    lists = {} if toggled is None else {"grades": toggled.grades, "statuses": toggled.statuses}
    kinds = {kind.id: kind for kind in kinds_of(view.catalogue.incident_types)}
    selection = MapSelection(
        layers=choice.layers,
        projects=0,
        start_day=start_day,
        end_day=end_day,
        areas=None,
        classes={INCIDENT: kinds[found.kind].classes},
        grades=lists.get("grades", {}),
        statuses=lists.get("statuses", {}),
    )
    query = {**to_query(replace(view.selection, period=period)), **choice.to_query()}
    return replace(
        to_plain_map(view, selection, query, 0 if toggled is None else toggled.serial),
        declaration=declare_hotspots(view, seen, found, choice, words),
        pick=parse_pick(opening_link().get("pick", ""), {LAYER, *view.catalogue.by_layer}),
        sample=seen.made.sample or view.is_sample,
        drawable=False,
    )


def declare_hotspots(
    view: View, seen: Seen, found: KindList, choice: Choice, words: Texts
) -> Declaration:
    """Declare the sites as a layer, the coloured pieces and the rule as shapes."""
    base = declared(view)
    incidents = view.catalogue.by_layer[INCIDENT]
    address = f"hotspots/{seen.address}/{found.kind}"
    behind = layer_json(incidents, view.catalogue.layers, view.texts) | {"listed": False}
    layers = (_sites(address, words), behind)
    shapes = (*base.shapes, _pieces(address, found, words))
    rule = next((r for r in view.catalogue.count_rules if r.id == choice.rule), None)
    if rule is not None and rule.id in seen.made.ruled:
        title = words("legend.rule", name=rule_text(words, rule))
        where = f"hotspots/{seen.address}/rules/{rule.id}"
        shapes = (*shapes, _shape("hot_rule", "hot_rule", where, {"title": title}))
    return replace(base, layers=layers, shapes=shapes, zones=())


def _sites(address: str, words: Texts) -> Json:
    return {
        "id": LAYER,
        "name": words("layer"),
        "unit": words("unit"),
        "record": "place",
        "order": 90,
        "address": address,
        "symbol": {"shape": "tag", "light": _LIGHT, "dark": _DARK, "character": ""},
        "classes": [],
        "grades": [
            {"id": band, "name": words(f"bands.{band}"), "mark": f"hot_{band}", "closed": False}
            for band in _BANDS
        ],
        "statuses": [],
        "gates": None,
        "boundaries": None,
    }


def _pieces(address: str, found: KindList, words: Texts) -> Json:
    inside = found.units == "cells"
    legend: Json = {
        "title": words("legend.title_cells" if inside else "legend.title"),
        "steps": [words("legend.from", n=number_text(step)) for step in STEPS],
    }
    kind = "hot_cells" if inside else "hot_pieces"
    return _shape("hot", kind, f"{address}/pieces", legend)


def _shape(name: str, kind: str, address: str, legend: Json) -> Json:
    shape: Json = {"name": name, "kind": kind, "level": None, "classes": []}
    return shape | {"address": address, "legend": legend}
