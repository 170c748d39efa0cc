"""A PostGIS database for a benchmark to measure against: made, filled and thrown away again."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from run import next_free_port

HOST, FIRST_PORT = "127.0.0.1", 18901
FOLDERS: Final = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/bin")
"""Where packages put the programs of a server, beside the search path."""

SETTINGS: Final = {
    "fsync": "off",
    "shared_buffers": "512MB",
    "work_mem": "64MB",
    "jit": "off",  # it compiles longer than a tile takes
}
UNPRIVILEGED: Final = ("postgres", "nobody")
"""Accounts that the server runs as where the benchmark is run by root: it refuses to be root's."""


class AbsentError(Exception):
    """What is measured against is not on this machine."""


class Postgis:
    """A running server.

    Parameters
    ----------
    url
        Of its one database, where the extension is installed.
    programs
        Folder of the server's programs.
    """

    def __init__(self, url: str, programs: Path) -> None:
        self.url, self._programs = url, programs

    def run(self, sql: str, copied: str | None = None) -> str:
        """Run statements, the last of which may copy rows from standard input."""
        told = [str(self._programs / "psql"), self.url, "-qtAX", "-v", "ON_ERROR_STOP=1", "-c", sql]
        done = subprocess.run(told, input=copied, capture_output=True, text=True, check=True)
        return done.stdout.strip()


@contextmanager
def start_postgis() -> Iterator[Postgis]:
    """Start a server of our own in a temporary folder; stop it and remove all of it at the end.

    Raises
    ------
    AbsentError
        Where PostgreSQL or PostGIS is not installed.
    """
    programs, account = _programs(), _account()
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name, "data"), next_free_port(HOST, FIRST_PORT)
        if account is not None:
            shutil.chown(name, account)

        def ask(program: str, *options: str) -> None:
            command = [str(programs / program), "-D", str(folder), *options]
            with Path(name, "told").open("w", encoding="utf-8") as log:
                subprocess.run(command, check=True, cwd=name, stdout=log, stderr=log, user=account)

        ask("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        told = {**SETTINGS, "port": str(port), "unix_socket_directories": name}
        settings = " ".join(f"-c {key}={value}" for key, value in told.items())
        ask("pg_ctl", "-w", "-l", str(Path(name, "log")), "-o", settings, "start")
        try:
            server = Postgis(f"postgresql://postgres@{HOST}:{port}/postgres", programs)
            _extend(server)
            yield server
        finally:
            ask("pg_ctl", "-m", "immediate", "stop")


def _extend(server: Postgis) -> None:
    try:
        server.run("CREATE EXTENSION postgis")
    except subprocess.CalledProcessError as error:
        raise AbsentError("PostGIS is not installed") from error


def _programs() -> Path:
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else []
    for pattern in FOLDERS:
        places += sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    for place in places:
        if (place / "initdb").exists() and (place / "psql").exists():
            return place
    raise AbsentError("PostgreSQL is not installed")


def _account() -> str | None:
    """Return whom the server runs as where we are root; None for ourselves."""
    if os.name != "posix" or os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415 - there is none on Windows

    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known:
            return name
    raise AbsentError("there is no account but root's for the server to run as")
