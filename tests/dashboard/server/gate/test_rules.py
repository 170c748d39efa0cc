"""Every route the application has, has a row in the table of rights; nothing else has one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Mount, Route

import dashboard
from dashboard.server.gate.rules import HEALTH, LOGIN, PAGES, rule_of
from dashboard.server.live import open_live
from dashboard.server.routes import build_routes
from tests.dashboard.server.gate.conftest import Town

FOLDER = Path(dashboard.__file__).with_name("pages")


def addresses(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Yield method and an example address of each of our own routes."""
    live = open_live(tmp_path / "live")
    for route in build_routes(live):
        assert isinstance(route, Route | Mount)
        path = re.sub(r"{[^}]*}", "x1", route.path)
        if isinstance(route, Mount):
            yield "GET", path.replace("x1", "x/y.js") if "x1" in path else f"{path}/x/y.js"
        else:
            for method in route.methods or ():
                yield method, path
    live.storage.close()


def test_every_route_of_ours_has_a_row(tmp_path: Path) -> None:
    asked = list(addresses(tmp_path))
    assert asked
    missing = [(method, path) for method, path in asked if rule_of(method, path) is None]
    assert missing == []


def test_of_our_routes_only_health_is_open(tmp_path: Path) -> None:
    found = {path for method, path in addresses(tmp_path) if rule_of(method, path) == "open"}
    assert found == {HEALTH}


def test_every_page_has_a_row() -> None:
    pages = [path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_")]
    assert pages
    assert set(pages) == set(PAGES)
    assert {page: rule_of("GET", f"/{page}") for page in pages} == PAGES
    assert rule_of("GET", "/") is not None


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "WEBSOCKET", "TRACE"])
@pytest.mark.parametrize(
    "path", ["/x", "/api", "/api/facts/rental", "/_stcore/metrics", "//", "", "/login\n"]
)
def test_what_no_row_names_has_no_rule(method: str, path: str) -> None:
    assert rule_of(method, path) is None


def test_the_sign_in_and_health_are_the_open_ones(town: Town) -> None:
    paths = {route.path for route in town.app.routes if isinstance(route, Route)}
    assert {path for path in paths if rule_of("GET", path) == "open"} == {LOGIN, HEALTH}
