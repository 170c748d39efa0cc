"""未上图: records without usable coordinates, and where they may lie by their address."""

import streamlit as st

from dashboard.components.placing.page import show_placing
from dashboard.components.view import open_view

view = open_view()
if not view.allows("correct"):
    st.stop()
show_placing(view)
