"""People spread over three houses and measured to their shelter, by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from geodata.analysis.shelters.reach_making import make_reach
from geodata.build import build_read_model
from geodata.records import Position, Record
from geodata.results.shelter_reach import ShelterReach, parse_reach, seen_by, to_bytes
from geodata.storage.store import Storage, open_storage
from geodata.viewer import Viewer
from tests.geodata.making import CATALOGUE, NOW, at, write
from tests.geodata.reach_town import (
    EAST_HOUSE,
    FAR_HOUSE,
    NEAR_HOUSE,
    house,
    read_reach_town,
    shelter,
    write_reach_town,
)

TODAY = date(2026, 1, 5)
EVERYBODY = Viewer(None, None)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_storage(tmp_path, now=NOW)
    yield opened
    opened.close()


def made_in(storage: Storage, **details: Any) -> ShelterReach:
    model, found = read_reach_town(storage)
    made = make_reach(model, replace(found, **details), today=TODAY)
    assert made is not None
    return made


def about(people: float) -> Any:
    """Corners are kept to the centimetre: houses drawn alike are so to a few tenths of a mille."""
    return pytest.approx(people, rel=1e-3)


def far_off(made: ShelterReach, kind: str, way: str, within_m: float) -> float:
    found = made.coverage(kind, way, within_m)
    return found.people - found.covered


def by_area(made: ShelterReach, values: Any) -> dict[str, float]:
    found = zip(made.area_codes, values.tolist(), strict=True)
    return {code: about(value) for code, value in found if value}


def test_people_of_an_area_are_spread_by_floor_area_and_measured(storage: Storage) -> None:
    write_reach_town(storage)
    made = made_in(storage)
    # Ground is alike: of 30 people 20 live in the house of two floors, 10 in the other.
    assert by_area(made, made.people) == {"D1-1": 30, "D2-1": 10}
    assert by_area(made, made.far["all", "straight", 500.0]) == {"D1-1": 10, "D2-1": 10}
    assert by_area(made, made.far["all", "straight", 1_000.0]) == {"D2-1": 10}
    assert made.living.by_floors == 1.0
    assert (made.living.kinds, made.living.year, made.living.homes) == (
        ("registered", "floating"), 2025, 3,
    )  # fmt: skip


def test_people_of_an_area_without_a_house_are_told_not_placed(storage: Storage) -> None:
    write_reach_town(storage)
    made = made_in(storage)
    assert by_area(made, made.unplaced) == {"D2": 5}
    assert (made.population, made.placed) == (45.0, 40.0)


def test_floors_that_are_not_told_leave_the_ground(storage: Storage) -> None:
    write_reach_town(storage)
    made = made_in(storage, floors={})
    assert by_area(made, made.far["all", "straight", 500.0]) == {"D1-1": 15, "D2-1": 10}
    assert made.living.by_floors == 0.0


def test_a_house_on_industrial_ground_is_no_home(storage: Storage) -> None:
    write_reach_town(storage)
    write(storage, "ground", [house("industry", FAR_HOUSE, None, side=3e-4)])
    made = made_in(storage)
    assert made.living.homes == 2
    assert by_area(made, made.far["all", "straight", 500.0]) == {"D2-1": 10}


def test_the_ledger_of_residential_buildings_goes_before_any_spreading(storage: Storage) -> None:
    write_reach_town(storage)
    people = {"people": 7}
    told = Record(key="B", row=2, code="B", position=at(*FAR_HOUSE), attributes=people)
    write(storage, "dwelling", [told])
    made = made_in(storage)
    assert (made.living.source, made.population) == ("dwelling", 7.0)
    assert far_off(made, "all", "straight", 500.0) == 7.0


def test_closed_shelters_reach_nobody_and_classes_are_apart(storage: Storage) -> None:
    write_reach_town(storage)
    assert made_in(storage).kinds == ("all", "emergency")
    write(storage, "shelter", [shelter("S-4", EAST_HOUSE, class_="fixed")])
    made = made_in(storage)
    assert made.kinds == ("all", "emergency", "fixed")
    far = {kind: far_off(made, kind, "straight", 500.0) for kind in made.kinds}
    assert far == {"all": about(10), "emergency": about(20), "fixed": about(30)}


def test_rental_buildings_are_measured_too(storage: Storage) -> None:
    write_reach_town(storage)
    made = made_in(storage)
    assert made.far_rentals("all", "straight", 1_000.0).tolist() == [False, True]
    assert made.rental_m["all", "straight"][1] == pytest.approx(1_537, abs=2)


def test_along_the_streets_it_is_farther(storage: Storage) -> None:
    write_reach_town(storage)
    assert made_in(storage).ways == ("straight",)
    (x, y), (far_x, far_y) = NEAR_HOUSE, FAR_HOUSE
    line = shapely.LineString([(x, y), (x, far_y), (far_x, far_y)])
    place = Position(x, y, geometry=shapely.to_wkb(line))
    write(storage, "street", [Record(key="A", row=2, name="A", position=place)])
    made = made_in(storage)
    # 222 m north and 717 m east, instead of 752 m; from the house in the east no street leads.
    assert far_off(made, "all", "streets", 1_000.0) == about(10)
    assert far_off(made, "all", "streets", 500.0) == about(20)
    assert np.isinf(made.rental_m["all", "streets"][1])


def test_without_people_nobody_is_covered(storage: Storage) -> None:
    write_reach_town(storage, with_people=False)
    assert made_in(storage).population == 0.0


def test_what_is_kept_is_read_back(storage: Storage) -> None:
    write_reach_town(storage)
    made = made_in(storage)
    read = parse_reach(to_bytes(made))
    assert to_bytes(read) == to_bytes(made)
    assert (read.living, read.area_codes, read.kinds) == (made.living, made.area_codes, made.kinds)
    with pytest.raises(ValueError, match="another version"):
        parse_reach(to_bytes(made).replace(b'"schema":2', b'"schema":9'))


def test_an_officer_sees_own_people_buildings_and_shelters_only(storage: Storage) -> None:
    write_reach_town(storage)
    made, model = made_in(storage), build_read_model(storage, CATALOGUE)
    east = seen_by(made, Viewer(frozenset({"D2"}), None), model)
    assert set(east.area_codes) == {"D2", "D2-1"}
    assert (east.population, east.placed) == (15.0, 10.0)
    # The shelter next door still counts as the nearest.
    assert east.rental_m["all", "straight"].tolist() == [pytest.approx(1_537, abs=2)]
    assert len(east.shelters) == 0
    assert to_bytes(seen_by(made, EVERYBODY, model)) == to_bytes(made)
