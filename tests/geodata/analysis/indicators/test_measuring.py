"""The declared indicators, over a few records whose numbers one can count by hand."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from geodata.analysis.indicators.measuring import measure_indicator, measure_indicators
from geodata.analysis.indicators.value import IndicatorValue
from geodata.areas import NO_AREA, AreaTree
from geodata.catalogue.model import Catalogue, Indicator, Words
from geodata.columns import NOT_TOLD, STILL, Columns
from geodata.periods import Period, day_number
from geodata.readmodel import ReadModel
from geodata.selection import Selection
from geodata.viewer import OFFICE, Viewer
from tests.geodata.columns_making import make_columns
from tests.geodata.making import CATALOGUE

NAME = Words(zh="名", en="name")
YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
SELECTION = Selection(layers=(), period=YEAR)
AFTER = date(2026, 1, 5)


def _indicator(**values: object) -> Indicator:
    base = {"id": "i", "name": NAME, "layer": "incident", "unit": NAME}
    base |= {"definition": NAME, "group": "g", "source": "s"}
    return Indicator.model_validate(base | {"against": True} | values)


def _incidents(days: list[date], kind: str = "robbery") -> Columns:
    count = len(days)
    classes = CATALOGUE.by_layer["incident"].classes
    assert classes is not None
    return replace(
        make_columns(count, events=True),
        placed=np.arange(count).astype(np.uint8) % 2,
        classes=np.full(count, classes.index(kind), np.uint8),
        from_day=np.array([day_number(day) for day in days], np.uint16),
        areas=np.full(count, NO_AREA, np.uint16),
    )


def _model(
    columns: Columns, data_date: date | None = None, catalogue: Catalogue = CATALOGUE
) -> ReadModel:
    return ReadModel(
        version=1,
        sample=False,
        layer_versions={},
        data_dates={columns.layer: data_date} if data_date else {},
        catalogue=catalogue,
        areas=AreaTree(),
        columns={columns.layer: columns},
        shapes={},
    )


def _spread(start: date, count: int, step: int = 1) -> list[date]:
    return [start + timedelta(days=step * n) for n in range(count)]


def _measure(
    columns: Columns,
    indicator: Indicator,
    selection: Selection = SELECTION,
    *,
    today: date = AFTER,
    data_date: date | None = None,
    viewer: Viewer = OFFICE,
) -> IndicatorValue:
    model = _model(columns, data_date)
    return measure_indicator(indicator, model, selection, viewer, today=today)


def test_a_year_is_compared_with_the_year_before() -> None:
    days = _spread(date(2024, 1, 9), 171) + _spread(date(2025, 1, 9), 159)
    found = _measure(_incidents(days), _indicator(classes=("crime",)))
    assert (found.value, found.earlier, found.records) == (159, 171, 159)
    assert found.placed + found.unplaced == 159
    assert found.unplaced > 0
    assert found.against == Period(date(2024, 1, 1), date(2025, 1, 1))
    assert found.change is not None
    assert (found.change.difference, found.change.verdict) == (-12, "no_evidence")
    assert found.change.share == pytest.approx(-0.070, abs=5e-4)


def test_a_running_year_is_compared_by_the_days_the_data_cover() -> None:
    days = _spread(date(2024, 1, 1), 366) + _spread(date(2025, 1, 1), 100)
    found = _measure(
        _incidents(days), _indicator(), today=date(2025, 6, 1), data_date=date(2025, 4, 10)
    )
    assert found.value == 100
    assert found.against == Period(date(2024, 1, 1), date(2024, 4, 11))
    assert found.earlier == 101


def test_a_period_that_has_not_begun_is_not_compared() -> None:
    found = _measure(
        _incidents(_spread(date(2024, 1, 1), 9)), _indicator(), today=date(2024, 12, 31)
    )
    assert (found.against, found.earlier, found.change) == (None, None, None)


def test_a_ledger_that_does_not_reach_back_has_no_earlier_value() -> None:
    found = _measure(_incidents(_spread(date(2024, 3, 2), 300)), _indicator())
    assert found.against == Period(date(2024, 1, 1), date(2025, 1, 1))
    assert (found.earlier, found.change) == (None, None)
    reaching = _measure(_incidents(_spread(date(2024, 1, 31), 300)), _indicator())
    assert reaching.earlier is not None


def test_what_is_narrowed_by_a_status_of_now_is_not_compared() -> None:
    days = _spread(date(2024, 1, 9), 20) + _spread(date(2025, 1, 9), 10)
    still_open = replace(SELECTION, statuses=("incident.open",))
    found = _measure(_incidents(days), _indicator(), still_open)
    assert found.state_only
    assert (found.against, found.earlier, found.change) == (None, None, None)
    elsewhere = replace(SELECTION, statuses=("rental.let",))
    assert not _measure(_incidents(days), _indicator(), elsewhere).state_only


def test_what_no_chosen_project_declares_is_no_zero() -> None:
    crimes = _indicator(classes=("crime",))
    none = replace(make_columns(0, events=True))
    for_fire = replace(SELECTION, projects=("fire",))
    assert not _measure(none, crimes, for_fire).belongs
    assert _measure(none, _indicator(classes=("fire",)), for_fire).belongs
    assert _measure(none, crimes).belongs


def test_what_no_project_of_the_viewer_declares_is_no_zero() -> None:
    none = make_columns(0, events=True)
    fire_only = Viewer(areas=None, projects=frozenset({"fire"}))
    assert not _measure(none, _indicator(classes=("crime",)), viewer=fire_only).belongs
    assert _measure(none, _indicator(classes=("fire",)), viewer=fire_only).belongs


def test_the_period_chosen_to_compare_with_is_taken() -> None:
    days = _spread(date(2023, 1, 9), 20) + _spread(date(2025, 1, 9), 10)
    chosen = replace(SELECTION, against=Period(date(2023, 1, 1), date(2024, 1, 1)))
    assert _measure(_incidents(days), _indicator(), chosen).earlier == 20
    running = _measure(_incidents(days), _indicator(), chosen, today=date(2025, 1, 13))
    assert running.against == Period(date(2023, 1, 1), date(2023, 1, 14))
    assert running.earlier == 5


def test_a_year_and_a_month_have_no_percentage() -> None:
    days = _spread(date(2024, 12, 1), 30) + _spread(date(2025, 1, 9), 100)
    chosen = replace(SELECTION, against=Period(date(2024, 12, 1), date(2025, 1, 1)))
    found = _measure(_incidents(days), _indicator(), chosen)
    assert (found.earlier, found.change) == (30, None)


def test_the_selection_narrows_an_indicator_and_never_widens_it() -> None:
    columns = _incidents(_spread(date(2025, 1, 9), 12))
    crime = _indicator(classes=("crime",), against=False)
    robbery = replace(SELECTION, classes=("incident.robbery",))
    fire = replace(SELECTION, classes=("incident.fire",))
    assert _measure(columns, crime, robbery).value == 12
    assert _measure(columns, crime, fire).value == 0


def _rentals(grades: list[int]) -> Columns:
    count = len(grades)
    return replace(
        make_columns(count, events=False),
        grades=np.array(grades, np.uint8),
        from_day=np.zeros(count, np.uint16),
        to_day=np.full(count, STILL, np.uint16),
        measures={"units": np.arange(1, count + 1, dtype=np.int32)},
    )


def test_a_share_has_its_numerator_and_denominator() -> None:
    strict = _indicator(
        layer="rental", grades=("red", "orange"), share_of_layer=True, against=False
    )
    found = _measure(_rentals([0, 1, 2, 3, 255]), strict)
    assert (found.value, found.numerator, found.denominator) == (2, 2, 5)
    assert (found.against, found.change) == (None, None)


def test_a_measure_is_summed_beside_its_records() -> None:
    units = _indicator(layer="rental", count="measure", measure="units", against=False)
    found = _measure(_rentals([0, 0, 0]), units)
    assert (found.value, found.records) == (6, 3)


def test_an_amount_compared_has_a_percentage_and_no_verdict() -> None:
    units = _indicator(layer="rental", count="measure", measure="units")
    few = _measure(_rentals([0, 0, 0]), units)
    assert (few.value, few.earlier) == (6, 6)
    assert few.change is not None
    assert (few.change.verdict, few.change.share) == ("few", None)
    found = _measure(_rentals([0] * 5), units)
    assert found.change is not None
    assert (found.change.verdict, found.change.share) == ("untested", 0.0)


def test_a_measure_nobody_tells_is_unknown_and_not_zero() -> None:
    units = _indicator(layer="rental", count="measure", measure="units", against=False)
    blank = replace(_rentals([0, 0, 0]), measures={"units": np.full(3, NOT_TOLD, np.int32)})
    assert (_measure(blank, units).value, _measure(blank, units).told) == (None, 0)
    half = replace(blank, measures={"units": np.array([7, NOT_TOLD, 0], np.int32)})
    assert (_measure(half, units).value, _measure(half, units).told) == (7, 2)


def test_a_number_is_written_in_its_scale() -> None:
    tens = _indicator(layer="rental", count="measure", measure="units", scale=0.1)
    assert _measure(_rentals([0, 0, 0]), tens).value == pytest.approx(0.6)


def test_a_viewer_of_nothing_counts_nothing() -> None:
    model = _model(_incidents(_spread(date(2025, 1, 9), 12)))
    nobody = Viewer(areas=frozenset(), projects=None)
    assert measure_indicator(_indicator(), model, SELECTION, nobody, today=AFTER).value == 0


def test_every_declared_indicator_is_measured_in_order() -> None:
    layers = {layer.id: layer for layer in CATALOGUE.layers}
    empty = {
        indicator.layer: replace(
            make_columns(0, events=layers[indicator.layer].record == "incident"),
            layer=indicator.layer,
            measures={m.field: np.zeros(0, np.int32) for m in layers[indicator.layer].measures},
        )
        for indicator in CATALOGUE.indicators
    }
    model = replace(_model(empty["incident"]), columns=empty)
    values = measure_indicators(model, SELECTION, OFFICE, today=AFTER)
    assert [value.id for value in values] == [indicator.id for indicator in CATALOGUE.indicators]
    assert {value.value for value in values} == {0, None}
    assert {v.value for v in values if v.base or v.id == "deaths"} <= {0}


def _two_sources(until: tuple[date, date]) -> ReadModel:
    """Crimes of the police, 20 a month from 2024 to August 2025, and one fire in October 2025."""
    months = [date(y, m, 1) for y in (2024, 2025) for m in range(1, 13) if (y, m) < (2025, 9)]
    crimes = [day for month in months for day in _spread(month, 20)]
    columns = _incidents([*crimes, date(2025, 10, 15)])
    classes = CATALOGUE.by_layer["incident"].classes
    assert classes is not None
    kinds, feeders = columns.classes.copy(), np.zeros(len(columns), np.uint16)
    kinds[-1], feeders[-1] = classes.index("fire"), 1
    return replace(
        _model(replace(columns, classes=kinds, feeders=feeders), min(until)),
        coverage={"incident": until},
    )


def test_a_ledger_that_has_not_come_is_no_fall() -> None:
    model = _two_sources((date(2025, 8, 31), date(2025, 10, 31)))
    october = Selection(layers=(), period=Period(date(2025, 10, 1), date(2025, 11, 1)))
    crimes = _indicator(classes=("crime",))
    found = measure_indicator(crimes, model, october, OFFICE, today=AFTER)
    assert (found.value, found.data_date) == (0, date(2025, 8, 31))
    assert (found.against, found.earlier, found.change) == (None, None, None)
    autumn = Selection(layers=(), period=Period(date(2025, 8, 1), date(2025, 11, 1)))
    found = measure_indicator(crimes, model, autumn, OFFICE, today=AFTER)
    assert found.against == Period(date(2024, 8, 1), date(2024, 9, 1))
    assert found.change is not None
    assert (found.earlier, found.change.difference) == (20, 0)


def test_a_source_that_does_not_feed_an_indicator_does_not_hold_it_back() -> None:
    model = _two_sources((date(2025, 8, 31), date(2025, 10, 31)))
    fires = _indicator(classes=("fire",))
    october = Selection(layers=(), period=Period(date(2025, 10, 1), date(2025, 11, 1)))
    found = measure_indicator(fires, model, october, OFFICE, today=AFTER)
    assert (found.value, found.data_date, found.earlier) == (1, date(2025, 10, 31), 0)


def test_a_fall_both_ledgers_tell_of_is_a_fall() -> None:
    model = _two_sources((date(2025, 10, 31), date(2025, 10, 31)))
    october = Selection(layers=(), period=Period(date(2025, 10, 1), date(2025, 11, 1)))
    found = measure_indicator(_indicator(classes=("crime",)), model, october, OFFICE, today=AFTER)
    assert found.change is not None
    assert (found.value, found.earlier) == (0, 20)
