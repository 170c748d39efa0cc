"""A base map the usual way: a file of vector tiles, drawn by protomaps-leaflet."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyogrio.raw
import shapely
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from benchmarks.made_up_city import CENTRE
from benchmarks.packages import fetch_package
from dashboard.map.assets import ASSETS, vendor
from geodata.catalogue.load import read_catalogue
from geodata.coordinates.mercator import to_lnglat
from tests.browser.map_site import serve_routes

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from starlette.requests import Request

    from geodata.shapes import Shapes

LIBRARY = "protomaps-leaflet@5.1.0"
LEAFLET = vendor("leaflet/1.9.4/dist/leaflet")
LEAST_ZOOM, MOST_ZOOM = 10, 15
PAGE: Final = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="{leaflet}.css">
<style>html, body, #map {{ height: 100%; margin: 0 }}</style><div id="map"></div>
<script src="{leaflet}.js"></script><script src="/painter.js"></script>
<script>
window.shown = L.map("map", {{ zoomSnap: 0.25, fadeAnimation: false }}).setView([{lat}, {lng}], 12);
const of = (name, kinds) => (_zoom, {{ props }}) => kinds.includes(props.class);
const fill = (dataLayer, kind, fill) => ({{
  dataSource: dataLayer, dataLayer, symbolizer: new protomapsL.PolygonSymbolizer({{ fill }}),
  filter: (_zoom, {{ props }}) => props.class === kind,
}});
const line = (kind, color, width) => ({{
  dataSource: "street", dataLayer: "street", filter: (_zoom, {{ props }}) => props.class === kind,
  symbolizer: new protomapsL.LineSymbolizer({{ color, width }}),
}});
const wide = (most) => (zoom) => Math.max(1, most * 2 ** (0.75 * (zoom - 15)));
const streets = [["lane", 2.4], ["local", 3.6], ["collector", 5.6], ["arterial", 10.4]];
const named = new protomapsL.LineLabelSymbolizer({{
  labelProps: ["name"], fill: "#6B7078", font: "12px sans-serif",
}});
const layer = protomapsL.leafletLayer({{
  sources: {{ ground: {{ url: "/ground.pmtiles" }}, street: {{ url: "/street.pmtiles" }} }},
  backgroundColor: "#F6F5F1",
  maxDataZoom: {most},
  paintRules: [
    fill("ground", "park", "#E2EADB"), fill("ground", "water", "#CBDDE8"),
    ...streets.map(([kind, width]) => line(kind, "#D0CBBF", wide(width + 1))),
    ...streets.map(([kind, width]) => line(kind, "#FFFFFF", wide(width))),
    {{ ...fill("ground", "building", "#E0DCD2"), minzoom: 14 }},
  ],
  labelRules: [{{ dataSource: "street", dataLayer: "street", minzoom: 14, symbolizer: named }}],
}});
window.settles = async () => {{
  await new Promise(requestAnimationFrame);
  if (layer.isLoading()) await new Promise((done) => layer.once("load", done));
}};
layer.addTo(window.shown);
window.settles().then(() => {{ window.isPainted = true; }});
</script>"""


def fetch_painter() -> str | None:
    """Fetch the script that draws vector tiles; None where that cannot be."""
    with tempfile.TemporaryDirectory() as scratch:
        package = fetch_package(LIBRARY, Path(scratch))
        if package is None:
            return None
        return (package / "dist" / "protomaps-leaflet.js").read_text(encoding="utf-8")


def write_pmtiles(folder: Path, layer: str, shapes: Shapes) -> Path:
    """Write a layer as a file of vector tiles, with class and name of each feature."""
    path = folder / f"{layer}.pmtiles"
    declared = read_catalogue().by_layer[layer].classes
    ids = np.array(declared.ids if declared else ["?"], dtype=object)
    rings = _rings(shapes)
    polygons = layer == "ground"
    geometry = shapely.polygons(rings) if polygons else rings
    pyogrio.raw.write(
        path,
        shapely.to_wkb(geometry),
        [ids[shapes.classes], np.array(shapes.names, dtype=object)],
        ["class", "name"],
        layer=layer,
        geometry_type="Polygon" if polygons else "LineString",
        crs="EPSG:4326",
        driver="PMTiles",
        MINZOOM=str(LEAST_ZOOM),
        MAXZOOM=str(MOST_ZOOM),
        MAX_SIZE="5000000",
        MAX_FEATURES="2000000",
    )
    return path


def _rings(shapes: Shapes) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Return the ring of each feature; ours of the benchmark have one."""
    lnglat = np.column_stack(to_lnglat(shapes.x, shapes.y))
    owners = np.repeat(np.arange(len(shapes)), np.diff(shapes.ring_offsets))
    make = shapely.linearrings if shapes.layer == "ground" else shapely.linestrings
    return np.asarray(make(lnglat, indices=owners))


def serve_tiles(folder: Path, painter: str) -> AbstractContextManager[str]:
    """Serve the files below a folder, a part at a time, and a page that draws them."""
    page = PAGE.format(leaflet=LEAFLET, lat=CENTRE[1], lng=CENTRE[0], most=MOST_ZOOM)

    async def file(request: Request) -> Response:
        return FileResponse(folder / f"{request.path_params['name']}.pmtiles")

    async def script(_: Request) -> Response:
        return Response(painter, media_type="text/javascript")

    async def shown(_: Request) -> Response:
        return HTMLResponse(page)

    return serve_routes(
        [
            Route("/", shown),
            Route("/painter.js", script),
            Route("/{name}.pmtiles", file),
            ASSETS.mount(),
        ]
    )
