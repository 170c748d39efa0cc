"""The one style sheet of the pages, and the words of Streamlit that a style can change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.browser import ASSETS

if TYPE_CHECKING:
    from dashboard.texts import Texts

# Streamlit speaks English only: its words are made nothing and ours are set after them.
# Its own dialog, unlike one of a page, holds no block: it is the one that says that the server is
# gone, and whoever reads it on an office computer is not to look at the internet.
_UPLOAD: Final = '[data-testid="stFileUploaderDropzone'
_DIALOG: Final = '[data-testid="stDialog"]:not(:has([data-testid="stVerticalBlock"])) h2'
_WORDS: Final = {
    f'{_UPLOAD}"] [data-testid="stBaseButton-secondary"] p': "ledgers.browse",
    f'{_UPLOAD}Instructions"] span': "ledgers.drop",
    _DIALOG: "errors.gone",
    f"{_DIALOG} + div": "errors.gone_how",
}

PRESENTING: Final = """
.sm-head :is(.masked, .role) { display: none; }
.sm-head nav button { padding: 0 8px; }
.sm, .map-legend, .map-facts, .map-corner, .map-month, .map-note,
:is(.map-search, .map-times, .map-drawbar, .map-said, .map-busy),
.map-root .leaflet-right .leaflet-control, .stAlert, .stHeading { zoom: var(--sm-larger); }
.map-print .map-legend { zoom: 1; }
.map-tip { font-size: calc(12.5px * var(--sm-larger)); max-width: 50%; }
.map-root .leaflet-control-scale-line { font-size: calc(12px * var(--sm-larger)); }
.map-hits { max-height: 200px; }
.map-root .leaflet-top.leaflet-right {
  max-height: 100%; flex-wrap: wrap-reverse; align-items: flex-start;
}
.map-root .leaflet-right .map-tools { margin-top: 10px; }
.map-box:not(.map-halved) > .map-month { left: 92px; top: 52px; width: 250px; }
.map-card > span:not(.map-verdict) { display: none; }
.map-root .map-halved :is(.folium-map, .map-second-map) { top: calc(38px * var(--sm-larger)); }
:root { --sm-larger: 1.3; }
@media (min-width: 1600px) {
  :root { --sm-larger: 1.5; }
  body .map-root, .st-key-project_map .map-root {
    height: max(422px, calc(100vh - 270px * var(--sm-larger)));
  }
}
@media (min-width: 1900px) { :root { --sm-larger: 1.8; } }
.st-key-project_row [data-testid="stHorizontalBlock"] { flex-direction: column; }
.st-key-project_row [data-testid="stColumn"] { width: 100%; }
.sm-cards .row { grid-template-columns: repeat(4, 1fr); }
.sm-cards .card { height: 118px; }
.sm-cards .card:nth-child(n + 5) { display: none; }
.sm-cards .value, .sm-cards .value b { height: 52px; line-height: 52px; font-size: 42px; }
.sm-cards :is(.name, .mark) { font-size: 17px; line-height: 24px; }
.sm-cards .value :is(u, em), .sm-cards .change { font-size: 15px; line-height: 22px; }
:is(.sm-finding, .sm-project) h2 { font-size: 24px; }
:is(.sm-finding, .sm-project) .lead { font-size: 14px; line-height: 1.45; }
"""
"""Read from across a room: four numbers at most, and large. Canvas and clicks on the map keep their
own scale; the names on it grow by themselves."""


def show_style(texts: Texts, *, presenting: bool) -> None:
    """Put style sheet and words into the page, larger while the screen is shown to others."""
    st.html(ASSETS.folder / "page.css")
    larger = PRESENTING if presenting else ""
    st.html(f"<style>{words_style(texts)}{larger}</style>")


def words_style(texts: Texts) -> str:
    """Return rules that show Streamlit's words in the language of the session."""
    rules = []
    for place, key in _WORDS.items():
        words = json.dumps(texts(key), ensure_ascii=False)
        rules.append(f"{place}, {place} > * {{ font-size: 0; }}")
        rules.append(f"{place}::after {{ content: {words}; font-size: 14px; }}")
    return "\n".join(rules)
