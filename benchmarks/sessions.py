"""Thirty people at the map at once, without browsers: ``python -m benchmarks.sessions``.

Each has a Streamlit session of its own over a raw websocket on the sample town and clicks in the
legend once every ten seconds for two minutes; clocked is from the click sent to the page told anew
(target: p95 below 1 s, the server below 400 MB). Each answer is checked for holding the click it
answers.
"""

import json
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from time import monotonic, perf_counter, sleep

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection

from benchmarks.filter_click import AS_OF, run
from tests.browser.server import Server, start_server
from tests.browser.signing import Cookie, cookie_of
from tests.browser.wire import stream

SESSIONS, EVERY_S, LASTING_S = 30, 10.0, 120.0
TARGET_S, TARGET_MB = 1.0, 400
PATIENCE_S = 60
MAP = "safety_map"
LAYERS = ("rental", "premises", "incident", "school", "shelter")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "town")
        run("etl", "town", "--data", str(data), "--as-of", AS_OF.isoformat())
        server = start_server(data, Path(folder, "server.log"))
        try:
            report(server)
        finally:
            server.stop()


def report(server: Server) -> None:
    """Let all sessions act and print how long they waited and what it took."""
    cookie, before_mb = cookie_of(server, "clerk"), resident_mb(server)
    together = Barrier(SESSIONS)
    with ThreadPoolExecutor(SESSIONS) as people:
        begun = [people.submit(act, server, cookie, n, together) for n in range(SESSIONS)]
        waits = np.array([wait for one in begun for wait in one.result()])
    p50, p95 = np.percentile(waits, (50, 95))
    print(
        f"{SESSIONS} sessions, one click in {EVERY_S:.0f} s each: p50 {p50:.2f} s, "
        f"p95 {p95:.2f} s, longest {waits.max():.2f} s of {len(waits)} clicks "
        f"(target p95 {TARGET_S} s)"
    )
    print(
        f"server: {before_mb:.0f} MB before, {resident_mb(server):.0f} MB with them, "
        f"at most {resident_mb(server, 'VmHWM'):.0f} MB (target {TARGET_MB} MB)"
    )


def act(server: Server, cookie: Cookie, n: int, together: Barrier) -> list[float]:
    """Open the page, then click until the time is over; return seconds waited for each click."""
    with stream(server, cookie) as socket:
        first = BackMsg()
        first.rerun_script.query_string = ""
        map_id = told_map(socket, first)["id"]
        together.wait()
        sleep(n * EVERY_S / SESSIONS)
        waits: list[float] = []
        ends = monotonic() + LASTING_S - EVERY_S
        while True:
            serial = len(waits) + 1
            begin = perf_counter()
            told = told_map(socket, click(str(map_id), serial))
            waits.append(perf_counter() - begin)
            assert told["serial"] == serial, f"click {serial} was answered as {told['serial']}"
            if monotonic() > ends:
                return waits
            sleep(max(0.0, EVERY_S - waits[-1]))


def click(map_id: str, serial: int) -> BackMsg:
    """Return the message a browser sends where a grade is clicked in the legend."""
    grades = {"rental": [grade for grade in range(4) if grade != serial % 4]}
    lists = {"classes": {}, "grades": grades, "statuses": {}}
    toggled = {"serial": serial, "layers": LAYERS, "shape": [], **lists}
    asked = BackMsg()
    state = asked.rerun_script.widget_states.widgets.add()
    state.id, state.json_value = map_id, json.dumps({"toggled": toggled})
    return asked


def told_map(socket: ClientConnection, asked: BackMsg) -> dict[str, object]:
    """Send a message, read all of the run it causes, return the map's id and the serial told."""
    socket.send(asked.SerializeToString())
    found: dict[str, object] = {}
    for message in run_of(socket):
        element = message.delta.new_element.bidi_component
        if element.component_name.endswith(MAP):
            found = {"id": element.id, "serial": json.loads(element.json)["serial"]}
    assert found, "a run without the map"
    return found


def run_of(socket: ClientConnection) -> Iterator[ForwardMsg]:
    """Yield the messages of one run of the page."""
    while True:
        content = socket.recv(timeout=PATIENCE_S)
        assert isinstance(content, bytes)
        message = ForwardMsg.FromString(content)
        yield message
        if message.WhichOneof("type") == "script_finished":
            return


def resident_mb(server: Server, name: str = "VmRSS") -> float:
    """Megabytes of memory the server's process holds, or held at most (``VmHWM``)."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
