"""The usual map pages, built anew at every filter change.

    streamlit run benchmarks/naive_page.py -- DATA KIND LIBRARY

KIND is ``markers`` (a folium marker for each record), ``circles`` (its lighter CircleMarker),
``cluster`` (folium's FastMarkerCluster, its script from the folder LIBRARY) or ``pydeck``.
`benchmarks.filter_click` times them beside ours.
"""

import base64
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import folium
import numpy as np
import streamlit as st
from branca.element import Element, Figure
from folium.plugins import FastMarkerCluster
from numpy.typing import NDArray

from dashboard.map import assets
from geodata.build import build_read_model
from geodata.catalogue import read_catalogue
from geodata.coordinates.mercator import to_lnglat
from geodata.readmodel import ReadModel
from geodata.storage.store import open_storage

LEAFLET = Path(assets.__file__).with_name("assets") / "vendor" / "leaflet" / "1.9.4" / "dist"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
TELL = "requestAnimationFrame(() => setTimeout(() => { window.parent.paintedAt = Date.now(); }));"
"""After the painting of the next frame: before it nothing of the markers is on the screen."""

Floats = NDArray[np.float64]


@st.cache_resource
def read_model(data: str) -> ReadModel:
    """Read the town once."""
    return build_read_model(open_storage(Path(data), now=NOW), read_catalogue())


def show(model: ReadModel, kind: str, library: Path, *, only_let: bool) -> None:
    """Build the map from the chosen records and put it into the page."""
    rentals = model.columns["rental"]
    chosen = rentals.placed.astype(bool)
    if only_let:
        chosen &= rentals.statuses == 0
    lng, lat = to_lnglat(rentals.x[chosen], rentals.y[chosen])
    if kind == "pydeck":
        show_deck(lng, lat)
    else:
        show_folium(lng, lat, kind, library)


def show_folium(lng: Floats, lat: Floats, kind: str, library: Path) -> None:
    """Show markers, circles or clusters."""
    naive = folium.Map((float(np.mean(lat)), float(np.mean(lng))), zoom_start=13, tiles=None)
    naive.options.update(max_zoom=19)
    naive.default_js, naive.default_css = [], []
    scripts = [LEAFLET / "leaflet.js"]
    places = np.column_stack([lat, lng]).tolist()
    if kind == "markers":
        for place in places:
            folium.Marker(place).add_to(naive)
    elif kind == "circles":
        for place in places:
            folium.CircleMarker(place, radius=4).add_to(naive)
    else:
        scripts.append(library / "leaflet.markercluster.js")
        cluster = FastMarkerCluster(places)  # type: ignore[no-untyped-call]
        cluster.default_js, cluster.default_css = [], []
        cluster.add_to(naive)
    root = naive.get_root()
    assert isinstance(root, Figure)
    texts = "".join(f"<script>{path.read_text(encoding='utf-8')}</script>" for path in scripts)
    style = (LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    root.header.add_child(Element(f"<style>{style}</style>{texts}{icon()}"))
    root.script.add_child(Element(TELL), name="zz_last")
    st.components.v1.html(root.render(), height=420)


def icon() -> str:
    """Return Leaflet's own icon of a marker: within the page, for it has no address of its own."""
    picture = base64.b64encode((LEAFLET / "images" / "marker-icon.png").read_bytes()).decode()
    options = json.dumps({"iconUrl": f"data:image/png;base64,{picture}", "shadowUrl": ""})
    told = f"L.Icon.Default.imagePath = ''; L.Icon.Default.mergeOptions({options});"
    return f"<script>{told}</script>"


def show_deck(lng: Floats, lat: Floats) -> None:
    """Show a scatter plot of deck.gl, which needs WebGL."""
    view = {"longitude": float(np.mean(lng)), "latitude": float(np.mean(lat)), "zoom": 13}
    points = [{"at": at} for at in np.column_stack([lng, lat]).tolist()]
    layer: dict[str, object] = {"@@type": "ScatterplotLayer", "id": "rentals", "data": points}
    layer |= {"getPosition": "@@=at", "radiusMinPixels": 3, "getFillColor": [200, 30, 30]}
    st.pydeck_chart(Deck({"initialViewState": view, "layers": [layer]}), height=420)


class Deck:
    """What ``st.pydeck_chart`` asks of a chart of pydeck: its text as pydeck writes it."""

    def __init__(self, spec: dict[str, object]) -> None:
        self.spec = spec

    def to_json(self) -> str:
        """Write the chart."""
        return json.dumps({**self.spec, "mapProvider": None, "mapStyle": None})


st.set_page_config(layout="wide")
data, page_kind, folder = sys.argv[1:4]
show(read_model(data), page_kind, Path(folder), only_let=st.checkbox("only let"))
