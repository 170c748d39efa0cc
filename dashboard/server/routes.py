"""Every route of ours in one table, with who may use it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.components.browser import ASSETS
from dashboard.map.routes import map_routes
from dashboard.server.assets import declare_types
from dashboard.server.data import DataRoutes
from dashboard.server.errors import NotThereError, answer_errors

if TYPE_CHECKING:
    from starlette.requests import Request

    from dashboard.server.live import Live


class Who(StrEnum):
    """Who may use a route; nobody has to prove anything until accounts exist."""

    ANYONE = "anyone"
    VIEWER = "viewer"


class Ruled(NamedTuple):
    """A route and who may use it."""

    route: BaseRoute
    who: Who


def ruled_routes(live: Live) -> tuple[Ruled, ...]:
    """Return the table over an opened data folder; a route that is not in it does not exist."""
    data = DataRoutes(live)
    return (
        Ruled(Route("/healthz", healthz), Who.ANYONE),
        Ruled(Route("/api/version", answer_errors(data.version)), Who.VIEWER),
        Ruled(Route("/api/layers/{layer}/columns", answer_errors(data.columns)), Who.VIEWER),
        Ruled(Route("/api/layers/{layer}/names", answer_errors(data.names)), Who.VIEWER),
        Ruled(Route("/api/shapes/{name}", answer_errors(data.shapes)), Who.VIEWER),
        Ruled(Route("/api/facts/{layer}/{number}", answer_errors(data.facts)), Who.VIEWER),
        *(Ruled(route, Who.VIEWER) for route in map_routes()),
        Ruled(ASSETS.mount(), Who.VIEWER),
    )


def build_routes(live: Live) -> list[BaseRoute]:
    """Return the routes over an opened data folder."""
    declare_types()
    # no row of the table, for nobody has to prove anything to be told that nothing is there
    nothing = Route("/api/{rest:path}", answer_errors(nothing_there))
    return [*(route for route, _ in ruled_routes(live)), nothing]


def nothing_there(request: Request) -> Response:
    """Refuse an address below ``/api`` that is no route: Streamlit would answer with its page.

    Raises
    ------
    NotThereError
        Always.
    """
    raise NotThereError(request.url.path[:60], "a route of the table", "Check the address.")


async def healthz(_request: Request) -> Response:
    """Answer that the server is up; never waits for data."""
    return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})
