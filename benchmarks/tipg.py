"""tipg, which cuts vector tiles in PostGIS, for our tiles to be measured against.

It is installed into a folder of the benchmark's own and is no part of the program.
"""

import os
import subprocess
import tempfile
import venv
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import httpx

from benchmarks.postgis import HOST, AbsentError, Postgis, start_postgis
from geodata.coordinates.mercator import EQUATOR_M, WORLD
from geodata.tiles import Ordered, Tile
from run import next_free_port

TIPG: Final = "tipg==1.6.1"
SERVER: Final = "uvicorn==0.54.0"
PIP: Final = ("--quiet", "--disable-pip-version-check")
FIRST_PORT: Final = 18951
PATIENCE_S: Final = 60.0
TABLE: Final = """
CREATE UNLOGGED TABLE told (id int, x float8, y float8, class int, grade int, status int);
COPY told FROM STDIN
"""
POINTS: Final = """
CREATE TABLE rental AS SELECT id, class, grade, status,
    ST_SetSRID(ST_MakePoint(x, y), 3857)::geometry(Point, 3857) AS geom FROM told;
DROP TABLE told;
ALTER TABLE rental ADD PRIMARY KEY (id);
CREATE INDEX ON rental USING gist (geom);
"""


class Tipg:
    """A running tipg over one table of points."""

    def __init__(self, url: str) -> None:
        self._page = httpx.Client(
            base_url=url, timeout=600, headers={"accept-encoding": "identity"}
        )

    def tile(self, tile: Tile) -> bytes:
        """Return the features of a tile as MVT, uncompressed."""
        path = f"/collections/public.rental/tiles/WebMercatorQuad/{tile.z}/{tile.x}/{tile.y}"
        found = self._page.get(path)
        if found.status_code == httpx.codes.NO_CONTENT:
            return b""
        return found.raise_for_status().content

    def is_up(self) -> bool:
        """Say whether it answers and has found the table."""
        return self._page.get("/collections/public.rental").status_code == httpx.codes.OK

    def close(self) -> None:
        """Ask no more."""
        self._page.close()


@contextmanager
def start_tipg(ordered: Ordered) -> Iterator[Tipg]:
    """Serve the records of a layer in order by tipg, every one of them.

    Raises
    ------
    AbsentError
        Where PostGIS or tipg is not to be had.
    """
    with ExitStack() as begun:
        name = begun.enter_context(tempfile.TemporaryDirectory())
        python = _installed(Path(name, "venv"))
        database = begun.enter_context(start_postgis())
        fill(database, ordered)
        port = next_free_port(HOST, FIRST_PORT)
        command = [python, "-m", "uvicorn", "tipg.main:app", "--host", HOST, "--port", str(port)]
        # no tile leaves any out, and none takes in its neighbours': so does ours
        settings = {
            "DATABASE_URL": database.url,
            "TIPG_MAX_FEATURES_PER_TILE": str(len(ordered.order) + 1),
            "TIPG_TILE_BUFFER": "0",
        }
        process = subprocess.Popen(
            [*command, "--log-level", "error"], cwd=name, env={**os.environ, **settings}
        )
        server = Tipg(f"http://{HOST}:{port}")
        try:
            _await(server, process)
            yield server
        finally:
            server.close()
            process.terminate()
            process.wait()


def fill(database: Postgis, ordered: Ordered) -> None:
    """Put the records into a table ``rental`` with an index, as points in Web Mercator."""
    columns, at = ordered.columns, ordered.order
    half = EQUATOR_M / 2
    parts = (
        columns.number[at],
        ordered.x / WORLD * EQUATOR_M - half,
        half - ordered.y / WORLD * EQUATOR_M,
        columns.classes[at],
        columns.grades[at],
        columns.statuses[at],
    )
    rows = zip(*(part.tolist() for part in parts), strict=True)
    database.run(TABLE, "".join("\t".join(map(str, row)) + "\n" for row in rows))
    database.run(POINTS)
    database.run("VACUUM ANALYZE rental")


def count_features(tile: bytes) -> int:
    """Count the features of an MVT: of a tile the layers are field 3, of a layer they are 2."""
    return sum(number == 2 for layer in _fields(tile, 3) for number, _ in _members(layer))


def _fields(message: bytes, wanted: int) -> list[bytes]:
    return [content for number, content in _members(message) if number == wanted]


def _members(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the fields of a message of protocol buffers and what those of a length hold."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == 0:
            _, at = _varint(message, at)
            yield key >> 3, b""
        else:  # of a length; MVT has no others at these levels
            length, at = _varint(message, at)
            yield key >> 3, message[at : at + length]
            at += length


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _installed(folder: Path) -> str:
    """Install tipg into a folder of its own and return the interpreter there."""
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    command = [python, "-m", "pip", "install", *PIP, TIPG, SERVER]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        raise AbsentError(f"{TIPG} could not be installed")
    return python


def _await(server: Tipg, process: subprocess.Popen[bytes]) -> None:
    until = monotonic() + PATIENCE_S
    while monotonic() < until and process.poll() is None:
        try:
            if server.is_up():
                return
        except httpx.TransportError:
            sleep(0.1)
    raise AbsentError(f"{TIPG} does not answer")
