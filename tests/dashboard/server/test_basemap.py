from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from starlette.applications import Starlette

from dashboard.basemap.declared import Source, Sources
from dashboard.basemap.pictures import NOTHING
from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from geodata.accounts import Session
from geodata.catalogue.declaration import Words
from tests.dashboard.asking import ask
from tests.dashboard.basemap.tiles import GREY, tile_server
from tests.dashboard.signing import Told


@pytest.fixture
def app(live: Live, session: Session) -> Iterator[Told]:
    """The routes over a source that has one tile, and fails at level 9."""

    def answer(path: str) -> tuple[int, bytes]:
        return (500, b"") if path.startswith("/9/") else (200 if path == "/8/1/2" else 404, GREY)

    with tile_server(answer) as (address, _):
        source = Source(
            id="office", name=Words(zh="底图", en="Base"), url=f"{address}/{{z}}/{{x}}/{{y}}",
            datum="gcj02", attribution="某局", min_zoom=4, max_zoom=16,
        )  # fmt: skip
        ready = replace(live, sources=Sources(source=(source,)))
        yield Told(Starlette(routes=build_routes(ready)), session)


def tile(app: Told, path: str) -> httpx.Response:
    return ask(app, f"/api/basemap/{path}")


def test_a_tile_is_answered_by_this_server(app: Told) -> None:
    answer = tile(app, "office/8/1/2")
    assert (answer.status_code, answer.content) == (200, GREY)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"].startswith("private")


def test_where_there_is_no_tile_there_is_a_clear_one(app: Told) -> None:
    assert tile(app, "office/8/1/3").content == NOTHING.content


@pytest.mark.parametrize(
    "path",
    ["other/8/1/2", "office/3/1/2", "office/17/1/2", "office/8/256/0", "office/8/0/256",
     "office/8/-1/2", "office/08x/1/2", f"office/8/{'9' * 4000}/2", "office/８/1/2"],
)  # fmt: skip
def test_what_cannot_be_a_tile_is_asked_of_nobody(app: Told, path: str) -> None:
    assert tile(app, path).status_code == 404


def test_a_source_that_fails_says_no_more_than_that(app: Told) -> None:
    answer = tile(app, "office/9/1/2")
    assert answer.status_code == 502
    assert "127.0.0.1" not in answer.text
