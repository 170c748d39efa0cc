"""自检: whether the program itself is well, and what to do where it is not."""

import streamlit as st

from dashboard.components.selfcheck.page import show_selfcheck
from dashboard.components.view import open_view

view = open_view()
if not view.allows("self_check"):
    st.stop()
show_selfcheck(view)
