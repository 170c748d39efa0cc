"""A small server for the map element alone: its own files, made-up blocks, no Streamlit."""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import uvicorn
from numpy.typing import NDArray
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.map.assets import own
from dashboard.map.declaration import declare_element
from dashboard.map.element import MapSelection, MapView, to_json
from dashboard.map.routes import map_routes
from dashboard.server.tiles import closed_statuses, tally_json
from dashboard.texts import Language, read_texts
from geodata.analysis.counts import tally_rows
from geodata.areas import AreaTree
from geodata.catalogue.load import read_catalogue
from geodata.columns import Bools, Columns, mask, to_arrays
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.mercator import to_world
from geodata.criteria import to_criteria
from geodata.packing import pack
from geodata.periods import parse_period
from geodata.selection import parse_selection
from geodata.shapes import Shapes, pack_shapes
from geodata.shapes import to_arrays as shape_arrays
from geodata.tiles import Tile, cut, in_order, square_side

LAYERS = ("rental", "premises", "incident", "school", "shelter")
HOME = Bounds(113.56, 23.19, 113.58, 23.21)
ALL_DRAWN = "window.map?.state.view.layers.every(({ id }) => window.map.scene.results[id])"
"""Whether every layer has come."""
HOSTILE = "A{{7*7}}B{#1栋<img src=x onerror=window.ran=1>${1}`"
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<body style="margin:0;--st-background-color:{background}"><div id="place"></div>
<script type="module">
const data = await (await fetch("/view")).json();
const {{ mount }} = await import("{element}");
window.sent = [];
const note = (name, value) => window.sent.push([name, value]);
window.map = await mount(document.getElementById("place"), data);
window.map.update(data, {{ setStateValue: note, setTriggerValue: note }});
</script>"""


def made_up(layer: str, count: int, seed: int = 1) -> Columns:
    """Columns of a layer with every kind of value in them, some without a position."""
    rng = np.random.default_rng(seed)
    lng = rng.uniform(HOME.west, HOME.east, count)
    lat = rng.uniform(HOME.south, HOME.north, count)
    placed = (rng.random(count) < 0.9).astype(np.uint8)
    x, y = to_world(np.where(placed, lng, np.nan), np.where(placed, lat, np.nan))
    events = layer == "incident"
    from_day = rng.integers(9000, 9500, count).astype(np.uint16)
    ends = np.where(rng.random(count) < 0.8, 65535, from_day + 100).astype(np.uint16)
    return Columns(
        layer=layer,
        events=events,
        number=np.arange(1, count + 1, dtype=np.uint32),
        x=x,
        y=y,
        placed=placed,
        classes=_some(rng, 4, count),
        grades=_some(rng, 4, count),
        statuses=_some(rng, 2, count),
        from_day=from_day,
        to_day=np.full(count, 65535, np.uint16) if events else ends,
        minutes=np.full(count, 65535, np.uint16),
        projects=rng.integers(0, 2**63, count, dtype=np.uint64) & np.uint64(0x8000_0001_0000_0011),
        areas=np.where(rng.random(count) < 0.9, rng.integers(0, 6, count), 65535).astype(np.uint16),
    )


def _some(rng: np.random.Generator, kinds: int, count: int) -> NDArray[np.uint8]:
    drawn = rng.integers(0, kinds, count)
    return np.where(rng.random(count) < 0.95, drawn, 255).astype(np.uint8)


def block_of(columns: Columns) -> bytes:
    """Pack columns as the data routes do."""
    header = {"layer": columns.layer, "version": 1, "count": len(columns)}
    return pack(header, to_arrays(columns))


class Site:
    """What the server answers with; tests change it while it runs."""

    def __init__(self) -> None:
        self.columns = {layer: made_up(layer, 300) for layer in LAYERS}
        self.version = 1
        self.may_come = threading.Event()
        """Whether the columns of `held_back` come."""
        self.held_back: frozenset[str] = frozenset()
        self.may_come.set()
        self.tiles_asked: list[str] = []
        self.shapes: dict[str, Shapes] = {}
        self.compared: dict[str, Any] = {"squares": no_changes(), "streets": no_changes()}
        """What a comparison answers, by unit."""
        self.compared_asked: list[str] = []
        self.dark = False
        self.view = view_in(Language.CHINESE)
        self.basemap: Callable[[int, int, int], bytes | None] = lambda _z, _x, _y: None

    def routes(self) -> list[Route]:
        """Return the page and the data routes."""
        return [
            Route("/", self._page),
            Route("/view", lambda _: JSONResponse(self.view)),
            Route("/api/version", lambda _: JSONResponse({"version": self.version})),
            Route("/api/layers/{layer}/columns", self._columns),
            Route("/api/tiles/{layer}/counts", self._counts),
            Route("/api/tiles/{layer}/{z:int}/{x:int}/{y:int}", self._tile),
            Route("/api/layers/{layer}/names", self._names),
            Route("/api/shapes/{name}", self._shapes),
            Route("/api/compared/{unit}", self._compared),
            Route("/api/facts/{layer}/{number}", self._facts),
            Route("/api/picture", self._picture, methods=["POST"]),
            Route("/api/basemap/{source}/{z:int}/{x:int}/{y:int}", self._basemap),
        ]

    def _page(self, _: Request) -> Response:
        background = "#14171B" if self.dark else "#FFFFFF"
        return HTMLResponse(PAGE.format(background=background, element=own("element.js")))

    def _columns(self, request: Request) -> Response:
        layer = request.path_params["layer"]
        if layer in self.held_back:
            self.may_come.wait()
        return _zipped(block_of(self.columns.get(layer) or made_up(layer, 0)))

    def _chosen(self, request: Request) -> tuple[Columns, Bools]:
        query, catalogue = request.query_params, read_catalogue()
        asked = parse_selection(query, catalogue, (), period=parse_period(query["period"]))
        columns = self.columns[request.path_params["layer"]]
        return columns, mask(columns, to_criteria(asked, catalogue, AreaTree(())))

    def _counts(self, request: Request) -> Response:
        return JSONResponse(tally_json(tally_rows(*self._chosen(request))))

    def _tile(self, request: Request) -> Response:
        columns, chosen = self._chosen(request)
        layer, query = read_catalogue().by_layer[columns.layer], request.query_params
        self.tiles_asked.append(columns.layer)
        ordered = in_order(columns, closed_statuses(layer))
        tile = Tile(*(request.path_params[name] for name in Tile._fields))
        squares, apart = query.get("squares"), query.get("apart")
        header, arrays = cut(
            ordered,
            tile,
            chosen[ordered.order],
            side=None if squares is None else square_side(int(squares), HOME),
            apart=None if apart is None else [int(part) for part in apart.split(",") if part],
        )
        return _zipped(pack(header, arrays))

    def _shapes(self, request: Request) -> Response:
        name = request.path_params["name"]
        shapes = self.shapes.get(name) or _empty_shapes(name)
        header = {"layer": name, "version": 1, "count": len(shapes), "names": shapes.names}
        return _zipped(pack(header, shape_arrays(shapes)))

    def _compared(self, request: Request) -> Response:
        self.compared_asked.append(request.url.query)
        if "compared" in self.held_back:
            self.may_come.wait()
        return JSONResponse(self.compared[request.path_params["unit"]])

    def _names(self, request: Request) -> Response:
        numbers = [int(number) for number in request.query_params["numbers"].split(",")]
        named = [{"number": n, "title": HOSTILE, "detail": f"No. {n}"} for n in numbers]
        return JSONResponse({"records": named})

    def _picture(self, _: Request) -> Response:
        told = dict.fromkeys(("title", "scope", "sources", "made", "sample"), "")
        return JSONResponse({**told, "name": "map"})

    def _basemap(self, request: Request) -> Response:
        asked = request.path_params
        content = self.basemap(asked["z"], asked["x"], asked["y"])
        return Response(content or b"", 200 if content else 502, media_type="image/png")

    def _facts(self, request: Request) -> Response:
        layer, number = request.path_params["layer"], request.path_params["number"]
        fields = [{"label": HOSTILE, "value": HOSTILE, "flag": "隐患"}]
        return JSONResponse({"title": f"{layer} {number}", "subtitle": HOSTILE, "fields": fields})


def no_changes() -> dict[str, Any]:
    """Answer that neither period has an incident."""
    return {"side": 0, "units": [], "elsewhere": {"now": 0, "before": 0}}


def _zipped(block: bytes) -> Response:
    return Response(gzip.compress(block, 1), headers={"content-encoding": "gzip"})


def _empty_shapes(name: str) -> Shapes:
    return pack_shapes(
        name,
        np.array([], dtype=object),
        number=np.array([], np.uint32),
        classes=np.array([], np.uint8),
        areas=np.array([], np.uint16),
        names=(),
    )


def view_in(language: Language) -> dict[str, Any]:
    """Tell what the page tells the element in a language."""
    declaration = declare_element(read_catalogue(), read_texts(language))
    chosen = MapSelection(LAYERS, 0, 9000, 9500, None, {}, {}, {})
    view = MapView(declaration, 1, chosen, 0, "period=x", (-1, 0, 0, 0, 0, 0), HOME, sample=True)
    sent: dict[str, Any] = json.loads(json.dumps(to_json(view)))
    return sent


@contextmanager
def serve(site: Site) -> Iterator[str]:
    """Serve the site and tell its host and port."""
    with serve_routes([*site.routes(), *map_routes()]) as address:
        try:
            yield address
        finally:
            site.may_come.set()


@contextmanager
def serve_routes(routes: Sequence[BaseRoute]) -> Iterator[str]:
    """Serve routes from a thread of this process and tell host and port."""
    app = Starlette(routes=routes)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    try:
        yield f"{host}:{port}"
    finally:
        server.should_exit = True
        thread.join()
