"""A dashboard of one's own, started as run.py starts it, with its log kept for failed tests."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.steps import ROOT, environment
from run import next_free_port, wait_until_healthy

HOST = "127.0.0.1"
FIRST_TEST_PORT = 18501
LOG_LINES_SHOWN = 60


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, what it serves, what it printed."""

    url: str
    data: Path
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def origin(self) -> str:
        """Host and port, as a page's requests name them."""
        return self.url.removeprefix("http://")

    def stop(self) -> None:
        """End it; at once where asking does not help."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def last_lines(self) -> str:
        """End of what it printed."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-LOG_LINES_SHOWN:])


def start_server(data: Path, log: Path, module: Sequence[str] = ("-m", "dashboard")) -> Server:
    """Start the dashboard on `data` and wait until it is healthy.

    Parameters
    ----------
    data
        Folder of a town's data; the dashboard makes an empty one where nothing is.
    log
        File that receives all it prints.
    module
        What the interpreter runs; it takes ``--host``, ``--port`` and ``--data``.

    Raises
    ------
    StoppedError
        Where it ended before it answered.
    """
    port = next_free_port(HOST, FIRST_TEST_PORT)
    place = ["--host", HOST, "--port", str(port), "--data", str(data)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *module, *place],
            cwd=ROOT,
            env=environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://{HOST}:{port}", data, log, process)
    try:
        wait_until_healthy(process, HOST, port)
    except BaseException as error:
        server.stop()
        error.add_note(server.last_lines())
        raise
    return server
