"""The dashboard as one ASGI application: Streamlit's pages and our own routes."""

from pathlib import Path
from typing import Final

import streamlit as st
from starlette.middleware import Middleware

from dashboard.components.guard import tell_page_failed
from dashboard.server.headers import SafeHeaders
from dashboard.server.live import open_live
from dashboard.server.routes import build_routes

# Not beside the folder of pages: Streamlit would list them by itself and run them without a frame.
SCRIPT: Final = Path(__file__).parent / "server" / "script.py"


def build_app(folder: Path, *, sample: bool = False) -> st.App:
    """Open the data folder and assemble pages, routes and middleware over it.

    Parameters
    ----------
    folder
        Holds the database, which is made or upgraded where needed.
    sample
        Mark everything as sample data, whatever the database says of itself.

    Raises
    ------
    StorageError
        Where the database cannot be opened or is newer than this program.
    """
    live = open_live(folder, sample=sample)
    return st.App(
        SCRIPT,
        routes=build_routes(live),
        middleware=[Middleware(SafeHeaders)],
        on_script_error=tell_page_failed,
    )
