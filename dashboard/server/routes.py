"""Every route of ours in one table, with who may use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.components.browser import ASSETS
from dashboard.server.assets import declare_types

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from dashboard.server.live import Live


async def healthz(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


def build_routes(live: Live) -> list[BaseRoute]:
    """Return the routes over an opened data folder."""
    declare_types()
    return [Route("/healthz", healthz), ASSETS.mount()]
