"""Streamlit's websocket as a program of one's own uses it."""

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.browser.server import Server
from tests.browser.signing import Cookie

PATIENCE_S = 20


@contextmanager
def stream(server: Server, cookie: Cookie | None, **more: str) -> Iterator[ClientConnection]:
    """Open the socket of a page; `session` resumes a Streamlit session, others are headers."""
    resumed = more.pop("session", "")
    headers = {"origin": server.url, **more}
    if cookie is not None:
        headers["cookie"] = f"{cookie['name']}={cookie['value']}"
    names = [Subprotocol(name) for name in ("streamlit", "no-token", resumed) if name]
    with connect(
        f"ws://{server.origin}/_stcore/stream",
        additional_headers=headers,
        subprotocols=names,
        max_size=None,
        proxy=None,
    ) as socket:
        yield socket


def run_page(socket: ClientConnection, query: str = "") -> tuple[str, str]:
    """Run the page; return the Streamlit session's id and all text that came."""
    asked = BackMsg()
    asked.rerun_script.query_string = query
    socket.send(asked.SerializeToString())
    session, text = "", ""
    while True:
        content = socket.recv(timeout=PATIENCE_S)
        assert isinstance(content, bytes)
        message = ForwardMsg.FromString(content)
        text += content.decode("utf-8", "replace")
        if message.HasField("new_session"):
            session = message.new_session.initialize.session_id
        if message.HasField("script_finished") or message.WhichOneof("type") == "script_finished":
            return session, text
