"""Routes of the map: its assets and, per language, folium's script as a module."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from dashboard.map.assets import ASSETS
from dashboard.map.base import declare_map, render_base
from dashboard.map.declaration import base_words
from dashboard.server.assets import LASTING
from dashboard.texts import Language, read_texts

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute


@cache
def _modules() -> dict[str, str]:
    bases = [render_base(declare_map(base_words(read_texts(language)))) for language in Language]
    return {base.address: base.module for base in bases}


async def base_script(request: Request) -> Response:
    """Serve folium's script as a module."""
    module = _modules().get(request.url.path)
    if module is None:
        return Response(status_code=404)
    return Response(module, media_type="text/javascript", headers={"cache-control": LASTING})


def map_routes() -> list[BaseRoute]:
    """Return the routes of the map, to stand beside the data routes."""
    return [Route("/map/base-{digest}.js", base_script), ASSETS.mount()]
