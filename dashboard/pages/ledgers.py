"""台账: bring a ledger in, see what came in before."""

import streamlit as st

from dashboard.components.guard import apart
from dashboard.components.ledgers.batches import show_batches
from dashboard.components.ledgers.importing import show_import
from dashboard.components.view import open_view

view = open_view()
at_hand = False
if view.allows("import"):
    with st.container(key="ledgers"), apart("import"):
        at_hand = show_import(view)
if not at_hand:
    show_batches(view)
