"""Every route of ours in one list; who may use each stands in the gate's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.components.browser import ASSETS
from dashboard.map.routes import map_routes
from dashboard.server.assets import declare_types
from dashboard.server.data import DataRoutes
from dashboard.server.errors import answer_errors
from dashboard.server.takeaway import Takeaways

if TYPE_CHECKING:
    from starlette.requests import Request

    from dashboard.server.live import Live


def build_routes(live: Live) -> list[BaseRoute]:
    """Return the routes over an opened data folder; they stand behind the gate."""
    declare_types()
    data = DataRoutes(live)
    return [
        Route("/healthz", healthz),
        Route("/api/version", answer_errors(data.version)),
        Route("/api/layers/{layer}/columns", answer_errors(data.columns)),
        Route("/api/layers/{layer}/names", answer_errors(data.names)),
        Route("/api/shapes/{name}", answer_errors(data.shapes)),
        Route("/api/facts/{layer}/{number}", answer_errors(data.facts)),
        Route("/api/facts/{layer}/{number}/unmask", data.unmask, methods=["POST"]),
        Route("/api/export/{layer}/{kind}", Takeaways(live).take, methods=["POST"]),
        *map_routes(),
        ASSETS.mount(),
    ]


async def healthz(_request: Request) -> Response:
    """Answer that the server is up; never waits for data."""
    return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})
