"""指标: every declared number with what it is of, its changes, its target and its rows."""

import streamlit as st

from dashboard.components.filters import show_filters
from dashboard.components.guard import apart
from dashboard.components.indicators.page import show_indicators
from dashboard.components.view import open_view

view = open_view()
with apart("filters"):
    show_filters(view)
with st.container(key="indicators_page"), apart("indicators"):
    show_indicators(view)
