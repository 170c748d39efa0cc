"""Packed blocks, compressed once for each data version and scope, and kept while they are new."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MOST_BYTES: Final = 128 * 2**20
LEVEL: Final = 5  # beyond it columns grow a little smaller and take twice as long


class Blocks:
    """A bounded store of compressed blocks; the one longest unused goes first.

    Parameters
    ----------
    most_bytes
        Compressed bytes held at most; the block just made is held whatever its size.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._held: OrderedDict[Hashable, bytes] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def block(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return the gzip of what `make` returns, made once however many ask at a time."""
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            held = self._held.get(key)
            if held is None:
                held = gzip.compress(make(), LEVEL, mtime=0)
            with self._lock:
                self._keep(key, held)
        return held

    def _keep(self, key: Hashable, block: bytes) -> None:
        self._held[key] = block
        self._held.move_to_end(key)
        while len(self._held) > 1 and sum(map(len, self._held.values())) > self._most_bytes:
            oldest, _ = self._held.popitem(last=False)
            self._making.pop(oldest, None)
