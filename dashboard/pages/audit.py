"""审计: who did what, when, from where, and with what result."""

import streamlit as st

from dashboard.components.audit.page import show_audit
from dashboard.components.view import open_view

view = open_view()
if not view.allows("read_audit"):
    st.stop()
show_audit(view)
