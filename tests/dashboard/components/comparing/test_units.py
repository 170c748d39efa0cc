"""What a comparison tells: the same on the map, in the table and in the file."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.applications import Starlette

from dashboard.components.comparing.rows import compared_about, compared_cells, compared_headings
from dashboard.components.comparing.units import find_changes
from dashboard.components.view import View
from dashboard.server.dossier import area_text
from dashboard.server.live import Live, open_live
from dashboard.server.routes import build_routes
from dashboard.texts import Language, read_texts
from geodata.accounts import Account, Session
from geodata.records import Record
from geodata.selection import default_selection, to_query
from geodata.storage.store import open_storage
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told, sign_in
from tests.dashboard.small_town import YEAR
from tests.dashboard.taking_tables import as_shown, take_table
from tests.geodata.hot_town import BAD, LAMP, crashes, streets
from tests.geodata.making import NOW, write, write_town

BEFORE = replace(YEAR, start=date(2024, 1, 1), end=date(2025, 1, 1))
CLERK = Account(0, "chen.li", "陈丽", "clerk")
OFFICER = Account(0, "yuan", "袁", "community_officer", areas=frozenset({"D1"}))
WESTERN, EASTERN = "东西3路", "东西4路"


def days(year: int, count: int) -> list[date]:
    return [date(year, 1, 2) + timedelta(days=3 * n) for n in range(count)]


def write_streets(folder: Path, *incidents: Record) -> None:
    storage = open_storage(folder, now=NOW)
    write_town(storage)
    write(storage, "street", streets())
    write(storage, "incident", incidents)
    storage.close()


def risen_incidents() -> list[Record]:
    """One street rises from 4 to 30, another stays at 6; two are farther than 30 m from any."""
    west, east = (BAD[0] + 0.0005, BAD[1]), (LAMP[0] - 0.0005, LAMP[1])
    return [
        *crashes("A", west, days(2024, 4)),
        *crashes("B", west, days(2025, 30)),
        *crashes("C", east, days(2024, 6)),
        *crashes("D", east, days(2025, 6)),
        *crashes("F", (BAD[0] + 0.001, BAD[1] + 0.001), days(2025, 2)),
    ]


@pytest.fixture(scope="module")
def risen_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("变化")
    write_streets(folder, *risen_incidents())
    return folder


@pytest.fixture
def risen(risen_folder: Path, tmp_path: Path) -> Iterator[Live]:
    opened = open_live(shutil.copytree(risen_folder, tmp_path / "变化"), clock=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def clerk(risen: Live) -> Session:
    return sign_in(risen, CLERK)


def view_of(live: Live, session: Session) -> View:
    """Compare 2025 with 2024."""
    model = live.model()
    selection = replace(default_selection(model.catalogue, YEAR), against=BEFORE)
    selection = replace(selection, layers=("incident",))
    return View(live, model, read_texts(Language.CHINESE), selection, session, live.today())


def address(view: View, path: str, **more: str) -> str:
    query = {**to_query(view.selection), **more}
    return f"{path}?" + "&".join(f"{name}={value}" for name, value in query.items())


def asked(live: Live, session: Session, view: View, unit: str, **more: str) -> dict[str, Any]:
    app = Told(Starlette(routes=build_routes(live)), session)
    answer = ask(app, address(view, f"/api/compared/{unit}", **more))
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_a_street_that_changed_has_an_arrow_and_one_that_did_not_has_none(
    risen: Live, clerk: Session
) -> None:
    told = asked(risen, clerk, view_of(risen, clerk), "streets")
    by_name = {unit["at"]: unit for unit in told["units"]}
    assert by_name[WESTERN] == {"at": WESTERN, "now": 30, "before": 4, "arrow": 1}
    assert by_name[EASTERN] == {"at": EASTERN, "now": 6, "before": 6, "arrow": 0}
    assert told["elsewhere"] == {"now": 2, "before": 0}


@pytest.mark.parametrize("unit", ["squares", "streets"])
def test_map_table_and_file_say_the_same(risen: Live, clerk: Session, unit: Any) -> None:
    view = view_of(risen, clerk)
    told, found = asked(risen, clerk, view, unit), find_changes(view, unit)
    assert found is not None
    cells = compared_cells(view, found)
    assert sorted((row[2], row[1]) for row in cells) == sorted(
        (str(unit["now"]), str(unit["before"])) for unit in told["units"]
    )
    about, rows = take_table(risen, clerk, address(view, f"compared_{unit}/xlsx"))
    assert as_shown(rows) == [[h.label for h in compared_headings(view, unit)], *cells]
    assert cells[0][-1] == "▲ 上升"
    assert "2025" in about
    assert "2024" in about
    assert ("街路" in compared_about(view, found)) == (unit == "streets")


def test_a_square_is_named_by_the_area_most_of_its_incidents_are_in(
    risen: Live, clerk: Session
) -> None:
    view = view_of(risen, clerk)
    found = find_changes(view, "squares")
    assert found is not None
    columns = view.model.columns["incident"]
    first, *_ = compared_cells(view, found)
    most = np.bincount(columns.areas).argmax()
    assert first[0].startswith(f"{area_text(view.model, int(most))}（113.")


def test_the_legend_of_the_map_narrows_what_is_compared(risen: Live, clerk: Session) -> None:
    view = view_of(risen, clerk)
    told = asked(risen, clerk, view, "streets", classes="incident.fire")
    assert told["units"] == []
    assert asked(risen, clerk, view, "streets", layers="")["units"] == []


def test_an_officer_is_told_of_incidents_seen_only(risen: Live) -> None:
    officer = sign_in(risen, OFFICER)
    told = asked(risen, officer, view_of(risen, officer), "streets")
    assert {unit["at"]: unit["now"] for unit in told["units"]} == {WESTERN: 30}


def test_after_an_import_the_new_incidents_are_compared(tmp_path: Path) -> None:
    first_ones = [*crashes("A", BAD, days(2024, 4)), *crashes("B", BAD, days(2025, 1))]
    write_streets(tmp_path / "town", *first_ones)
    live = open_live(tmp_path / "town", clock=lambda: NOW)
    session = sign_in(live, CLERK)
    first = asked(live, session, view_of(live, session), "streets")
    write(live.storage, "incident", [*first_ones, *crashes("N", LAMP, days(2025, 3))])
    second = asked(live, session, view_of(live, session), "streets")
    live.close()
    assert [sum(unit["now"] for unit in told["units"]) for told in (first, second)] == [1, 4]


def test_where_nothing_may_be_compared_nothing_is_told(risen: Live, clerk: Session) -> None:
    view = view_of(risen, clerk)
    app = Told(Starlette(routes=build_routes(risen)), clerk)
    for query in (
        {"against": ""},
        {"against": "2001-01-01/2002-01-01"},
        {"statuses": "incident.closed"},
    ):
        assert ask(app, address(view, "/api/compared/streets", **query)).status_code == 404
    assert ask(app, address(view, "/api/compared/houses")).status_code == 404
