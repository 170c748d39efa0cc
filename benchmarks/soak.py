"""Whether the server's memory stays flat over a long day: ``python -m benchmarks.soak``.

Starts the dashboard on the sample town and speaks to it as browsers do, over raw websockets. One
session changes the period 1,000 times; then sessions come, look and leave as in eight hours of an
office, with the waits left out. Memory is to be flat within 5 % from the first fifth to the end.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX as INTERNAL
from websockets.sync.client import ClientConnection

from deploy.steps import ROOT, environment
from tests.browser.server import Server, start_server
from tests.browser.signing import Cookie, cookie_of
from tests.browser.wire import stream

RERUNS = 1_000
VISITS, VIEWS = 96, 4
"""Sessions of eight hours, twelve an hour, and how often each changes the period."""

PERIODS = ("last_month", "this_year", "last_12_months")
TARGET_SHARE = 0.05
PATIENCE_S = 120
MEBIBYTE = 2**20


class Tab:
    """A tab of a browser on the map page."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._filters = socket, ""
        self._run(BackMsg())

    def choose(self, period: str) -> None:
        """Choose a period in the filter bar, and wait until the page has run."""
        asked = BackMsg()
        states = asked.rerun_script.widget_states.widgets
        states.add(id=self._filters, json_value="{}")
        value = {"filter": "period", "chosen": {"preset": period}}
        events = json.dumps([{"event": "changed", "value": value}])
        states.add(id=f"{INTERNAL}_{self._filters}__events", json_trigger_value=events)
        answer = self._run(asked)
        assert period_shown(answer) == period, "the filter did not take"

    def _run(self, asked: BackMsg) -> str:
        """Run the page; return what the filter bar was told."""
        asked.rerun_script.query_string = ""
        self._socket.send(asked.SerializeToString())
        shown = ""
        while True:
            content = self._socket.recv(timeout=PATIENCE_S)
            assert isinstance(content, bytes)
            message = ForwardMsg.FromString(content)
            element = message.delta.new_element.bidi_component
            if element.component_name == "safety_map_filters":
                self._filters, shown = element.id, element.json
            if message.WhichOneof("type") == "script_finished":
                return shown


def period_shown(told: str) -> str:
    """Return the preset the filter bar shows."""
    (period,) = (one for one in json.loads(told)["filters"] if one["id"] == "period")
    return next(str(one["id"]) for one in period["presets"] if one["chosen"])


def main() -> None:
    """Measure both and print them."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name, "town")
        town = [sys.executable, "-m", "etl", "town", "--data", str(data)]
        subprocess.run(town, cwd=ROOT, env=environment(), check=True, stdout=subprocess.DEVNULL)
        server = start_server(data, Path(name, "log"))
        try:
            cookie = cookie_of(server, "leader")
            with stream(server, cookie) as socket:
                tab, periods = Tab(socket), cycle(PERIODS)
                growth(
                    "filter reruns of one session",
                    server,
                    RERUNS,
                    lambda: tab.choose(next(periods)),
                )
            growth("sessions that came and left", server, VISITS, lambda: visit(server, cookie))
        finally:
            server.stop()


def visit(server: Server, cookie: Cookie) -> None:
    """Come, look, leave."""
    with stream(server, cookie) as socket:
        tab = Tab(socket)
        for turn in range(VIEWS):
            tab.choose(PERIODS[turn % len(PERIODS)])


def growth(label: str, server: Server, times: int, act: Callable[[], object]) -> None:
    """Do something often and print how the server's memory has grown since the first fifth."""
    begun = 0.0
    for turn in range(times):
        act()
        if turn == times // 5:
            begun = memory_mb(server)
    ended = memory_mb(server)
    share = ended / begun - 1
    print(
        f"{label}: {times:,}, memory {begun:.0f} → {ended:.0f} MB, {share:+.1%} "
        f"(target ±{TARGET_SHARE:.0%})"
    )


def memory_mb(server: Server) -> float:
    """Return what the serving process holds in memory, without its worker."""
    return float(psutil.Process(server.process.pid).memory_info().rss) / MEBIBYTE


if __name__ == "__main__":
    main()
