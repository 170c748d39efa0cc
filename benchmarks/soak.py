"""Whether the server's memory stays flat over a long day: ``python -m benchmarks.soak`` (Linux).

Starts the dashboard on the sample town and speaks to it as browsers do, over raw websockets. One
session changes the period 1,000 times; then come eight hours of an office, with the waits left
out: sessions come, look and leave, while others stay open and change something once an hour.

Memory is compared at rest, after the first fifth and at the end: what those who left may come back
to is forgotten, garbage collected, and memory kept for later given back. It is to be flat within
5 %. As held before that, it is told too.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import cycle
from pathlib import Path
from time import sleep

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX as INTERNAL
from websockets.sync.client import ClientConnection

from benchmarks.resting import MODULE, held_mb, memory_at_rest_mb
from dashboard.server.options import REMEMBERED_S
from deploy.steps import ROOT, environment
from tests.browser.server import Server, start_server
from tests.browser.signing import Cookie, cookie_of
from tests.browser.wire import stream

RERUNS = 1_000
HOURS, AN_HOUR, VIEWS = 8, 12, 4
"""Of the office, sessions that come and leave in each, and how often each changes the period."""

IDLE = 10
"""Sessions that stay open all day."""

FORGOTTEN_S = REMEMBERED_S + 5
"""So long after they left, those who left are held no more, or go when the next one comes."""

PERIODS = ("last_month", "this_year", "last_12_months")
TARGET_SHARE = 0.05
PATIENCE_S = 120


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
        server = start_server(data, Path(name, "log"), ("-m", MODULE))
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
            with ExitStack() as day:
                idle = [Tab(day.enter_context(stream(server, cookie))) for _ in range(IDLE)]
                hour = partial(spend_hour, server, cookie, idle)
                growth("hours of sessions that come, stay and leave", server, HOURS, hour)
        finally:
            server.stop()


def spend_hour(server: Server, cookie: Cookie, idle: Sequence[Tab]) -> None:
    """Let sessions come, look and leave; then each that stays changes something."""
    for _ in range(AN_HOUR):
        with stream(server, cookie) as socket:
            visitor = Tab(socket)
            for turn in range(VIEWS):
                visitor.choose(PERIODS[turn % len(PERIODS)])
    for n, tab in enumerate(idle):
        tab.choose(PERIODS[n % len(PERIODS)])


def growth(label: str, server: Server, times: int, act: Callable[[], object]) -> None:
    """Do something often and print how the server's memory has grown since the first fifth."""
    begun = 0.0
    for turn in range(times):
        act()
        if turn == times // 5:
            begun = at_rest_mb(server)
    held = held_mb(server)
    ended = at_rest_mb(server)
    print(
        f"{label}: {times:,}, memory at rest {begun:.0f} → {ended:.0f} MB, "
        f"{ended / begun - 1:+.1%} (target ±{TARGET_SHARE:.0%}); {held:.0f} MB held before",
        flush=True,
    )


def at_rest_mb(server: Server) -> float:
    """Wait until nobody who left is remembered; return what the server holds then."""
    sleep(FORGOTTEN_S)
    with stream(server, cookie_of(server, "leader")) as socket:
        Tab(socket)  # who comes lets the forgotten go
    return memory_at_rest_mb(server)


if __name__ == "__main__":
    main()
