"""An indicator as a line of a table: number, what it is of, changes, target, how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.components.indicators.standing import Aim, aims_of, standing_text, target_text
from dashboard.components.indicators.words import (
    change_text,
    counted_unit,
    is_known,
    shown_text,
    silence_text,
    value_text,
)
from dashboard.wording import number_text, percent_text
from geodata.analysis.indicators.measuring import against_period_before, measure_indicators

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dashboard.components.view import View
    from geodata.analysis.indicators.value import IndicatorValue
    from geodata.catalogue.model import AwaitedIndicator, Indicator


@dataclass(frozen=True)
class Measured:
    """Every indicator by its id, against the year (or what was chosen) and the period before."""

    last_year: Mapping[str, IndicatorValue]
    before: Mapping[str, IndicatorValue]


def measure_all(view: View) -> Measured:
    """Measure every indicator under the view's filter."""
    chosen = (view.selection, against_period_before(view.selection))
    last_year, before = (
        {
            one.id: one
            for one in measure_indicators(
                view.model, selection, view.viewer, today=view.today, findings=view.findings
            )
        }
        for selection in chosen
    )
    return Measured(last_year, before)


def indicator_cells(view: View, found: Measured, indicator: Indicator) -> list[str]:
    """Return the cells of a measured indicator."""
    texts, measured = view.texts, found.last_year[indicator.id]
    aims = [
        a for a in aims_of(view.projects, found.last_year) if a.target.indicator == indicator.id
    ]
    number = value_text(view, indicator, measured)
    unit = counted_unit(texts, indicator, number)
    return [
        texts.name(indicator.name),
        f"{number} {unit}" if is_known(measured) else number,
        of_text(view, indicator, measured),
        changed_text(view, indicator, measured),
        _before_text(view, indicator, found),
        _targets_text(view, aims),
        _standings_text(view, aims),
        measured.data_date.isoformat() if measured.data_date else texts("cards.blank"),
    ]


def awaited_cells(view: View, indicator: AwaitedIndicator) -> list[str]:
    """Return the cells of an indicator whose data nobody brings yet."""
    texts, blank = view.texts, view.texts("cards.blank")
    aims = [
        Aim(project, target, "awaited")
        for project in view.projects
        for target in project.targets
        if target.indicator == indicator.id
    ]
    waits = texts("indicators.awaits", data=texts.name(indicator.awaits))
    targets = _targets_text(view, aims)
    standing = standing_text(texts, "awaited")
    return [texts.name(indicator.name), blank, waits, "", "", targets, standing, blank]


def of_text(view: View, indicator: Indicator, measured: IndicatorValue) -> str:
    """Write what a number is of: numerator and denominator, records that tell it, or why none."""
    texts, layer = view.texts, view.catalogue.by_layer[indicator.layer]
    silence = silence_text(texts, indicator, measured, layer)
    if silence and not measured.state_only:
        return silence
    unit = texts.name(layer.unit)
    if measured.base is not None:
        part, whole = number_text(measured.numerator or 0), number_text(measured.base.number)
        return texts("indicators.divided", part=part, whole=whole, what=_base_text(view, measured))
    if measured.denominator:
        share = percent_text((measured.numerator or 0) / measured.denominator)
        whole = number_text(measured.denominator)
        return texts("indicators.share", share=share, whole=whole, unit=unit)
    if measured.untold:
        numbers = {"n": number_text(measured.records), "m": number_text(measured.untold)}
        return texts("indicators.untold", unit=unit, **numbers)
    if measured.told is not None:
        told, every = number_text(measured.told), number_text(measured.records)
        return texts("indicators.told", told=told, n=every, unit=unit)
    return texts("indicators.records", n=number_text(measured.records), unit=unit)


def changed_text(view: View, indicator: Indicator, measured: IndicatorValue) -> str:
    """Write what may be said of a change, with the number before; a dash where nothing is."""
    texts, change = view.texts, measured.change
    if not is_known(measured) or change is None:
        return texts("cards.blank")
    records = texts.name(view.catalogue.by_layer[indicator.layer].unit)
    text = change_text(texts, change, texts.name(indicator.unit), records=records)
    if change.verdict in ("rise", "fall") and indicator.direction:
        better = (change.verdict == "fall") == (indicator.direction == "lower")
        text = texts(
            "indicators.judged",
            text=text,
            word=texts(f"indicators.{'better' if better else 'worse'}"),
        )
    if measured.earlier is None:
        return text
    return texts("indicators.from", number=shown_text(view, indicator, measured.earlier), text=text)


def _before_text(view: View, indicator: Indicator, found: Measured) -> str:
    before, last_year = (one[indicator.id] for one in (found.before, found.last_year))
    # Twelve months before are last year's; of a running year they may differ by a leap day.
    begins = {one.against.start for one in (before, last_year) if one.against}
    if before.change is not None and len(begins) == 1 and before.earlier == last_year.earlier:
        return view.texts("indicators.same")
    return changed_text(view, indicator, before)


def _base_text(view: View, measured: IndicatorValue) -> str:
    base, texts = measured.base, view.texts
    if base is None or not base.kinds:
        return ""
    layer = next(la for la in view.catalogue.layers if la.record == "population")
    values = layer.classes.values if layer.classes else ()
    kinds = [texts.name(value.name) for value in values if value.id in base.kinds]
    return texts("indicators.people", kinds=texts("facts.and").join(kinds), year=base.year)


def _targets_text(view: View, aims: Iterable[Aim]) -> str:
    texts = view.texts
    return texts("facts.and").join(dict.fromkeys(target_text(texts, a.target) for a in aims))


def _standings_text(view: View, aims: Iterable[Aim]) -> str:
    texts = view.texts
    return texts("facts.and").join(dict.fromkeys(standing_text(texts, a.standing) for a in aims))
