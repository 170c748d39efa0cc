"""Packed blocks, compressed once for each content, and kept while they are asked for."""

from __future__ import annotations

import gzip
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, Final, NamedTuple

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


class Block(NamedTuple):
    """A compressed block, and the tag that no other content has."""

    content: bytes
    tag: str


class Blocks:
    """A bounded store of compressed blocks; the one longest unused goes first.

    Parameters
    ----------
    most_bytes
        Held at most, `ENTRY_BYTES` of each block included; the one just made is held whatever its
        size.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._kept = Kept[Block](most_bytes, lambda held: len(held.content) + ENTRY_BYTES)

    def block(self, key: Hashable, make: Callable[[], bytes]) -> Block:
        """Return the gzip of what `make` returns, made once however many ask at a time.

        Keys that are equal are written alike (`repr`), and others are not.
        """

        def compress() -> Block:
            content = gzip.compress(make(), LEVEL, mtime=0)
            return Block(content, f'"{blake2b(content, digest_size=16).hexdigest()}"')

        digest = sha256(repr(key).encode()).digest()  # a key holds a whole filter
        return self._kept.made(digest, compress)

    def answer(self, request: Request, key: Hashable, make: Callable[[], bytes]) -> Response:
        """Answer with a block; with nothing to whoever has it, as its tag says.

        The tag is of the content: a data version comes again where a backup was restored or another
        folder is served, and would tell a browser that what it has of then is of now.
        """
        block = self.block(key, make)
        headers = {"cache-control": REVALIDATED, "etag": block.tag, "vary": "cookie"}
        if request.headers.get("if-none-match") == block.tag:
            return Response(status_code=304, headers=headers)
        headers["content-encoding"] = "gzip"
        return Response(block.content, media_type="application/octet-stream", headers=headers)
