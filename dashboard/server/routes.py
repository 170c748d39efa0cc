"""Every route of ours in one list; who may use each stands in the gate's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.components.browser import ASSETS
from dashboard.map.routes import map_routes
from dashboard.server.assets import declare_types
from dashboard.server.audit_files import AuditFiles
from dashboard.server.basemap import BasemapRoute
from dashboard.server.compared import ComparedRoute
from dashboard.server.data import DataRoutes
from dashboard.server.figure_files import FigureFiles
from dashboard.server.forms import read_form, read_reason
from dashboard.server.hotspots import HotspotRoutes
from dashboard.server.lanes import Lane
from dashboard.server.ledger_files import LedgerFiles
from dashboard.server.picture import PictureRoute
from dashboard.server.searching import SearchRoute
from dashboard.server.support import SupportRoute
from dashboard.server.takeaway import Takeaways
from dashboard.server.tiles import TileRoutes

if TYPE_CHECKING:
    from starlette.requests import Request

    from dashboard.server.live import Live


def build_routes(live: Live) -> list[BaseRoute]:
    """Return the routes over an opened data folder; they stand behind the gate."""
    declare_types()
    data, hotspots, ledgers = DataRoutes(live), HotspotRoutes(live), LedgerFiles(live)
    picture = PictureRoute(live)
    tiles = TileRoutes(live)
    heavy = Lane(4, most_of_one=256, most=512)
    light = Lane(2, most_of_one=256, most=1024)
    cutting = Lane(2, most_of_one=64, most=512)
    files = Lane(2, most_of_one=4, most=40)  # each a process that may take minutes
    seeking = Lane(2, most_of_one=4, most=64)  # each may read a whole table
    fetching = Lane(6, most_of_one=128, most=256)  # each may wait for another server
    search = seeking.serve_body(read_form, SearchRoute(live).search)
    unmask = heavy.serve_body(read_reason, data.unmask)
    correct = heavy.serve_body(read_form, data.correct)
    return [
        Route("/healthz", healthz),
        Route("/map", map_page),
        Route("/api/version", light.serve(data.version)),
        Route("/api/layers/{layer}/columns", heavy.serve(data.columns)),
        Route("/api/layers/{layer}/names", heavy.serve(data.names)),
        Route("/api/tiles/{layer}/counts", cutting.serve(tiles.counts)),
        Route("/api/tiles/{layer}/{z}/{x}/{y}", cutting.serve(tiles.tile)),
        Route("/api/compared/{unit}", heavy.serve(ComparedRoute(live).changes)),
        Route("/api/shapes/{name}", heavy.serve(data.shapes)),
        Route("/api/basemap/{source}/{z}/{x}/{y}", fetching.serve(BasemapRoute(live).tile)),
        Route("/api/facts/{layer}/{number}", heavy.serve(data.facts)),
        Route("/api/facts/{layer}/{number}/unmask", unmask, methods=["POST"]),
        Route("/api/facts/{layer}/{number}/correct", correct, methods=["POST"]),
        Route("/api/picture", light.serve(picture.words), methods=["POST"]),
        Route("/api/printed", light.serve(picture.printed), methods=["POST"]),
        Route("/api/search", search, methods=["POST"]),
        Route("/api/export/{layer}/{kind}", files.serve(Takeaways(live).take), methods=["POST"]),
        Route("/api/templates/{layer}", files.serve(ledgers.template)),
        Route("/api/batches/{batch}/rejected", files.serve(ledgers.returned), methods=["POST"]),
        Route("/api/tables/{table}/{kind}", files.serve(FigureFiles(live).take), methods=["POST"]),
        Route("/api/audit/{kind}", files.serve(AuditFiles(live).take), methods=["POST"]),
        Route("/api/hotspots/{month}/rules/{rule}", heavy.serve(hotspots.rule)),
        Route("/api/hotspots/{month}/{kind}/columns", heavy.serve(hotspots.sites)),
        Route("/api/hotspots/{month}/{kind}/pieces", heavy.serve(hotspots.pieces)),
        Route("/api/hotspots/{month}/{kind}/names", heavy.serve(hotspots.names)),
        Route("/api/hotspots/{month}/{kind}/facts/{number}", heavy.serve(hotspots.facts)),
        Route("/api/support", files.serve(SupportRoute(live).bundle)),
        *map_routes(),
        ASSETS.mount(),
    ]


async def map_page(request: Request) -> Response:
    """Lead to the map, which Streamlit knows by ``/`` only; it would call the page unknown."""
    return RedirectResponse(str(request.url.replace(scheme="", netloc="", path="/")))


async def healthz(_request: Request) -> Response:
    """Answer that the server is up; never waits for data."""
    return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})
