"""地图: the sub-district on one page, its numbers and the rows behind them."""

import streamlit as st

from dashboard.components.cards import show_cards
from dashboard.components.filters import show_filters
from dashboard.components.mapping import show_mapping
from dashboard.components.rows import show_rows
from dashboard.components.rows_asked import RowsAsked, ask_rows
from dashboard.components.view import open_view

view = open_view()
show_filters(view)
numbers = st.container(gap=None)
events = show_mapping(view)  # before cards and table: it is what takes the eye, and time
if events.unplaced:
    ask_rows(RowsAsked(layer=events.unplaced, unplaced=True))
with numbers:
    show_cards(view)
show_rows(view)
