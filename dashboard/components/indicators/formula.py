"""What an indicator counts, as a formula in words, made from its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.wording import number_text
from geodata.catalogue.model import LISTS, AwaitedIndicator

if TYPE_CHECKING:
    from dashboard.texts import Texts
    from geodata.catalogue.model import Catalogue, Indicator, Tally


def definition_text(
    texts: Texts, catalogue: Catalogue, indicator: Indicator | AwaitedIndicator
) -> str:
    """Write what an indicator means, how it is worked out or what it awaits, and its source."""
    parts = [texts.name(indicator.definition)]
    if isinstance(indicator, AwaitedIndicator):
        parts.append(texts("indicators.awaits", data=texts.name(indicator.awaits)))
    else:
        parts.append(texts("indicators.formula", formula=formula_text(texts, catalogue, indicator)))
    parts.append(texts("indicators.source", source=indicator.source))
    return " ".join(parts)


def formula_text(texts: Texts, catalogue: Catalogue, indicator: Indicator) -> str:
    """Write numerator, denominator and factor."""
    factor = "" if indicator.scale == 1 else f" × {_factor(indicator.scale)}"
    if indicator.reach is not None:
        within = texts.name(catalogue.by_zone[indicator.reach].name)
        return f"{texts('indicators.reached', within=within)}{factor}"
    above = _tally_text(texts, catalogue, indicator)
    if (near := indicator.near) is not None:
        where = texts.name(catalogue.by_zone[near.zone].name)
        key = "near_hours" if near.hours else "near"
        above = texts(f"indicators.{key}", what=above, where=where)
    if indicator.share_of_layer:
        every = _tally_text(texts, catalogue, indicator.model_copy(update=_ALL))
        return texts("indicators.with_share", part=above, all=every)
    below = f" ÷ {_tally_text(texts, catalogue, indicator.rate)}" if indicator.rate else ""
    return f"{above}{below}{factor}"


_ALL = {"classes": (), "grades": (), "statuses": ()}


def _factor(scale: float) -> str:
    return number_text(scale) if scale >= 1 else f"1/{number_text(round(1 / scale))}"


def _tally_text(texts: Texts, catalogue: Catalogue, tally: Tally) -> str:
    layer = catalogue.by_layer[tally.layer]
    names = [
        texts.name(value.name)
        for kind in LISTS
        if (declared := getattr(layer, kind)) is not None
        for value in declared.values
        if value.id in getattr(tally, kind)
    ]
    measure = next((m for m in layer.measures if m.field == tally.measure), None)
    unit = texts.name(layer.unit)
    what = texts("indicators.number", unit=unit) if measure is None else texts.name(measure.name)
    chosen = texts("indicators.some", names=texts("facts.and").join(names)) if names else ""
    return f"{texts.name(layer.name)}{chosen} {what}"
