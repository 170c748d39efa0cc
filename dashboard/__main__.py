"""Start the dashboard: ``python -m dashboard --data DIR``."""

import sys
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path

from dashboard.app import build_app
from dashboard.server.live import live, note_settings
from dashboard.server.options import known_hosts
from dashboard.server.serving import serve
from dashboard.texts import FOLDER, say_in_both
from dashboard.worker.beside import worker_beside
from geodata.errors import SafetyMapError
from geodata.settings import read_settings


def main() -> int:
    """Serve until told to stop; return 2 where there is nothing that could be served."""
    parser = ArgumentParser(prog="python -m dashboard", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--data", type=Path, help="folder that holds the database")
    parser.add_argument("--sample", action="store_true", help="mark everything as sample data")
    wanted = parser.parse_args()
    folder = wanted.data or read_settings().data_folder / "own"
    try:
        app = build_app(folder, host=wanted.host, sample=wanted.sample)
    except SafetyMapError as error:
        lead = say_in_both(FOLDER, "start.refused")
        sys.stderr.write(f"{lead}\n{error.found}\n{error.expected}\n{error.remedy}\n")
        return 2
    note_settings(live())
    hosts = known_hosts(wanted.host, live().door.policy)
    # Ctrl-C is how an office ends it
    with suppress(KeyboardInterrupt), worker_beside(folder):
        serve(app, wanted.host, wanted.port, hosts=hosts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
