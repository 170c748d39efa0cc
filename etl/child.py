"""Starting the parser child and reading what it sends, within bounds."""

import json
import subprocess
import sys
from collections.abc import Collection, Generator, Iterator
from pathlib import Path
from typing import IO, Any

from etl.drivers import ALLOWED, environment
from etl.limits import MEBIBYTE, Limits
from etl.reasons import refusal
from etl.sheets import Block, Sheet, from_line
from etl.watch import watched
from geodata.coordinates.bounds import Bounds
from geodata.settings import CHECKOUT, child_environment

LONGEST_LINE = 256 * MEBIBYTE


def read_sheets(
    path: Path, limits: Limits, sheet: str | None = None
) -> Generator[Sheet | Block, None, None]:
    """Read a ledger file through a child process.

    Parameters
    ----------
    path
        The file; only its size is looked at here.
    limits
        What the file and the child may use.
    sheet
        The sheet or map layer wanted; all visible ones where None.

    Yields
    ------
    Sheet or Block
        Each sheet's beginning, then its rows in order.

    Raises
    ------
    LedgerError
        Where the file is missing, too large, refused by its reader, or the child ended early
        (out of memory or time, or crashed by the file).
    """
    wanted = [] if sheet is None else [f"--sheet={sheet}"]
    yield from _read(path, limits, wanted, ALLOWED)


def read_extract(
    path: Path, limits: Limits, layer: str, within: Bounds
) -> Generator[Sheet | Block, None, None]:
    """Read what an extract of OpenStreetMap has of a layer, through a child of its own kind.

    Its GDAL can open nothing but the format the file is named for.

    Parameters
    ----------
    layer
        ``street`` or ``ground``.
    within
        Only features whose box meets these bounds.

    Yields and raises as `read_sheets` does.
    """
    driver = "OSM" if path.suffix.lower() == ".pbf" else "GPKG"
    asked = [f"--extract={layer}", f"--within={','.join(map(repr, within))}"]
    yield from _read(path, limits, asked, {driver, "MEM"})


def _read(
    path: Path, limits: Limits, wanted: list[str], drivers: Collection[str]
) -> Generator[Sheet | Block, None, None]:
    if not path.is_file():
        raise refusal("no_file", name=path)
    if path.stat().st_size > limits.file_bytes:
        size, most = path.stat().st_size // MEBIBYTE, limits.file_bytes // MEBIBYTE
        raise refusal("too_large", name=path.name, size=size, most=most)
    process = subprocess.Popen(  # noqa: S603 - our own module, the path is one argument
        _command(path, limits, wanted),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child_environment(environment(drivers) | {"PYTHONPATH": str(CHECKOUT)}),
    )
    try:
        with watched(process, wall_s=limits.wall_s, memory_bytes=limits.memory_bytes):
            yield from _received(path, process)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _command(path: Path, limits: Limits, wanted: list[str]) -> list[str]:
    # joined by '=', so that a sheet named '--x' is no option; the path is absolute for that reason
    asked = [f"--memory-bytes={limits.memory_bytes}", f"--cpu-s={limits.cpu_s}"]
    bounds = asked if limits.by_system else []
    return [sys.executable, "-P", "-m", "etl.parse", *bounds, *wanted, str(path.absolute())]


def _received(path: Path, process: subprocess.Popen[bytes]) -> Iterator[Sheet | Block]:
    if process.stdout is None:
        return
    for fields in _lines(process.stdout):
        if fields[0] == "end":
            return
        if fields[0] == "refused":
            rule, named = fields[1:]
            raise refusal(rule, **named)
        yield from_line(fields)
    process.stdout.close()  # a child in the middle of a line without end writes for ever
    raise refusal("parser_ended", name=path.name, code=process.wait())


def _lines(stream: IO[bytes]) -> Iterator[list[Any]]:
    """Give whole lines only: a child that is ended leaves half a line behind."""
    while (line := stream.readline(LONGEST_LINE)).endswith(b"\n"):
        yield json.loads(line)
