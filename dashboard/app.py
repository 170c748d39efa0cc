"""The dashboard as one ASGI application: the gate, Streamlit's pages and our own routes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Final

import streamlit as st
from starlette.middleware import Middleware

from dashboard.accounts.by_provider import open_provider_desk
from dashboard.accounts.desk import Desk
from dashboard.components.guard import tell_page_failed
from dashboard.log.files import logging_to
from dashboard.server.gate.gate import Gate
from dashboard.server.live import Live, open_live
from dashboard.server.old_browsers import ForOldBrowsers
from dashboard.server.options import known_hosts
from dashboard.server.routes import build_routes
from dashboard.server.signin.routes import signin_routes

# Not beside the folder of pages: Streamlit would list them by itself and run them without a frame.
SCRIPT: Final = Path(__file__).parent / "server" / "script.py"


def build_app(folder: Path, *, host: str = "127.0.0.1", sample: bool = False) -> st.App:
    """Open the data folder and assemble gate, pages and routes over it.

    Parameters
    ----------
    folder
        Holds the database, which is made or upgraded where needed.
    host
        Address to listen on; decides with the office's policy by which names we are asked.
    sample
        Mark everything as sample data, whatever the database says of itself.

    Raises
    ------
    StorageError
        Where the database cannot be opened or is newer than this program, or a secret lies open.
    AccountError
        Where the office's policy of signing in is wrong.
    """
    live = open_live(folder, sample=sample, host=host)
    hosts, desk = known_hosts(host, live.door.policy), Desk(live.door)
    sign_in = signin_routes(desk, open_provider_desk(desk, folder))
    return st.App(
        SCRIPT,
        lifespan=lambda _app: serving(live),
        routes=[*sign_in, *build_routes(live)],
        middleware=[Middleware(Gate, door=live.door, hosts=hosts), Middleware(ForOldBrowsers)],
        on_script_error=tell_page_failed,
    )


@asynccontextmanager
async def serving(live: Live) -> AsyncIterator[None]:
    """Keep a log while a data folder is served, read it at once, and close it at the end."""
    # not before: the server sets up a log of its own
    with logging_to(live.folder, "dashboard"), closing(live):
        live.models.begin()
        yield
