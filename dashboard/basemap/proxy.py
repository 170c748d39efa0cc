"""Tiles of the declared sources, for whoever is signed in."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

from dashboard.basemap.fetching import address_of, fetch, open_line
from dashboard.basemap.kept import KeptTiles
from dashboard.basemap.mbtiles import read_mbtile
from dashboard.basemap.pictures import as_tile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dashboard.basemap.declared import Source, Sources
    from dashboard.basemap.pictures import Tile

REST_S: Final = 30
"""How long a source that did not answer is left alone."""

_MEBIBYTE: Final = 1 << 20
_log = logging.getLogger(__name__)


class SourceError(Exception):
    """A source does not answer, or not with a picture."""


class TileProxy:
    """Finds tiles: kept ones, those of a file, those of another server.

    Parameters
    ----------
    folder
        The data folder.
    sources
        What it declares.
    clock
        Seconds since the epoch.
    """

    def __init__(
        self, folder: Path, sources: Sources, clock: Callable[[], float] = time.time
    ) -> None:
        self._folder, self._clock, self._line = folder, clock, open_line()
        self._kept = KeptTiles(folder, sources.keep_mb * _MEBIBYTE)
        self._resting: dict[str, float] = {}

    def tile(self, source: Source, z: int, x: int, y: int) -> Tile | None:
        """Return a tile of a source; None where it has none there.

        Raises
        ------
        SourceError
            Where the source does not answer; it is left alone for `REST_S` then.
        """
        name = f"{source.id}-{source.digest}/{z}-{x}-{y}"
        kept = self._kept.find(name, source.keep_days, now_s=self._clock())
        content = self._read(source, z, x, y) if kept is None else kept
        if content is None:
            return None
        tile = as_tile(content)
        if tile is None:
            raise SourceError("no picture")
        if kept is None and source.url is not None and source.keep_days:
            self._kept.keep(name, content, now_s=self._clock())
        return tile

    def _read(self, source: Source, z: int, x: int, y: int) -> bytes | None:
        if self._clock() < self._resting.get(source.id, 0):
            raise SourceError("did not answer just now")
        try:
            if source.file is not None:
                return read_mbtile(self._folder / source.file, z, x, y)
            return fetch(self._line, address_of(source, self._folder, z, x, y))
        except OSError as error:
            self._resting[source.id] = self._clock() + REST_S
            _log.warning("base map %s does not answer: %s", source.id, error)
            raise SourceError(str(error)) from None
