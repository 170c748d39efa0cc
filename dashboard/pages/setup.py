"""街道设置: what of the street's ground is there, what is missing, areas made by hand."""

from pathlib import Path

import streamlit as st

from dashboard.components.setup.page import show_setup
from dashboard.components.view import open_view

view = open_view()
if not view.allows("import"):
    st.stop()
if show_setup(view):
    st.switch_page(Path(__file__).with_name("ledgers.py"))
