"""What lies around one school with one gate, worked out by hand."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely

from geodata.analysis.schools.zone_making import make_zones
from geodata.build import build_read_model
from geodata.localtime import to_instant
from geodata.records import Occurrence, Position, Record
from geodata.results.school_zones import (
    AWAY,
    COMING,
    INCIDENT,
    NO_BELL,
    NO_CALENDAR,
    NO_TIME,
    SchoolZones,
    parse_zones,
    seen_by,
    to_bytes,
)
from geodata.storage.store import Storage, open_storage
from geodata.viewer import Viewer
from tests.geodata.making import CATALOGUE, NOW, at, write, write_town

TODAY = date(2026, 1, 5)
CAMPUS = shapely.box(113.5045, 23.1045, 113.5055, 23.1055)
GATE = (113.5045, 23.105)
NEAR_GATE, BEHIND, FAR = (113.5031, 23.105), (113.5064, 23.105), (113.5015, 23.105)
"""143 m from the gate; 92 m from the boundary and 194 m from the gate; 307 m from both."""

TUESDAY, HOLIDAY, SUNDAY = date(2025, 9, 2), date(2025, 10, 1), date(2025, 9, 28)
"""The Sunday was a working day in exchange for a day of National Day."""

EIGHT_TWENTY = 8 * 60 + 20


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_storage(tmp_path, now=NOW)
    write_town(opened)
    place = Position(113.505, 23.105, geometry=shapely.to_wkb(CAMPUS))
    school = Record(key="S1", row=2, code="S1", name="永岗中学", class_="middle", position=place)
    write(opened, "school", [school])
    yield opened
    opened.close()


def write_gate(storage: Storage, **hours: str) -> None:
    gate = Record(
        key="S1|东门", row=2, parent="S1", name="东门", position=at(*GATE), attributes=hours
    )
    write(storage, "school_gate", [gate])


def write_term(storage: Storage) -> None:
    first, last = date(2025, 9, 1), date(2026, 1, 16)
    term = Record(key="T", row=2, name="T", class_="term", valid_from=first, valid_to=last)
    write(storage, "school_calendar", [term])


def happened(
    key: str, place: tuple[float, float], day: date, minute: int | None = EIGHT_TWENTY
) -> Record:
    told = to_instant(day, minute or 0)
    occurrence = Occurrence(occurred_at=told, time_known=minute is not None)
    return Record(key=key, row=2, occurrence=occurrence, position=at(*place))


def made_in(storage: Storage, bells: tuple[int, ...] = (7 * 60 + 50, 16 * 60 + 40)) -> SchoolZones:
    model = build_read_model(storage, CATALOGUE)
    school = int(model.columns["school"].number[0])
    made = make_zones(model, {school: bells} if bells else {}, layers=["rental"], today=TODAY)
    assert made is not None
    return made


def zones_of(made: SchoolZones) -> list[set[str]]:
    bits: Any = made.around[INCIDENT].zones
    return [{zone for n, zone in enumerate(made.zones) if b >> n & 1} for b in bits.tolist()]


def test_each_rule_measures_from_its_own_gate_or_boundary(storage: Storage) -> None:
    write_gate(storage)
    places = enumerate([NEAR_GATE, BEHIND, FAR, (113.505, 23.105)])
    write(storage, "incident", [happened(f"{n}", place, TUESDAY) for n, place in places])
    assert zones_of(made_in(storage)) == [
        {"gate_150", "campus_200", "campus_400"},
        {"campus_100", "campus_200", "campus_400"},
        {"campus_400"},
        {"campus_100", "gate_150", "campus_200", "campus_400"},  # on the campus: 51 m from the gate
    ]


def test_without_a_gate_nothing_is_measured_from_it(storage: Storage) -> None:
    write(storage, "incident", [happened("1", NEAR_GATE, TUESDAY)])
    made = made_in(storage)
    assert made.gates.tolist() == [0]
    assert zones_of(made) == [{"campus_200", "campus_400"}]


@pytest.mark.parametrize(
    ("day", "minute", "when"),
    [
        (TUESDAY, EIGHT_TWENTY, COMING),
        (TUESDAY, EIGHT_TWENTY + 1, AWAY),
        (TUESDAY, 16 * 60 + 10, COMING),
        (HOLIDAY, EIGHT_TWENTY, AWAY),
        (SUNDAY, EIGHT_TWENTY, COMING),
        (date(2025, 9, 7), EIGHT_TWENTY, AWAY),
        (date(2026, 1, 16), EIGHT_TWENTY, COMING),
        (TUESDAY, None, NO_TIME),
        (date(2025, 8, 31), EIGHT_TWENTY, NO_CALENDAR),
        (date(2026, 1, 17), EIGHT_TWENTY, NO_CALENDAR),
    ],
)
def test_pupils_come_and_go_half_an_hour_around_the_bells_of_school_days(
    storage: Storage, day: date, minute: int | None, when: int
) -> None:
    write_term(storage)
    write(storage, "incident", [happened("1", NEAR_GATE, day, minute)])
    assert made_in(storage).around[INCIDENT].when.tolist() == [when]


def test_without_hours_or_calendar_nobody_can_tell(storage: Storage) -> None:
    write(storage, "incident", [happened("1", NEAR_GATE, TUESDAY)])
    assert made_in(storage).around[INCIDENT].when.tolist() == [NO_CALENDAR]
    write_term(storage)
    assert made_in(storage, ()).around[INCIDENT].when.tolist() == [NO_BELL]


def test_what_is_kept_is_read_back_and_cut_to_the_viewer(storage: Storage) -> None:
    write_gate(storage)
    write(storage, "incident", [happened("1", NEAR_GATE, TUESDAY)])
    made, model = made_in(storage), build_read_model(storage, CATALOGUE)
    assert to_bytes(parse_zones(to_bytes(made))) == to_bytes(made)
    assert to_bytes(seen_by(made, Viewer(None, None), model)) == to_bytes(made)
    elsewhere = seen_by(made, Viewer(frozenset({"D2"}), None), model)
    assert (len(elsewhere.schools), len(elsewhere.around[INCIDENT])) == (0, 0)
