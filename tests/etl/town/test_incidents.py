from collections import Counter
from datetime import date

import numpy as np
import pytest

from etl.town.incidents import Incidents
from tests.etl.town.conftest import AS_OF, Happening


def _by_year(incidents: Incidents) -> Counter[int]:
    return Counter(day.year for day in incidents.day.tolist())


@pytest.mark.parametrize(
    ("family", "before", "last"),
    [("crime", 171, 159), ("public_order", 229, 207), ("traffic", 268, 214), ("fire", 6, 4)],
)
def test_full_years_have_the_references_numbers(
    happening: Happening, family: str, before: int, last: int
) -> None:
    years = _by_year(happening(AS_OF)[family])
    assert (years[2024], years[2025]) == (before, last)


def test_the_last_full_year_has_723_incidents(happening: Happening) -> None:
    assert sum(_by_year(made)[2025] for made in happening(AS_OF).values()) == 723


@pytest.mark.parametrize(
    ("as_of", "years"),
    [
        (date(2024, 2, 29), [2021, 2022, 2023, 2024]),
        (date(2026, 1, 1), [2023, 2024, 2025]),
        (date(2026, 12, 31), [2023, 2024, 2025, 2026]),
    ],
)
def test_three_full_years_and_the_year_to_date(
    happening: Happening, as_of: date, years: list[int]
) -> None:
    crimes = happening(as_of)["crime"]
    assert sorted(_by_year(crimes)) == years
    assert crimes.day.max() < np.datetime64(as_of)
    assert _by_year(crimes)[as_of.year - 1] == 159


def test_crashes_peak_at_rush_hours_and_thefts_at_night(happening: Happening) -> None:
    made = happening(AS_OF)
    crash_hours = made["traffic"].minute // 60
    rush = np.isin(crash_hours, (7, 8, 17, 18)).mean()
    assert rush > 1.5 * 4 / 24
    stolen = made["crime"].kind == "盗窃电动车"
    hours = made["crime"].minute[stolen] // 60
    assert np.isin(hours[hours >= 0], (0, 1, 2, 3, 4, 22, 23)).mean() > 1.3 * 7 / 24


def test_work_rests_on_sundays(happening: Happening) -> None:
    weekdays = Counter(day.weekday() for day in happening(AS_OF)["work"].day.tolist())
    assert weekdays[6] < min(weekdays[day] for day in range(5))


def test_water_stands_in_the_rains(happening: Happening) -> None:
    made = happening(AS_OF)["community"]
    months = [day.month for day in made.day[made.kind == "水浸"].tolist()]
    assert np.isin(months, range(4, 10)).mean() > 0.85


def test_crashes_gather_at_a_few_junctions(happening: Happening) -> None:
    places = Counter(happening(AS_OF)["traffic"].address.tolist())
    junctions = sum(n for place, n in places.items() if place.endswith("路口"))
    hottest = places["永岗大道与永贤大道路口"] + places["永贤大道与永岗大道路口"]
    total = sum(places.values())
    assert 0.3 < junctions / total < 0.55
    assert hottest > 0.06 * total


def test_one_in_nine_has_no_coordinates_and_some_no_time(happening: Happening) -> None:
    made = happening(AS_OF).values()
    total = sum(len(part.day) for part in made)
    assert 0.09 < sum(int((~part.placed).sum()) for part in made) / total < 0.14
    assert 0.02 < sum(int((part.minute < 0).sum()) for part in made) / total < 0.1
