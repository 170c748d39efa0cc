"""Rates: what they are divided by, and what may be said of two of them."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from geodata.analysis.indicators.measuring import measure_indicator
from geodata.analysis.indicators.value import IndicatorValue
from geodata.areas import NO_AREA, build_area_tree
from geodata.catalogue.model import Indicator, Words
from geodata.columns import Columns
from geodata.people import People
from geodata.periods import Period, day_number
from geodata.readmodel import ReadModel
from geodata.selection import Selection
from geodata.viewer import OFFICE, Viewer
from tests.geodata.columns_making import make_columns
from tests.geodata.making import CATALOGUE

NAME = Words(zh="名", en="name")
SELECTION = Selection(layers=(), period=Period(date(2025, 1, 1), date(2026, 1, 1)))
TREE = build_area_tree(
    [("D", "街", "district", None), ("D1", "甲", "community", "D"), ("D2", "乙", "community", "D")]
)
KINDS = {"registered": 0, "floating": 1, "resident": 2}


def _indicator(**values: object) -> Indicator:
    base = {"id": "i", "name": NAME, "layer": "incident", "unit": NAME, "definition": NAME}
    base |= {"group": "g", "source": "s", "against": True, "classes": ("crime",)}
    return Indicator.model_validate(base | values)


PER_PEOPLE = _indicator(
    rate={
        "layer": "population",
        "classes": ("registered", "floating"),
        "otherwise": ("resident",),
    },
    scale=10_000,
)
SHARE = _indicator(
    classes=("robbery",), rate={"layer": "incident", "classes": ("crime",)}, scale=100
)


def _incidents(kinds: dict[tuple[int, str], int], area: int = NO_AREA) -> Columns:
    classes = CATALOGUE.by_layer["incident"].classes
    assert classes is not None
    rows = [
        (day_number(date(year, 1, 9) + timedelta(days=n)), classes.index(kind))
        for (year, kind), count in kinds.items()
        for n in range(count)
    ]
    days, kind_of = np.array(rows).T
    return replace(
        make_columns(len(rows), events=True),
        classes=kind_of.astype(np.uint8),
        from_day=days.astype(np.uint16),
        areas=np.full(len(rows), area, np.uint16),
    )


def _measure(
    columns: Columns,
    indicator: Indicator,
    people: dict[tuple[int, int, int], int] | None = None,
    selection: Selection = SELECTION,
    viewer: Viewer = OFFICE,
) -> IndicatorValue:
    model = ReadModel(
        version=1,
        sample=False,
        layer_versions={},
        data_dates={},
        catalogue=CATALOGUE,
        areas=TREE,
        columns={"incident": columns},
        shapes={},
        people={"population": People(people or {})},
    )
    return measure_indicator(indicator, model, selection, viewer, today=date(2026, 1, 5))


CRIMES = {(2024, "robbery"): 171, (2025, "robbery"): 159}
STREET = {(0, 2025, 0): 13_447, (0, 2025, 1): 62_951}


def test_the_rate_of_the_reference_street_is_its_published_one() -> None:
    found = _measure(_incidents(CRIMES), PER_PEOPLE, STREET)
    assert (found.numerator, found.denominator) == (159, 76_398)
    assert found.value == pytest.approx(20.8, abs=0.05)
    assert found.base is not None
    assert (found.base.kinds, found.base.year) == (("registered", "floating"), 2025)


def test_each_period_is_divided_by_the_people_of_its_own_year() -> None:
    people = STREET | {(0, 2024, 0): 10_000, (0, 2024, 1): 60_000}
    found = _measure(_incidents(CRIMES), PER_PEOPLE, people)
    assert found.earlier == pytest.approx(171 / 70_000 * 10_000)
    assert found.change is not None
    assert found.change.share == pytest.approx((159 / 76_398) / (171 / 70_000) - 1)
    assert found.change.low is not None
    assert found.change.high is not None
    assert found.change.low < (159 / 76_398) / (171 / 70_000) - 1 < found.change.high


def test_a_year_that_is_not_told_is_the_latest_before_and_never_a_later_one() -> None:
    before = _measure(_incidents(CRIMES), PER_PEOPLE, {(0, 2022, 2): 50_000})
    assert before.base is not None
    assert (before.base.number, before.base.kinds, before.base.year) == (
        50_000,
        ("resident",),
        2022,
    )
    later = _measure(_incidents(CRIMES), PER_PEOPLE, {(0, 2026, 2): 50_000})
    assert (later.value, later.base, later.records) == (None, None, 159)


def test_people_are_those_of_the_areas_chosen_and_seen() -> None:
    people = STREET | {(1, 2025, 2): 400, (2, 2025, 2): 100}
    columns = _incidents({(2025, "robbery"): 8}, area=1)
    chosen = replace(SELECTION, areas=("D1",))
    assert _measure(columns, PER_PEOPLE, people, chosen).denominator == 400
    warden = Viewer(areas=frozenset({"D2"}), projects=None)
    assert _measure(columns, PER_PEOPLE, people, viewer=warden).denominator == 100
    nobody = _measure(columns, PER_PEOPLE, people, chosen, viewer=warden)
    assert (nobody.value, nobody.denominator) == (None, None)


def test_nobody_knows_the_people_inside_a_drawn_shape() -> None:
    shape = ((113.0, 23.0), (114.0, 23.0), (114.0, 24.0))
    found = _measure(_incidents(CRIMES), PER_PEOPLE, STREET, replace(SELECTION, shape=shape))
    assert (found.value, found.base) == (None, None)


def test_two_shares_differ_by_points() -> None:
    kinds = {(2024, "robbery"): 60, (2024, "fraud"): 40, (2025, "robbery"): 30}
    found = _measure(_incidents(kinds | {(2025, "fraud"): 70}), SHARE)
    assert (found.value, found.earlier, found.denominator) == (30.0, 60.0, 100)
    assert found.change is not None
    assert found.change.points
    assert found.change.verdict == "fall"
    assert found.change.share == pytest.approx(-0.30)


def test_a_share_is_of_the_records_that_are_seen() -> None:
    columns = _incidents({(2025, "robbery"): 30, (2025, "fraud"): 70})
    columns = replace(columns, areas=np.repeat(np.array([1, 2], np.uint16), [60, 40]))
    found = _measure(columns, SHARE, viewer=Viewer(areas=frozenset({"D1"}), projects=None))
    assert (found.value, found.numerator, found.denominator) == (50.0, 30, 60)


def test_a_share_of_nothing_is_unknown() -> None:
    found = _measure(_incidents({(2024, "robbery"): 60}), SHARE)
    assert (found.value, found.numerator, found.denominator) == (None, 0, None)
