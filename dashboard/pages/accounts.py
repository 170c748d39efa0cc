"""账号: who may come in, what each may see, who is there now."""

import streamlit as st

from dashboard.components.accounts.form import show_account_form
from dashboard.components.accounts.lists import show_accounts, show_sessions
from dashboard.components.view import open_view

view = open_view()
if not view.allows("manage_accounts"):
    st.stop()
chosen = show_accounts(view)
with st.container(key="account"):
    show_account_form(view, chosen)
show_sessions(view)
