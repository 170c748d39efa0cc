"""The declared indicators: one function makes each number, on card, table and report alike."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from geodata.analysis.change import Change, compare_counts
from geodata.analysis.counts import LayerCount, count_layer
from geodata.catalogue.model import Indicator, Layer
from geodata.columns import Columns
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
        The day up to which its layer is true; None before the first import.
    numerator, denominator
        Records, and the records under the same selection without the indicator's own choice of
        classes, grades and statuses; None where it is no share.
    against, earlier, change
        The period compared with, the value in it, and what may be said; all None where nothing is
        compared. `earlier` alone is None where the ledger does not reach back so far. `change` is
        there for counts only, in periods of equal length.
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
    is running only the days are compared that the data cover, with as many days of the other.
    """
    columns = model.columns_for(indicator.layer, viewer)
    around = to_criteria(selection, model.catalogue, model.areas)
    criteria = narrowed(around, indicator, model.catalogue.by_layer[indicator.layer])
    counted = count_layer(columns, criteria)
    data_date = model.data_dates.get(indicator.layer)
    measured = IndicatorValue(
        id=indicator.id,
        value=_value(indicator, counted),
        records=counted.records,
        placed=counted.placed,
        unplaced=counted.unplaced,
        period=selection.period,
        data_date=data_date,
    )
    if indicator.share_of_layer:
        every = count_layer(columns, around).records
        measured = replace(measured, numerator=counted.records, denominator=every)
    now = comparable(selection.period, min(today, data_date or today))
    if not indicator.against or now is None:
        return measured
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
