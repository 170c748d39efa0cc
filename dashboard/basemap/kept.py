"""Tiles kept on the disk for as long as their source allows, within a bound for all of them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp
from threading import Lock
from typing import Final

FOLDER: Final = "tiles"
_LEFT: Final = 0.9
"""Share of the bound that is left when it is cleared: not at every tile."""
_DAY_S: Final = 86_400


class KeptTiles:
    """Files below a data folder, one for each tile; the oldest go first.

    A disk that is full or read-only keeps nothing more, and nobody is held up by it.

    Parameters
    ----------
    folder
        The data folder.
    most_bytes
        What all of them may take.
    """

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder, self._most, self._lock = folder / FOLDER, most_bytes, Lock()
        self._bytes = sum(size for _, size, _ in self._files())

    def find(self, name: str, days: int, *, now_s: float) -> bytes | None:
        """Return a tile kept for at most so many days; None where there is none."""
        path = self._folder / name
        try:
            if path.stat().st_mtime + days * _DAY_S <= now_s:
                return None
            return path.read_bytes()
        except OSError:
            return None

    def keep(self, name: str, content: bytes, *, now_s: float) -> None:
        """Keep a tile, whole or not at all."""
        path = self._folder / name
        with self._lock, suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            number, made = mkstemp(dir=path.parent)
            draft = Path(made)
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(content)
                os.utime(draft, (now_s, now_s))
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)
            self._bytes += len(content)
            self._clear()

    def _clear(self) -> None:
        if self._bytes <= self._most:
            return
        files = sorted(self._files())
        self._bytes = sum(size for _, size, _ in files)
        for _, size, path in files:
            if self._bytes <= self._most * _LEFT:
                return
            path.unlink()
            self._bytes -= size

    def _files(self) -> list[tuple[float, int, Path]]:
        found = []
        for path in self._folder.glob("*/*"):
            with suppress(OSError):
                stat = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
        return found
