"""The HTTP server under the application: uvicorn, started by ourselves.

``st.App.run`` binds a socket that names no protocol, for which asyncio leaves Nagle's algorithm
on (RFC 896): every small answer then waits some 40 ms for the browser's delayed acknowledgement.
A server that binds by host and port does not, and may be told whom to believe.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import uvicorn
from streamlit.web import bootstrap

from dashboard.server.options import MOST_UPLOAD_MB, to_options
from dashboard.texts import FOLDER, say_in_both

if TYPE_CHECKING:
    from collections.abc import Collection

    import streamlit as st
    from starlette.types import ASGIApp

PING_S = 30
"""Between two signs of life on a websocket, in seconds."""
NOT_STARTED = 3
"""Exit code where the application could not start."""


def serve(app: st.App, host: str, port: int, *, hosts: Collection[str] | None) -> None:
    """Serve until a signal ends it; exit with a code where it cannot begin.

    Parameters
    ----------
    host
        Address to listen on.
    port
        TCP port; where it is taken the program ends.
    hosts
        Names we may be asked by; None for any.
    """
    bootstrap.load_config_options(to_options(host, port, hosts=hosts))
    server = server_of(app, host, port)
    try:
        server.run()
    except SystemExit:  # of uvicorn: the port is taken, or the application failed, as is told then
        if not server.lifespan.should_exit:
            sys.stderr.write(say_in_both(FOLDER, "start.no_port", host=host, port=port) + "\n")
        raise
    if not server.started:
        raise SystemExit(NOT_STARTED)


def server_of(app: ASGIApp, host: str, port: int) -> uvicorn.Server:
    """Return the server, not yet started."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # the gate alone decides which proxy is believed
            ws="websockets-sansio",
            ws_max_size=MOST_UPLOAD_MB * 2**20,
            ws_per_message_deflate=False,
            ws_ping_interval=PING_S,
            ws_ping_timeout=PING_S,
            use_colors=False,
        )
    )
