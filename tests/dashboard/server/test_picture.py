from datetime import datetime, timedelta
from typing import Any

import pytest
import shapely
from starlette.applications import Starlette
from starlette.types import ASGIApp

from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from geodata.accounts import Account, Session
from geodata.records import Record
from geodata.storage.audit import read_audit
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told, sign_in
from tests.geodata.making import at, write

PERIOD = "period=2025-01-01/2026-01-01&layers=rental"


@pytest.fixture
def app(live: Live, session: Session) -> ASGIApp:
    return Told(Starlette(routes=build_routes(live)), session)


def words(app: ASGIApp, query: str = PERIOD) -> dict[str, Any]:
    answer = ask(app, f"/api/picture?{query}", form={})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_a_picture_tells_its_filter_sources_and_maker(app: ASGIApp) -> None:
    told = words(app, f"{PERIOD}&areas=D1&projects=fire&shape=113.5,23.1 113.6,23.1 113.6,23.2")
    assert "2025" in told["scope"]
    assert "所画范围内" in told["scope"]
    assert "消防" in told["scope"]
    assert "出租屋" in told["sources"]
    assert "三小场所" not in told["sources"]
    assert "陈丽（chen.li）" in told["made"]


def test_a_picture_names_whoever_the_base_map_is_from(app: ASGIApp, live: Live) -> None:
    assert "底图" not in words(app)["sources"]
    way = shapely.to_wkb(shapely.LineString([(113.5, 23.1), (113.51, 23.1)]))
    street = Record(key="S", row=1, position=at(113.5, 23.1)._replace(geometry=way))
    write(live.storage, "street", [street], source="© map makers")
    assert words(app)["sources"].endswith(" · 底图：© map makers")


def test_no_picture_is_taken_without_a_line_in_the_audit(app: ASGIApp, live: Live) -> None:
    words(app)
    with live.storage.reading() as connection:
        entries = [e for e in read_audit(connection) if e.action == "print"]
    assert [(e.actor, e.object) for e in entries] == [("chen.li", "map")]


@pytest.mark.parametrize(
    ("pick", "told"),
    [
        ("rental.1", "rental/1"),
        ("nope.1", "map"),
        ("rental.%0a", "map"),
        ("hotspot.1&page=hotspots", "hotspots"),
    ],
)
def test_what_is_printed_of_a_record_is_noted_of_it(
    app: ASGIApp, live: Live, pick: str, told: str
) -> None:
    words(app, f"{PERIOD}&pick={pick}")
    with live.storage.reading() as connection:
        assert read_audit(connection, action="print")[0].object == told


@pytest.mark.parametrize(
    ("query", "told"), [("page=ledgers", "ledgers"), ("page=map&pick=rental.1", "rental/1")]
)
def test_what_the_browsers_own_command_prints_is_noted(
    app: ASGIApp, live: Live, query: str, told: str
) -> None:
    assert ask(app, f"/api/printed?{query}", form={}).status_code == 204
    with live.storage.reading() as connection:
        (entry,) = read_audit(connection, action="print")
    assert (entry.actor, entry.object) == ("chen.li", told)


def test_what_a_page_could_not_tell_at_once_is_noted_with_when_it_was(
    app: ASGIApp, live: Live
) -> None:
    assert ask(app, "/api/printed?page=ledgers&ago=90", form={}).status_code == 204
    with live.storage.reading() as connection:
        (entry,) = read_audit(connection, action="print")
    printed_at = datetime.fromisoformat(entry.details["printed_at"])
    assert entry.at - printed_at == timedelta(seconds=90)


@pytest.mark.parametrize(
    "address",
    [
        "/api/printed?page=nope",
        "/api/printed?page=map&ago=604801",
        "/api/printed?page=accounts",
        "/api/printed?page=map&pick=rental.2",
        f"/api/picture?{PERIOD}&pick=rental.2",
        f"/api/picture?{PERIOD}&page=accounts",
    ],
)
def test_nobody_notes_a_print_of_what_they_do_not_see(live: Live, address: str) -> None:
    officer = Account(0, "o1", "戊", "community_officer", areas=frozenset({"D1"}))
    app = Told(Starlette(routes=build_routes(live)), sign_in(live, officer))
    assert ask(app, address, form={}).status_code == 404
    with live.storage.reading() as connection:
        assert not read_audit(connection, action="print")


def test_a_filter_that_cannot_be_is_refused_and_not_noted(app: ASGIApp, live: Live) -> None:
    assert ask(app, "/api/picture?layers=nope", form={}).status_code == 400
    with live.storage.reading() as connection:
        assert not [e for e in read_audit(connection) if e.action == "print"]
