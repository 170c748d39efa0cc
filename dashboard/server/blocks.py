"""Packed blocks, compressed once for each data version and scope, and kept while they are new."""

from __future__ import annotations

import gzip
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from dashboard.server.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from starlette.requests import Request

MOST_BYTES: Final = 128 * 2**20
LEVEL: Final = 5  # beyond it columns grow a little smaller and take twice as long
ENTRY_BYTES: Final = 512
"""What a block takes besides its content: an empty tile has fewer bytes than its place here."""

REVALIDATED: Final = "private, no-cache"
"""Kept by the browser, but shown only after asking: whoever is signed out sees nothing more."""


class Blocks:
    """A bounded store of compressed blocks; the one longest unused goes first.

    Parameters
    ----------
    most_bytes
        Held at most, `ENTRY_BYTES` of each block included; the one just made is held whatever its
        size.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._kept = Kept[bytes](most_bytes, lambda block: len(block) + ENTRY_BYTES)

    def block(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return the gzip of what `make` returns, made once however many ask at a time.

        Keys that are equal are written alike (`repr`), and others are not.
        """
        digest = sha256(repr(key).encode()).digest()  # a key holds a whole filter
        return self._kept.made(digest, lambda: gzip.compress(make(), LEVEL, mtime=0))

    def answer(
        self, request: Request, key: Hashable, make: Callable[[], bytes], *, tag: str
    ) -> Response:
        """Answer with a block; with nothing to whoever has it, as its tag says."""
        headers = {"cache-control": REVALIDATED, "etag": tag, "vary": "cookie"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        block = self.block(key, make)
        headers["content-encoding"] = "gzip"
        return Response(block, media_type="application/octet-stream", headers=headers)
