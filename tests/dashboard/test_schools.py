"""The page of schools: sentence, cards, tabs and rows say the same, and unknown is not zero."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from streamlit.testing.v1 import AppTest

from dashboard.app import SCRIPT
from dashboard.components import identity
from dashboard.server.live import Live, open_live
from dashboard.worker.schools import make_school_zones
from dashboard.worker.work import Work
from geodata.accounts import Account
from geodata.build import build_read_model
from geodata.localtime import to_instant
from geodata.records import Occurrence, Position, Record
from geodata.storage.jobs import ask_job, claim_job
from geodata.storage.store import Storage, open_storage
from tests.dashboard.signing import sign_in
from tests.dashboard.taking_tables import as_shown, take_table
from tests.dashboard.test_page import pieces
from tests.geodata.making import CATALOGUE, NOW, at, rental, write, write_town

Shown = dict[str, Any]
Open = Callable[..., Shown]
CLERK = Account(0, "chen.li", "陈丽", "clerk")
OFFICER = Account(0, "yuan", "袁", "community_officer", areas=frozenset({"D2"}))
PERIOD = "2025-01-01/2026-01-01"
NEAR, FAR = (113.5031, 23.105), (113.5015, 23.105)
"""143 m west of the gate of the first school, and 307 m."""


def write_schools(storage: Storage) -> None:
    """Two schools, the second without a gate; crashes by day, one of them of the year before."""
    write_town(storage)
    write(
        storage,
        "school",
        [_school("S1", "永岗小学", 113.505), _school("S2", "新围幼儿园", 113.515)],
    )
    hours = {"opens": "07:50", "closes": "16:40"}
    gate = Record(
        key="S1|东门",
        row=2,
        parent="S1",
        name="东门",
        position=at(113.5045, 23.105),
        attributes=hours,
    )
    write(storage, "school_gate", [gate])
    happened = [(NEAR, 2025, 8), (NEAR, 2025, 12), (FAR, 2025, 8), (NEAR, 2024, 8)]
    write(storage, "incident", [_crash(str(n), *one) for n, one in enumerate(happened)])
    write(storage, "rental", [rental("R-1", position=at(*NEAR)), rental("R-2", position=at(*FAR))])
    venues = [("leisure", NEAR), ("inn", NEAR), ("shop", FAR)]
    write(storage, "premises", [_premises(kind, place) for kind, place in venues])


def write_term(storage: Storage) -> None:
    first, last = date(2025, 2, 17), date(2025, 7, 11)
    term = Record(key="T", row=2, name="T", class_="term", valid_from=first, valid_to=last)
    write(storage, "school_calendar", [term])


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_storage(tmp_path, now=NOW)
    write_schools(opened)
    yield opened
    opened.close()


@pytest.fixture
def open_page(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Let the worker make the zones of what is in storage by then, and open the page."""
    opened: list[Live] = []

    def run(account: Account = CLERK, **link: str) -> Shown:
        ask_job(storage, "school_zones", {}, key=str(len(opened)), by=None, now=NOW)
        job = claim_job(storage, now=NOW)
        assert job is not None
        assert make_school_zones(Work(job, storage, lambda: NOW))["schools"] == 2
        live = open_live(storage.folder, clock=lambda: NOW)
        opened.append(live)
        number = sign_in(live, account).number
        monkeypatch.setattr(identity, "told_session", lambda: number)
        page = AppTest.from_file(str(SCRIPT), default_timeout=60)
        for key, value in {"period": PERIOD, **link}.items():
            page.query_params[key] = value
        page.run()
        opened_page = page.switch_page("../pages/schools.py").run()
        found = pieces(opened_page)
        return {**found, "info": [info.value for info in opened_page.info]}

    yield run
    for live in opened:
        live.storage.close()


def numbers(shown: Shown) -> dict[str, str]:
    return {card["id"]: card["number"] for card in shown["safety_map_cards"]["cards"]}


def tabs(shown: Shown) -> dict[str, str]:
    return {tab["id"]: tab["count"] for tab in shown["safety_map_table"]["tabs"]}


def test_sentence_cards_tabs_and_rows_say_the_same(storage: Storage, open_page: Open) -> None:
    write_term(storage)
    shown = open_page()
    said = "2 所学校校门起 150 米内，上下学时段事故案件 1 起"
    assert shown["safety_map_finding"]["headline"] == said
    assert numbers(shown) == {
        "coming": "1", "incidents": "2", "banned": "1", "sensitive": "1",
        "rentals": "1", "premises": "2",
    }  # fmt: skip
    assert tabs(shown) == {"schools": "2", "unknown": "0"} | numbers(shown)
    rows = {row["cells"][0]: row["cells"][2:] for row in shown["safety_map_table"]["rows"]}
    assert rows["永岗小学"] == ["1", "1", "0", "2", "1", "1", "1", "2"]
    # nothing is measured from the gate of a school without one: that is no zero
    assert rows["新围幼儿园"] == ["0", "—", "—", "—", "0", "0", "—", "—"]


def test_what_is_taken_away_is_what_the_table_shows(storage: Storage, open_page: Open) -> None:
    write_term(storage)
    shown = open_page()
    take = shown["safety_map_table"]["take"]
    live = open_live(storage.folder, clock=lambda: NOW)
    session = sign_in(live, Account(0, "li", "李", "leader"))
    about, rows = take_table(live, session, f"schools/xlsx?{take['query']}")
    assert as_shown(rows[1:]) == [row["cells"] for row in shown["safety_map_table"]["rows"]]
    assert "校门起 150 米" in about
    number = build_read_model(storage, CATALOGUE).columns["school"].number[0]
    about, rings = take_table(live, session, f"schools/xlsx?{take['query']}&school={number}")
    live.storage.close()
    assert "永岗小学" in about
    assert len(rings) == 1 + 5


def test_a_school_of_a_link_opens_with_all_distances(storage: Storage, open_page: Open) -> None:
    write_term(storage)
    number = build_read_model(storage, CATALOGUE).columns["school"].number[0]
    shown = open_page(school=str(number), zone="campus_400")
    assert shown["safety_map_finding"]["headline"].startswith("永岗小学，围墙起 400 米内")
    rings = {row["id"]: row["cells"][3] for row in shown["safety_map_table"]["rows"]}
    assert rings == {
        "gate_50": "0", "campus_100": "0", "gate_150": "2", "campus_200": "2", "campus_400": "3",
    }  # fmt: skip
    assert numbers(shown)["incidents"] == "3"
    assert [zone["id"] for zone in shown["safety_map"]["zones"]] == ["campus_400"]


def test_without_a_calendar_there_is_no_number_but_a_reason(open_page: Open) -> None:
    shown = open_page()
    assert numbers(shown)["coming"] == "—"
    assert tabs(shown)["unknown"] == "2"
    assert "2 起无法判断是否在上下学时段" in shown["safety_map_finding"]["headline"]
    assert "校历未录入 2" in shown["safety_map_finding"]["notes"][0]


def test_an_officer_sees_the_own_school_only(open_page: Open) -> None:
    shown = open_page(OFFICER)
    assert [row["cells"][0] for row in shown["safety_map_table"]["rows"]] == ["新围幼儿园"]
    assert tabs(shown)["incidents"] == "0"


def test_the_head_of_the_school_project_sees_what_belongs_to_it(
    storage: Storage, open_page: Open
) -> None:
    write_term(storage)
    shown = open_page(Account(0, "wu", "吴", "project_head", projects=frozenset({"school"})))
    found = numbers(shown)
    # rental buildings are another project's; venues in the zone and crashes are the school's
    assert (found["incidents"], found["banned"], found["sensitive"]) == ("2", "1", "1")
    assert (found["rentals"], found["premises"]) == ("0", "2")
    other = open_page(Account(0, "ma", "马", "project_head", projects=frozenset({"fire"})))
    assert other["info"] == ["本账号范围内没有学校。"]


def test_an_evaluator_sees_all_schools_and_takes_figures_only(
    storage: Storage, open_page: Open
) -> None:
    write_term(storage)
    shown = open_page(Account(0, "ding", "丁", "evaluator"))
    assert numbers(shown)["incidents"] == "2"
    assert shown["safety_map_table"]["take"]["address"] == "/api/tables/schools"


def _school(code: str, name: str, x: float) -> Record:
    campus = shapely.to_wkb(shapely.box(x - 5e-4, 23.1045, x + 5e-4, 23.1055))
    place = Position(x, 23.105, geometry=campus)
    return Record(key=code, row=2, code=code, name=name, class_="primary", position=place)


def _crash(key: str, place: tuple[float, float], year: int, hour: int) -> Record:
    occurrence = Occurrence(occurred_at=to_instant(date(year, 6, 3), hour * 60))
    return Record(
        key=key, row=2, class_="crash_vehicles", occurrence=occurrence, position=at(*place)
    )


def _premises(kind: str, place: tuple[float, float]) -> Record:
    return Record(key=kind, row=2, code=kind, name=kind, class_=kind, position=at(*place))
