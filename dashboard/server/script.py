"""What Streamlit runs for every session: who is there, the frame, then the page asked for."""

from pathlib import Path

import streamlit as st

from dashboard.components.condition import show_condition
from dashboard.components.head import show_head
from dashboard.components.identity import require_session
from dashboard.components.session import chosen_texts
from dashboard.components.setup.page import is_led_to_setup
from dashboard.components.style import show_style
from dashboard.server.gate.rules import PAGES
from dashboard.server.live import live

FOLDER = Path(__file__).resolve().parents[1] / "pages"

session = require_session()
texts, door = chosen_texts(), live().door
st.set_page_config(page_title=texts("app.title"), layout="wide", initial_sidebar_state="collapsed")
# A page that may not be seen is not there: no address and no message of a browser reaches it.
pages = {
    name: st.Page(FOLDER / f"{name}.py", title=texts(f"pages.{name}"), default=name == "map")
    for name, action in PAGES.items()
    if door.allows(session, action)
}
if not pages:
    st.stop()
chosen = st.navigation(list(pages.values()), position="hidden")
show_style(texts, presenting=session.presenting)
current = next(name for name, page in pages.items() if page.title == chosen.title)
asked = show_head(texts, live(), session, pages=tuple(pages), current=current)
show_condition(texts, live())
if asked is None and current == "map" and "setup" in pages and is_led_to_setup(live().model()):
    asked = "setup"
if asked is not None:
    st.switch_page(pages[asked])
chosen.run()
