"""重复记录: pairs of records that may tell of one thing, to be merged or kept apart."""

import streamlit as st

from dashboard.components.duplicates.page import show_duplicates
from dashboard.components.view import open_view

view = open_view()
if not view.allows("correct"):
    st.stop()
show_duplicates(view)
