"""The declared indicators: one function makes each number, on card, table and report alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from geodata.analysis.change import Change, compare_amounts, compare_counts, compare_shares
from geodata.analysis.counts import LayerCount, count_layer
from geodata.analysis.indicators.findings import (
    NOTHING_FOUND,
    Findings,
    counted_columns,
    is_pending,
    is_unreadable,
    lacks_schools,
    people_reached,
    untold_rows,
)
from geodata.analysis.indicators.rates import Base, base_of, in_period, narrowed
from geodata.analysis.indicators.value import IndicatorValue
from geodata.belonging import may_belong, projects_in_effect
from geodata.catalogue.model import Indicator, Layer
from geodata.columns import Columns, mask
from geodata.coverage import fed_until
from geodata.criteria import Criteria, to_criteria
from geodata.periods import (
    Period,
    comparable,
    day_number,
    month_of,
    previous_period,
    same_period_last_year,
)
from geodata.readmodel import ReadModel
from geodata.selection import Selection
from geodata.viewer import Viewer

MONTHS_DIFFER_DAYS = 3
"""Months are compared with months: periods that differ by more are not equal ones."""


@dataclass(frozen=True, slots=True)
class _Sight:
    """What an indicator is measured over; `around` is the selection without its own choices."""

    indicator: Indicator
    model: ReadModel
    viewer: Viewer
    columns: Columns
    around: Criteria
    criteria: Criteria
    findings: Findings


@dataclass(frozen=True, slots=True)
class _Reading:
    """The count in one period, the number it gives before dividing, and what it is divided by."""

    counted: LayerCount
    number: int | None
    base: Base | None
    value: float | None


def measure_indicators(
    model: ReadModel,
    selection: Selection,
    viewer: Viewer,
    *,
    today: date,
    findings: Findings = NOTHING_FOUND,
) -> tuple[IndicatorValue, ...]:
    """Measure every declared indicator, in declared order; see `measure_indicator`."""
    return tuple(
        measure_indicator(indicator, model, selection, viewer, today=today, findings=findings)
        for indicator in model.catalogue.indicators
    )


def against_period_before(selection: Selection) -> Selection:
    """Return the selection compared with the period just before (环比)."""
    return replace(selection, against=previous_period(selection.period))


def measure_indicator(
    indicator: Indicator,
    model: ReadModel,
    selection: Selection,
    viewer: Viewer,
    *,
    today: date,
    findings: Findings = NOTHING_FOUND,
) -> IndicatorValue:
    """Measure one indicator over what the viewer may see.

    The selection holds, except which layers are on: an indicator counts its own layer. One that
    is compared takes the selection's `against`, else the same days of last year. Of a period that
    is running only the days are compared that the data of all its sources cover, with as many days
    of the other: a ledger that has not come yet is no fall.

    Parameters
    ----------
    findings
        Of the worker, as far as the viewer may see them.
    """
    columns = counted_columns(indicator, model.columns_for(indicator.layer, viewer), findings)
    around = to_criteria(selection, model.catalogue, model.areas)
    layer = model.catalogue.by_layer[indicator.layer]
    criteria = narrowed(around, indicator, layer)
    sight = _Sight(indicator, model, viewer, columns, around, criteria, findings)
    found = _read(sight, selection.period)
    data_date = _true_until(model, selection, columns, criteria)
    measured = _first_value(sight, found, selection, data_date)
    if measured.pending or measured.lacks_schools or measured.unreadable:
        return replace(measured, value=None)
    projects = projects_in_effect(selection.projects, viewer)
    if not (found.counted.records or _is_declared(indicator, layer, model, projects)):
        return replace(measured, belongs=False)
    if indicator.share_of_layer:
        every = count_layer(columns, around).records
        measured = replace(measured, numerator=found.counted.records, denominator=every)
    now = comparable(selection.period, min(today, data_date or today))
    if not indicator.against or now is None:
        return measured
    if layer.id in criteria.statuses:
        return replace(measured, state_only=True)
    return _compare(measured, sight, now, _compared_with(selection, now))


def _first_value(
    sight: _Sight, found: _Reading, selection: Selection, data_date: date | None
) -> IndicatorValue:
    indicator, counted, base = sight.indicator, found.counted, found.base
    untold = _untold(sight)
    return IndicatorValue(
        id=indicator.id,
        # Where nobody can tell of any, none is no finding.
        value=None if untold and not counted.records else found.value,
        records=counted.records,
        placed=counted.placed,
        unplaced=counted.unplaced,
        period=selection.period,
        data_date=data_date,
        told=None if indicator.measure is None else counted.told[indicator.measure],
        numerator=found.number if indicator.rate or indicator.reach else None,
        denominator=base.number if base else None,
        base=base,
        untold=untold,
        pending=is_pending(indicator, sight.model, sight.findings),
        lacks_schools=lacks_schools(indicator, sight.model),
        unreadable=is_unreadable(indicator, sight.model),
    )


def _untold(sight: _Sight) -> int:
    """Count the records under the filter of which nobody can tell whether they count."""
    columns = sight.model.columns_for(sight.indicator.layer, sight.viewer)
    return int(
        np.count_nonzero(
            untold_rows(sight.indicator, columns, sight.findings) & mask(columns, sight.criteria)
        )
    )


def _read(sight: _Sight, period: Period) -> _Reading:
    indicator, rate = sight.indicator, sight.indicator.rate
    counted = count_layer(sight.columns, in_period(sight.criteria, period))
    if indicator.reach is not None:
        return _reached(sight, counted)
    number = _number(indicator, counted)
    if rate is None:
        value = None if number is None else number * indicator.scale
        return _Reading(counted, number, None, value)
    base = base_of(rate, sight.model, sight.around, sight.viewer, period)
    value = None if number is None or base is None else number / base.number * indicator.scale
    return _Reading(counted, number, base, value)


def _reached(sight: _Sight, counted: LayerCount) -> _Reading:
    """Read the people within reach: those of today's homes and shelters, whatever the period."""
    told = people_reached(sight.indicator, sight.model, sight.findings, sight.around)
    if told is None:
        return _Reading(counted, None, None, None)
    number, base = told
    return _Reading(counted, number, base, number / base.number * sight.indicator.scale)


def _number(indicator: Indicator, counted: LayerCount) -> int | None:
    if indicator.measure is None:
        return counted.records
    told = counted.told[indicator.measure] or not counted.records
    return counted.measures[indicator.measure] if told else None


def _is_declared(
    indicator: Indicator, layer: Layer, model: ReadModel, projects: Sequence[str]
) -> bool:
    return may_belong(layer, model.catalogue, projects, indicator.classes)


def _compare(
    measured: IndicatorValue, sight: _Sight, now: Period, against: Period
) -> IndicatorValue:
    measured = replace(measured, against=against)
    every = sight.model.columns_for(sight.indicator.layer, sight.viewer)
    if not _reaches_back(every, against):
        return measured
    part, earlier = _read(sight, now), _read(sight, against)
    measured = replace(measured, earlier=earlier.value)
    if abs(now.days - against.days) > MONTHS_DIFFER_DAYS:
        return measured
    return replace(measured, change=_change(sight, part, earlier))


def _change(sight: _Sight, now: _Reading, before: _Reading) -> Change | None:
    indicator = sight.indicator
    if now.value is None or before.value is None or now.number is None or before.number is None:
        return None
    if indicator.measure is not None and not indicator.rate:
        told, told_before = (_fewest(indicator, one) for one in (now, before))
        return compare_amounts(now.value, before.value, records=told, records_before=told_before)
    if now.base is None or before.base is None:
        return compare_counts(now.number, before.number)
    if now.base.kinds:
        exposure = before.base.number / now.base.number
        return compare_counts(now.number, before.number, exposure=exposure)
    return compare_shares(now.number, now.base.number, before.number, before.base.number)


def _fewest(indicator: Indicator, one: _Reading) -> int:
    """Return what must not be few: the records that tell a sum, and people harmed themselves."""
    told = one.counted.told[indicator.measure or ""]
    return min(told, one.number or 0) if indicator.harm else told


def _compared_with(selection: Selection, now: Period) -> Period:
    against = selection.against
    if against is None:
        return same_period_last_year(now)
    if now == selection.period:
        return against
    return Period(against.start, min(against.end, against.start + timedelta(days=now.days)))


def _true_until(
    model: ReadModel, selection: Selection, columns: Columns, criteria: Criteria
) -> date | None:
    """Say up to which day all sources are true that feed an indicator now or did before."""
    period = selection.period
    before = selection.against or same_period_last_year(period)
    rows = mask(columns, in_period(criteria, period)) | mask(columns, in_period(criteria, before))
    known = fed_until(columns, rows, model.coverage.get(columns.layer, ()))
    return known or model.data_dates.get(columns.layer)


def _reaches_back(columns: Columns, against: Period) -> bool:
    """Say whether a ledger of incidents covers a period: it begins with its first record's month.

    Places are known by their dates, however far back.
    """
    if not columns.events:
        return True
    month_after = day_number(month_of(against.start).end)
    return bool(len(columns)) and int(columns.from_day.min()) < month_after
