"""One tile fetched from where it is declared, and from nowhere else."""

from __future__ import annotations

import ssl
import time
from http import HTTPStatus
from http.client import HTTPException
from typing import TYPE_CHECKING, Final
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, Request

from dashboard.basemap.pictures import MOST_BYTES

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from pathlib import Path

    from dashboard.basemap.declared import Source

MOST_S: Final = 8.0
"""Seconds a source may be silent."""
_BLOCK: Final = 1 << 16
_NO_TILE: Final = {HTTPStatus.NOT_FOUND, HTTPStatus.NO_CONTENT, HTTPStatus.GONE}


def open_line() -> OpenerDirector:
    """Return what fetches: http and https alone. No redirect is followed, no proxy assumed."""
    line = OpenerDirector()
    line.add_handler(HTTPHandler())
    line.add_handler(HTTPSHandler(context=ssl.create_default_context()))
    return line


def address_of(source: Source, folder: Path, z: int, x: int, y: int) -> str:
    """Return where a tile of a source of tiles by address is, its key put in."""
    filled = (source.url or "").replace("{z}", str(z)).replace("{x}", str(x)).replace("{y}", str(y))
    if source.key_file is None:
        return filled
    lines = (folder / source.key_file).read_text(encoding="utf-8").split()
    return filled.replace("{key}", lines[0] if lines else "")


def fetch(line: OpenerDirector, address: str) -> bytes | None:
    """Return what an address answers, at most a byte more than a tile may have; None for no tile.

    Raises
    ------
    OSError
        Where it does not answer in time, or with anything else than a tile. The message has no
        part of the address, which may hold a key.
    """
    asked = Request(address, headers={"user-agent": "safety-map", "accept": "image/*"})  # noqa: S310 - `open_line` knows http and https alone
    try:
        with line.open(asked, timeout=MOST_S) as answer:
            if answer.status == HTTPStatus.OK:
                return _read_within(answer, time.monotonic() + MOST_S)
            status = answer.status
    except (OSError, HTTPException) as error:
        raise OSError(type(error).__name__) from None
    if status in _NO_TILE:
        return None
    raise OSError(f"status {status}")


def _read_within(answer: HTTPResponse, until_s: float) -> bytes:
    """Read an answer, a byte more than a tile may have at most; a dripping one ends in time."""
    content = bytearray()
    while len(content) <= MOST_BYTES and (block := answer.read1(_BLOCK)):
        content += block
        if time.monotonic() > until_s:
            raise TimeoutError
    return bytes(content)
