"""All there is to tell of one site, for the panel beside the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.hotspots.blocks import BANDS, LAYER
from dashboard.hotspots.words import (
    code_text,
    figure_text,
    harm_text,
    interval_text,
    kind_text,
    peak_text,
    place_text,
    times_text,
    told_text,
    trend_text,
    words_of,
)
from dashboard.server.facts import actions
from dashboard.wording import number_text

if TYPE_CHECKING:
    from dashboard.hotspots.asked import Seen
    from dashboard.texts import Texts
    from geodata.catalogue.model import Catalogue, CountRule
    from geodata.readmodel import ReadModel
    from geodata.results.monthlist import KindList, Spot

Json = dict[str, object]


def site_title(words: Texts, spot: Spot) -> str:
    """Return code and place."""
    return f"{code_text(spot)} {place_text(words, spot.name)}"


def site_facts(
    seen: Seen, found: KindList, spot: Spot, model: ReadModel, texts: Texts, *, may_print: bool
) -> Json:
    """Return the facts of a site as the panel of the map takes them."""
    words = words_of(texts.language)
    area = _area_text(model, spot.area)
    kind = kind_text(words, model.catalogue, found.kind)
    chips: list[Json] = [{"text": words(f"bands.{spot.band.lower()}"), "tone": "plain"}]
    if seen.made.sample:
        chips.append({"text": texts("facts.sample"), "tone": "sample"})
    fields = _fields(words, found, spot, model.catalogue)
    return {
        "title": site_title(words, spot),
        "subtitle": words("facts.subtitle", kind=kind, area=area) if area else kind,
        "symbol": {"layer": LAYER, "grade": BANDS.index(spot.band)},
        "chips": chips,
        "fields": [{"label": words(f"facts.{key}"), "value": value} for key, value in fields],
        "source": words("facts.source"),
        "actions": actions(texts, may_print=may_print, may_correct=False),
    }


def _fields(
    words: Texts, found: KindList, spot: Spot, catalogue: Catalogue
) -> list[tuple[str, str]]:
    ranks = {"n": spot.number, "low": spot.rank_low, "high": spot.rank_high}
    counts = {"count": spot.count, "year": spot.last_year, "before": spot.year_before}
    numbers = {name: number_text(count) for name, count in counts.items()}
    times = "times" if found.units == "pieces" else "times_cells"
    fields = [
        ("rank", words("facts.rank_value", **ranks)),
        ("counts", words("facts.counts_value", **numbers)),
        ("expected", interval_text(words, spot.per_year, spot.low, spot.high)),
        (times, times_text(words, spot)),
        ("harm", harm_text(spot)),
        ("trend", _trend(words, spot)),
        ("peak", peak_text(words, spot)),
    ]
    if spot.kind is not None:
        named = kind_text(words, catalogue, spot.kind.value)
        fields.append(("kind", told_text(words, spot.kind, named)))
    if spot.cause is not None:
        fields.append(("cause", told_text(words, spot.cause, spot.cause.value)))
    if found.units == "pieces":
        fields.append(("rules", rules_text(words, spot, catalogue)))
    return fields


def rules_text(words: Texts, spot: Spot, catalogue: Catalogue) -> str:
    """Name the official rules a site meets; those nobody has checked are marked."""
    met = [rule_text(words, rule) for rule in catalogue.count_rules if rule.id in spot.rules]
    return words("name.and").join(met) if met else words("facts.no_rules")


def rule_text(words: Texts, rule: CountRule) -> str:
    """Name an official rule, marked where it was not checked with whoever applies it."""
    name = words.name(rule.name)
    return words("choose.unverified", name=name) if rule.unverified else name


def _trend(words: Texts, spot: Spot) -> str:
    told = trend_text(words, spot)
    if spot.ratio is None or spot.ratio_low is None or spot.ratio_high is None:
        return told
    ends = {"low": figure_text(spot.ratio_low), "high": figure_text(spot.ratio_high)}
    return f"{told} · " + words("facts.trend_value", ratio=figure_text(spot.ratio), **ends)


def _area_text(model: ReadModel, code: str | None) -> str:
    if code is None or code not in model.areas:
        return ""
    path = model.areas.path(model.areas.index_of[code])
    return " ".join(area.name for area in path if area.level != "district")
