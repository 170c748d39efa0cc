"""Routes of tiles: the same records as the columns, for the same eyes."""

from typing import Any

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp

from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from geodata.accounts import Account, Session
from geodata.packing import unpack
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told, sign_in

PERIOD = "period=2025-01-01/2026-01-01"
WORLD = "/api/tiles/incident/0/0/0"


@pytest.fixture
def app(live: Live, session: Session) -> ASGIApp:
    return Told(Starlette(routes=build_routes(live)), session)


@pytest.fixture
def limited(live: Live) -> ASGIApp:
    officer = Account(0, "yuan", "袁", "community_officer", areas=frozenset({"D1"}))
    return Told(Starlette(routes=build_routes(live)), sign_in(live, officer))


def tile(app: ASGIApp, address: str) -> tuple[dict[str, Any], dict[str, Any]]:
    answer = ask(app, address)
    assert answer.status_code == 200, answer.text
    return unpack(answer.content)


def test_a_tile_holds_what_the_filter_chooses_and_is_compressed(app: ASGIApp, live: Live) -> None:
    header, arrays = tile(app, f"{WORLD}?{PERIOD}&v={live.model().version}")
    assert header["count"] == len(arrays["number"]) == 7
    fires, _ = tile(app, f"{WORLD}?{PERIOD}&classes=incident.fire")
    assert fires["count"] == 2
    answer = ask(app, f"{WORLD}?{PERIOD}")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "private, no-cache"


def test_which_layers_are_on_changes_nothing_in_a_tile(app: ASGIApp) -> None:
    told = [ask(app, f"{WORLD}?{PERIOD}&layers={layers}").content for layers in ("rental", "")]
    assert told[0] == told[1]


def test_a_tile_is_asked_for_again_and_not_sent_again(app: ASGIApp) -> None:
    tag = ask(app, WORLD).headers["etag"]
    again = ask(app, WORLD, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_tile_holds_no_more_than_its_viewer_sees(
    app: ASGIApp, limited: ASGIApp, live: Live
) -> None:
    rentals = f"/api/tiles/rental/0/0/0?{PERIOD}"
    _, all_of = tile(app, rentals)
    header, seen = tile(limited, rentals)
    columns = live.model().columns["rental"]
    allowed = live.model().areas.descendants(frozenset({"D1"}))
    inside = columns.number[np.isin(columns.areas, allowed)].tolist()
    assert set(seen["number"].tolist()) <= set(inside)
    assert header["count"] < len(all_of["number"])
    tag = ask(app, rentals).headers["etag"]
    assert ask(limited, rentals, headers={"if-none-match": tag}).status_code == 200


def test_squares_are_counted_as_the_map_counts_them(app: ASGIApp) -> None:
    where = live_tile(app)
    header, arrays = tile(app, f"/api/tiles/incident/{where}?{PERIOD}&squares=100&apart=")
    assert arrays["square_count"].sum() == header["count"] == 5
    assert len(arrays["number"]) == 0


def live_tile(app: ASGIApp, z: int = 13) -> str:
    """Return the tile most incidents lie in."""
    _, arrays = tile(app, f"{WORLD}?{PERIOD}")
    x, y = (int(np.median(arrays[name])) >> (32 - z) for name in ("x", "y"))
    return f"{z}/{x}/{y}"


def test_counts_are_those_of_the_legend(app: ASGIApp) -> None:
    told = ask(app, f"/api/tiles/incident/counts?{PERIOD}").json()
    assert (told["total"], told["placed"]) == (8, 7)
    assert sum(told["classes"].values()) == sum(told["areas"].values()) == 7


def test_counts_are_of_what_the_viewer_sees(app: ASGIApp, limited: ASGIApp) -> None:
    totals = [
        ask(one, f"/api/tiles/rental/counts?{PERIOD}").json()["total"] for one in (app, limited)
    ]
    assert totals[1] < totals[0]


@pytest.mark.parametrize(
    "address",
    [
        "/api/tiles/nope/0/0/0",
        "/api/tiles/incident/20/0/0",
        "/api/tiles/incident/3/8/0",
        "/api/tiles/incident/3/0/8",
        "/api/tiles/incident/-1/0/0",
        "/api/tiles/incident/０/0/0",
        f"/api/tiles/incident/{'9' * 4000}/0/0",
        "/api/tiles/nope/counts",
    ],
)
def test_a_tile_that_cannot_be_is_not_found(app: ASGIApp, address: str) -> None:
    assert ask(app, address).status_code == 404


@pytest.mark.parametrize(
    "query", ["squares=7", "squares=100", "squares=", "apart=99", "apart=x", "classes=incident.x"]
)
def test_a_tile_is_not_asked_for_what_it_cannot_tell(app: ASGIApp, query: str) -> None:
    assert ask(app, f"{WORLD}?{query}").status_code == 400


def test_a_tile_of_a_version_gone_by_is_refused(app: ASGIApp) -> None:
    assert ask(app, f"{WORLD}?v=1").status_code == 409
