"""What must hold of indicators: they count what layers declare, and targets name them."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from geodata.catalogue.check_layer import require_known, require_unique
from geodata.catalogue.complaints import Where, complaint
from geodata.catalogue.layer import LISTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.catalogue.model import (
        AwaitedIndicator,
        Indicator,
        IndicatorGroup,
        Layer,
        ProjectTemplate,
        Tally,
        Zone,
    )

COUNTED: Final = ("place", "incident")
SCHOOL: Final = "school"


def check_indicators(
    where: Where,
    indicators: Sequence[Indicator],
    layers: Mapping[str, Layer],
    zones: Sequence[Zone],
) -> None:
    """Refuse indicators that count what no layer declares, or what nobody may count freely."""
    for place, indicator in enumerate(indicators):
        here = where.at(place)
        _check_tally(here, indicator, layers, COUNTED)
        if indicator.count == "measure" and indicator.measure is None:
            raise complaint(here.at("measure"), "no_measure", None)
        if indicator.rate is not None:
            below = here.at("rate")
            _check_tally(below, indicator.rate, layers, (*COUNTED, "population"))
            values = layers[indicator.rate.layer].classes
            known = values.ids if values else ()
            require_known(below.at("otherwise"), enumerate(indicator.rate.otherwise), known)
        if indicator.near is not None:
            around = [zone.id for zone in zones if zone.layer == SCHOOL]
            require_known(here.at("near"), [("zone", indicator.near.zone)], around)
        if indicator.reach is not None:
            around = [zone.id for zone in zones if zone.layer == indicator.layer]
            require_known(here, [("reach", indicator.reach)], around)


def check_described(
    where: Where,
    groups: Sequence[IndicatorGroup],
    indicators: Sequence[Indicator],
    awaited: Sequence[AwaitedIndicator],
) -> None:
    """Refuse two of one id, and a group nobody declared."""
    require_unique(where.at("groups"), "id", (group.id for group in groups))
    ids = [indicator.id for indicator in indicators]
    require_unique(where.at("indicators"), "id", ids)
    require_unique(where.at("awaited"), "id", (one.id for one in awaited), ids)
    known = {group.id for group in groups}
    for name, declared in (("indicators", indicators), ("awaited", awaited)):
        for place, one in enumerate(declared):
            require_known(where.at(name, place), [("group", one.group)], known)


def check_targets(
    where: Where,
    indicators: Sequence[Indicator],
    awaited: Sequence[AwaitedIndicator],
    templates: Sequence[ProjectTemplate],
) -> None:
    """Refuse targets of an indicator nobody declared."""
    known = {one.id for one in chain(indicators, awaited)}
    for template in templates:
        for project in template.projects:
            named = [(t.name.zh, t.indicator) for t in project.targets if t.indicator is not None]
            require_known(where.at(template.id, project.id), named, known)


def _check_tally(
    where: Where, tally: Tally, layers: Mapping[str, Layer], records: Sequence[str]
) -> None:
    require_known(where, [("layer", tally.layer)], layers)
    layer = layers[tally.layer]
    if layer.counted_only or layer.record not in records:
        raise complaint(where.at("layer"), "not_counted", tally.layer)
    for name in LISTS:
        values = getattr(layer, name)
        ids = values.ids if values else ()
        require_known(where.at(name), enumerate(getattr(tally, name)), ids)
    if tally.measure is not None:
        require_known(
            where, [("measure", tally.measure)], [measure.field for measure in layer.measures]
        )
