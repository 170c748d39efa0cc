"""What Streamlit runs for every session: the frame, then the page asked for."""

from pathlib import Path

import streamlit as st

from dashboard.components.head import show_head
from dashboard.components.session import chosen_texts
from dashboard.components.style import show_style
from dashboard.server.live import live

PAGES = ("map", "ledgers")
FOLDER = Path(__file__).resolve().parents[1] / "pages"

texts, model = chosen_texts(), live().model()
st.set_page_config(page_title=texts("app.title"), layout="wide", initial_sidebar_state="collapsed")
pages = {
    name: st.Page(FOLDER / f"{name}.py", title=texts(f"pages.{name}"), default=name == PAGES[0])
    for name in PAGES
}
chosen = st.navigation(list(pages.values()), position="hidden")
show_style(texts)
current = next(name for name, page in pages.items() if page.title == chosen.title)
asked = show_head(
    texts,
    pages=PAGES,
    current=current,
    sample=live().marked_sample or model.sample,
    until=model.data_date,
)
if asked is not None:
    st.switch_page(pages[asked])
chosen.run()
