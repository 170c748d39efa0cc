"""The one style sheet of the pages."""

import streamlit as st

from dashboard.components.browser import ASSETS


def show_style() -> None:
    """Put the style sheet into the page."""
    st.html(ASSETS.folder / "page.css")
