"""Indicators of what the worker found: known only where it is of the newest data."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from geodata.analysis.indicators.findings import Findings
from geodata.analysis.indicators.measuring import measure_indicator
from geodata.analysis.indicators.value import IndicatorValue
from geodata.areas import build_area_tree
from geodata.periods import Period, day_number
from geodata.readmodel import ReadModel
from geodata.results.school_zones import AWAY, COMING, NO_CALENDAR, Around, SchoolZones
from geodata.results.shelter_reach import Living, ShelterReach
from geodata.selection import Selection
from geodata.viewer import OFFICE
from tests.geodata.columns_making import make_columns
from tests.geodata.making import CATALOGUE

TODAY = date(2026, 1, 5)
YEAR = Selection(layers=(), period=Period(date(2025, 1, 1), date(2026, 1, 1)))
BY_ID = {one.id: one for one in CATALOGUE.indicators}
TREE = build_area_tree([("D", "街", "district", None), ("D1", "甲", "community", "D")])
NONE = np.empty(0, np.uint32)


def zones(*when: int, version: int = 1) -> SchoolZones:
    """Incidents 1, 2 … lie within 150 m of the gate of school 9, each at such a time."""
    size = len(when)
    near = Around(
        np.zeros(size, np.uint16),
        np.arange(1, size + 1, dtype=np.uint32),
        np.ones(size, np.uint8),
        np.array(when, np.uint8),
    )
    schools = np.array([9], np.uint32)
    return SchoolZones(
        version, "2026-01-05", ("gate_150",), schools, np.ones(1, np.uint16), {"incident": near}
    )


def reach(version: int = 1) -> ShelterReach:
    """Of 30 people in 甲 and 20 elsewhere in the street 10 each are farther off than 500 m."""
    blank = np.empty(0, np.float32)
    return ShelterReach(
        version=version,
        day="2026-01-05",
        ways=("straight",),
        kinds=("all",),
        walks_m=(500.0,),
        living=Living("population", ("resident",), 2025, 4, 1.0),
        area_codes=("D", "D1"),
        people=np.array([20, 30], np.float32),
        unplaced=np.zeros(2, np.float32),
        far={("all", "straight", 500.0): np.array([10, 10], np.float32)},
        rentals=NONE,
        rental_m={},
        shelters=NONE,
        effective_m2=blank,
        capacity=blank,
        off_streets=np.empty(0, np.uint8),
    )


def measured(
    name: str,
    found: Findings,
    *,
    schools: bool = True,
    selection: Selection = YEAR,
    broken: str | None = None,
) -> IndicatorValue:
    """Measure over four incidents of 2025, numbered 1 to 4."""
    incidents = make_columns(4, events=True)
    days = np.full(4, day_number(date(2025, 3, 3)), np.uint16)
    incidents = replace(incidents, number=np.arange(1, 5, dtype=np.uint32), from_day=days)
    places = {"school": make_columns(1, events=False), "shelter": make_columns(0, events=False)}
    model = ReadModel(
        version=1,
        sample=False,
        broken={} if broken is None else {broken: ValueError(broken)},
        layer_versions={},
        data_dates=dict.fromkeys(
            ["incident", "shelter", *(["school"] if schools else [])], date(2025, 12, 31)
        ),
        catalogue=CATALOGUE,
        areas=TREE,
        columns={"incident": incidents, **places},
        shapes={},
    )
    return measure_indicator(BY_ID[name], model, selection, OFFICE, today=TODAY, findings=found)


def test_incidents_near_schools_are_those_in_the_zone() -> None:
    found = measured("zone_incidents", Findings(zones(COMING, AWAY, NO_CALENDAR)))
    assert (found.value, found.records, found.untold) == (3, 3, 0)


def test_those_as_pupils_come_and_go_are_told_apart_from_those_nobody_can_tell() -> None:
    found = measured("zone_hours", Findings(zones(COMING, AWAY, NO_CALENDAR)))
    assert (found.value, found.records, found.untold) == (1, 1, 1)


def test_where_nobody_can_tell_of_any_there_is_no_number() -> None:
    found = measured("zone_hours", Findings(zones(AWAY, NO_CALENDAR)))
    assert (found.value, found.untold) == (None, 1)
    assert measured("zone_hours", Findings(zones(AWAY, AWAY))).value == 0


@pytest.mark.parametrize("found", [Findings(), Findings(zones(COMING, version=0))], ids=repr)
def test_until_the_worker_has_done_the_newest_data_there_is_no_number(found: Findings) -> None:
    value = measured("zone_incidents", found)
    assert (value.value, value.pending) == (None, True)


@pytest.mark.parametrize("broken", ["incident", "school"])
def test_where_records_cannot_be_read_there_is_no_number(broken: str) -> None:
    found = Findings(zones(COMING, COMING))
    value = measured("zone_incidents", found, broken=broken)
    assert (value.value, value.unreadable) == (None, True)
    assert not measured("zone_incidents", found, broken="shelter").unreadable


def test_without_a_ledger_of_schools_nothing_is_near_one() -> None:
    value = measured("zone_incidents", Findings(), schools=False)
    assert (value.value, value.lacks_schools) == (None, True)


def test_people_within_reach_are_a_share_of_those_placed_in_the_areas_chosen() -> None:
    every = measured("shelter_cover_500", Findings(reach=reach()))
    assert (every.numerator, every.denominator, every.value) == (30, 50, 60.0)
    assert every.base is not None
    assert (every.base.kinds, every.base.year) == (("resident",), 2025)
    part = replace(YEAR, areas=("D1",))
    chosen = measured("shelter_cover_500", Findings(reach=reach()), selection=part)
    assert (chosen.numerator, chosen.denominator) == (20, 30)
    assert measured("shelter_cover_500", Findings(reach=reach(version=0))).pending


def test_nobody_knows_who_is_within_reach_inside_a_drawn_shape() -> None:
    shape = replace(YEAR, shape=((113.0, 23.0), (114.0, 23.0), (114.0, 24.0)))
    found = measured("shelter_cover_500", Findings(reach=reach()), selection=shape)
    assert (found.value, found.pending) == (None, False)
