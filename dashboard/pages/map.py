"""地图: the sub-district on one page, its numbers and the rows behind them."""

import streamlit as st

from dashboard.components.cards import show_cards
from dashboard.components.comparing.rows import show_compared
from dashboard.components.filters import show_filters
from dashboard.components.guard import apart
from dashboard.components.mapping import show_mapping
from dashboard.components.projects.head import indicators_of
from dashboard.components.projects.page import chosen_project
from dashboard.components.records.asked import RowsAsked, ask_rows
from dashboard.components.records.counted import show_counted
from dashboard.components.records.rows import show_rows
from dashboard.components.view import open_view

view = open_view()
with apart("filters"):
    show_filters(view)
numbers = st.container(gap=None)
# Before cards and table: the map takes the eye, and the time.
with st.container(key="map_row"), apart("map"):
    events = show_mapping(view)
    if events.unplaced:
        ask_rows(RowsAsked(layer=events.unplaced, unplaced=True))
# Whoever sees one project only has no use for the numbers of the others, all unknown to them.
own = chosen_project(view) if view.viewer.projects is not None else None
with numbers, apart("cards"):
    show_cards(view, indicators_of(view, own) if own else ())
with apart("compared"):
    show_compared(view)
with apart("rows"):
    show_rows(view)
    show_counted(view)
