"""The declared indicators: one function makes each number, on card, table and report alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from geodata.analysis.change import Change, compare_counts
from geodata.analysis.counts import LayerCount, count_layer
from geodata.belonging import may_belong, projects_in_effect
from geodata.catalogue.model import Indicator, Layer
from geodata.columns import Columns, mask
from geodata.coverage import fed_until
from geodata.criteria import Criteria, ListName, to_criteria, value_indices
from geodata.periods import (
    Period,
    comparable,
    day_number,
    month_of,
    same_period_last_year,
    to_days,
)
from geodata.readmodel import ReadModel
from geodata.selection import Selection
from geodata.viewer import Viewer

LISTS: tuple[ListName, ...] = ("classes", "grades", "statuses")

MONTHS_DIFFER_DAYS = 3
"""Months are compared with months: periods that differ by more are not equal ones."""


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """An indicator under a selection.

    Parameters
    ----------
    id
        Of its declaration.
    value
        The count, or the sum of a measure.
    records, placed, unplaced
        How many records it is made of, with and without a position.
    period
        What it counts; a running period counts as far as its days have come.
    data_date
        The day up to which it is true: that of the source which lags most among those that
        reported any of it, now or in the period compared with; None before the first import.
    numerator, denominator
        Records, and the records under the same selection without the indicator's own choice of
        classes, grades and statuses; None where it is no share.
    against, earlier, change
        The period compared with, the value in it, and what may be said; all None where nothing is
        compared. `earlier` alone is None where the ledger does not reach back so far. `change` is
        there for counts only, in periods of equal length.
    belongs
        False where none of the chosen projects declares what is counted and no record is linked to
        them: then 0 is no finding, and nothing is shared or compared.
    state_only
        True where it would be compared, but statuses narrow it: they are known as they are now, so
        that the older of two periods always has more that is closed.
    """

    id: str
    value: int
    records: int
    placed: int
    unplaced: int
    period: Period
    data_date: date | None
    numerator: int | None = None
    denominator: int | None = None
    against: Period | None = None
    earlier: int | None = None
    change: Change | None = None
    belongs: bool = True
    state_only: bool = False


def measure_indicators(
    model: ReadModel, selection: Selection, viewer: Viewer, *, today: date
) -> tuple[IndicatorValue, ...]:
    """Measure every declared indicator, in declared order; see `measure_indicator`."""
    return tuple(
        measure_indicator(indicator, model, selection, viewer, today=today)
        for indicator in model.catalogue.indicators
    )


def measure_indicator(
    indicator: Indicator,
    model: ReadModel,
    selection: Selection,
    viewer: Viewer,
    *,
    today: date,
) -> IndicatorValue:
    """Measure one indicator over what the viewer may see.

    The selection holds, except which layers are on: an indicator counts its own layer. One that
    is compared takes the selection's `against`, else the same days of last year. Of a period that
    is running only the days are compared that the data of all its sources cover, with as many days
    of the other: a ledger that has not come yet is no fall.
    """
    columns = model.columns_for(indicator.layer, viewer)
    around = to_criteria(selection, model.catalogue, model.areas)
    layer = model.catalogue.by_layer[indicator.layer]
    criteria = narrowed(around, indicator, layer)
    counted = count_layer(columns, criteria)
    data_date = _true_until(model, selection, columns, criteria)
    measured = IndicatorValue(
        id=indicator.id,
        value=_value(indicator, counted),
        records=counted.records,
        placed=counted.placed,
        unplaced=counted.unplaced,
        period=selection.period,
        data_date=data_date,
    )
    projects = projects_in_effect(selection.projects, viewer)
    if not (counted.records or _is_declared(indicator, layer, model, projects)):
        return replace(measured, belongs=False)
    if indicator.share_of_layer:
        every = count_layer(columns, around).records
        measured = replace(measured, numerator=counted.records, denominator=every)
    now = comparable(selection.period, min(today, data_date or today))
    if not indicator.against or now is None:
        return measured
    if layer.id in criteria.statuses:
        return replace(measured, state_only=True)
    return _compare(measured, indicator, columns, criteria, now, _compared_with(selection, now))


def narrowed(criteria: Criteria, indicator: Indicator, layer: Layer) -> Criteria:
    """Keep of the selection's choices those that are the indicator's too: the rows behind it."""
    lists: dict[str, Any] = {}
    for name in LISTS:
        if chosen := getattr(indicator, name):
            own = value_indices(layer, name, chosen)
            held = getattr(criteria, name)
            both = tuple(index for index in own if index in held.get(layer.id, own))
            lists[name] = {**held, layer.id: both}
    return replace(criteria, **lists)


def _is_declared(
    indicator: Indicator, layer: Layer, model: ReadModel, projects: Sequence[str]
) -> bool:
    return may_belong(layer, model.catalogue, projects, indicator.classes)


def _compare(
    measured: IndicatorValue,
    indicator: Indicator,
    columns: Columns,
    criteria: Criteria,
    now: Period,
    against: Period,
) -> IndicatorValue:
    measured = replace(measured, against=against)
    if not _reaches_back(columns, against):
        return measured
    part, earlier = (
        _value(indicator, count_layer(columns, _in_period(criteria, period)))
        for period in (now, against)
    )
    unlike = abs(now.days - against.days) > MONTHS_DIFFER_DAYS
    if unlike or indicator.count == "measure":
        return replace(measured, earlier=earlier)
    return replace(measured, earlier=earlier, change=compare_counts(part, earlier))


def _in_period(criteria: Criteria, period: Period) -> Criteria:
    start_day, end_day = to_days(period)
    return replace(criteria, start_day=start_day, end_day=end_day)


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
    rows = mask(columns, _in_period(criteria, period)) | mask(columns, _in_period(criteria, before))
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


def _value(indicator: Indicator, counted: LayerCount) -> int:
    return counted.records if indicator.measure is None else counted.measures[indicator.measure]
