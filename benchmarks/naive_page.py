"""The naive map page: a folium marker for each record, rebuilt at every filter change.

    streamlit run benchmarks/naive_page.py -- DATA

What a first version of such a dashboard does; `benchmarks.filter_click` times it beside ours.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import folium
import numpy as np
import streamlit as st
from branca.element import Element, Figure

from dashboard.map import assets
from geodata.build import build_read_model
from geodata.catalogue import read_catalogue
from geodata.mercator import to_lnglat
from geodata.readmodel import ReadModel
from geodata.storage.store import open_storage

LEAFLET = Path(assets.__file__).with_name("assets") / "vendor" / "leaflet" / "1.9.4" / "dist"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
TELL = "requestAnimationFrame(() => { window.parent.paintedAt = Date.now(); });"


@st.cache_resource
def read_model(data: str) -> ReadModel:
    """Read the town once."""
    return build_read_model(open_storage(Path(data), now=NOW), read_catalogue())


def show(model: ReadModel, *, only_let: bool) -> None:
    """Build the map from the chosen records and put it into the page."""
    rentals = model.columns["rental"]
    chosen = rentals.placed.astype(bool)
    if only_let:
        chosen &= rentals.statuses == 0
    lng, lat = to_lnglat(rentals.x[chosen], rentals.y[chosen])
    naive = folium.Map((float(np.mean(lat)), float(np.mean(lng))), zoom_start=13, tiles=None)
    naive.default_js, naive.default_css = [], []
    for one_lng, one_lat in zip(lng.tolist(), lat.tolist(), strict=True):
        folium.CircleMarker((one_lat, one_lng), radius=4).add_to(naive)
    root = naive.get_root()
    assert isinstance(root, Figure)
    script = (LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    style = (LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    root.header.add_child(Element(f"<style>{style}</style><script>{script}</script>"))
    root.script.add_child(Element(TELL), name="zz_last")
    st.components.v1.html(root.render(), height=420)


st.set_page_config(layout="wide")
show(read_model(sys.argv[1]), only_let=st.checkbox("only let"))
