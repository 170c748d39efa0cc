"""Every parameter of every route of ours, each given what it cannot be."""

import asyncio
import re
from urllib.parse import quote

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from geodata.accounts import Session
from tests.dashboard.signing import Told

GOOD = {
    "table": "indicators",
    "unit": "squares",
    "layer": "rental",
    "number": "1",
    "name": "community",
    "kind": "csv",
    "digest": "0" * 12,
    "month": "2025-12",
    "rule": "gb_road",
    "batch": "1",
    "z": "14",
    "x": "13358",
    "y": "7096",
    "source": "office",
}
FILTER = ("period", "projects", "areas", "classes", "grades", "statuses", "shape")
QUERY = {
    "/healthz": (),
    "/map": (),
    "/api/version": (),
    "/api/layers/{layer}/columns": ("v",),
    "/api/layers/{layer}/names": ("numbers",),
    "/api/tiles/{layer}/counts": ("v", *FILTER),
    "/api/tiles/{layer}/{z}/{x}/{y}": ("v", "squares", "apart", *FILTER),
    "/api/compared/{unit}": ("v", "against", *FILTER),
    "/api/shapes/{name}": ("v",),
    "/api/basemap/{source}/{z}/{x}/{y}": (),
    "/api/facts/{layer}/{number}": FILTER,
    "/api/facts/{layer}/{number}/unmask": FILTER,
    "/api/facts/{layer}/{number}/correct": (),
    "/api/export/{layer}/{kind}": ("v", *FILTER),
    "/api/hotspots/{month}/rules/{rule}": (),
    "/api/hotspots/{month}/{kind}/columns": (),
    "/api/hotspots/{month}/{kind}/pieces": (),
    "/api/hotspots/{month}/{kind}/names": ("numbers",),
    "/api/hotspots/{month}/{kind}/facts/{number}": (),
    "/api/picture": ("v", "page", *FILTER),
    "/api/printed": ("page", "ago"),
    "/api/tables/{table}/{kind}": (
        "v",
        "month",
        "kind",
        "zone",
        "school",
        "within",
        "way",
        *FILTER,
    ),
    "/api/search": (),
    "/api/support": (),
    "/api/templates/{layer}": (),
    "/api/batches/{batch}/rejected": (),
    "/api/audit/{kind}": ("since", "until"),
    "/map/base-{digest}.js": (),
}
"""What each route reads of a query; a new route has to say it here."""
NONSENSE = {
    "negative": "-1",
    "huge": "9" * 4_000,
    "long": "x" * 8_000,
    "digits of another script": "１",
    "another alphabet": "地图",
    "a way up": "../../etc/passwd",
    "a template": "{{7*7}}",
    "SQL": "'; DROP TABLE audit --",
    "nothing and a zero": "\x00",
    "a line": "rental\n",
    "no number": "NaN",
    "an object": "[object Object]",
    "commas": ",,,x,,,",
}


def filled(path: str, **other: str) -> str:
    values = {**GOOD, **other}
    return re.sub(r"{(\w+)}", lambda found: values[found[1]], path)


def broken(route: Route, nonsense: str) -> list[str]:
    """Return the addresses of a route with one parameter that cannot be."""
    value = quote(nonsense, safe="")
    in_path = [filled(route.path, **{name: value}) for name in re.findall(r"{(\w+)}", route.path)]
    return [*in_path, *(f"{filled(route.path)}?{name}={value}" for name in QUERY[route.path])]


@pytest.fixture
def routes(live: Live) -> list[Route]:
    return [route for route in build_routes(live) if isinstance(route, Route)]


@pytest.fixture
def app(live: Live, session: Session) -> Told:
    return Told(Starlette(routes=build_routes(live)), session)


def statuses(app: Told, asked: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Ask for each, by method and address, and return how it was answered."""

    async def ask_all() -> dict[tuple[str, str], int]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            form = {"reason": "查"}
            return {
                (method, path): (await client.request(method, path, data=form)).status_code
                for method, path in asked
            }

    return asyncio.run(ask_all())


def method_of(route: Route) -> str:
    return "POST" if "POST" in (route.methods or ()) else "GET"


@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense_is_the_askers_fault_on_every_route(
    app: Told, routes: list[Route], kind: str
) -> None:
    asked = [(method_of(r), path) for r in routes for path in broken(r, NONSENSE[kind])]
    answers = statuses(app, asked)
    assert len(answers) > len(routes)
    assert {path: status for path, status in answers.items() if not 400 <= status < 500} == {}


def test_without_nonsense_each_is_answered(app: Told, routes: list[Route]) -> None:
    asked = [("GET", filled(r.path)) for r in routes if method_of(r) == "GET"]
    years = "period=2025-01-01/2026-01-01&against=2024-01-01/2025-01-01"
    more = {
        "/api/layers/rental/names": "/api/layers/rental/names?numbers=1",
        "/api/compared/squares": f"/api/compared/squares?{years}",
    }
    answers = statuses(app, [(method, more.get(path, path)) for method, path in asked])
    assert answers.pop(("GET", "/map")) == 307  # leads to the page
    missing = {path for (_, path), status in answers.items() if status != 200}
    not_made = {
        filled(path) for path in QUERY if path.startswith(("/api/hotspots/", "/api/basemap/"))
    }
    assert missing == {filled("/map/base-{digest}.js"), *not_made}
