"""Every route the application has, has a row in the table of rights; nothing else has one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Mount, Route

import dashboard
from dashboard.server.gate.rules import HEALTH, LOGIN, rule_of
from dashboard.server.live import open_live
from dashboard.server.routes import Who, ruled_routes
from tests.dashboard.server.gate.conftest import Town

PAGES = Path(dashboard.__file__).with_name("pages")


def addresses(tmp_path: Path) -> Iterator[tuple[str, str, Who]]:
    """Yield method and an example address of each of our own routes, and who may use it."""
    live = open_live(tmp_path / "live")
    for route, who in ruled_routes(live):
        assert isinstance(route, Route | Mount)
        path = re.sub(r"{[^}]*}", "x1", route.path)
        if isinstance(route, Mount):
            yield "GET", path.replace("x1", "x/y.js") if "x1" in path else f"{path}/x/y.js", who
        else:
            for method in route.methods or ():
                yield method, path, who
    live.storage.close()


def test_every_route_of_ours_has_a_row(tmp_path: Path) -> None:
    asked = list(addresses(tmp_path))
    assert asked
    missing = [(method, path) for method, path, _ in asked if rule_of(method, path) is None]
    assert missing == []


def test_what_is_open_to_anyone_in_one_table_is_open_in_the_other(tmp_path: Path) -> None:
    for method, path, who in addresses(tmp_path):
        assert (rule_of(method, path) == "open") is (who is Who.ANYONE), path


def test_every_page_has_a_row() -> None:
    pages = [path.stem for path in PAGES.glob("*.py") if not path.stem.startswith("_")]
    assert pages
    assert [page for page in pages if rule_of("GET", f"/{page}") is None] == []
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
