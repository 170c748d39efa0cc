"""Tiles of an MBTiles file (MBTiles 1.3, https://github.com/mapbox/mbtiles-spec)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_ROW = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"


def read_mbtile(path: Path, z: int, x: int, y: int) -> bytes | None:
    """Return what a file has for a tile, y counted from the north; None where it has none.

    Raises
    ------
    OSError
        Where the file cannot be read, or is no MBTiles file.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as opened:
            found = opened.execute(_ROW, (z, x, 2**z - 1 - y)).fetchone()
    except sqlite3.Error as error:
        raise OSError(f"{path.name}: {error}") from error
    return found[0] if found and isinstance(found[0], bytes) else None
