"""What a tile may be: a picture that browsers show, of a bounded size."""

from __future__ import annotations

from base64 import b64decode
from typing import Final, NamedTuple

MOST_BYTES: Final = 2 << 20

_BEGINNINGS: Final = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}


class Tile(NamedTuple):
    """The bytes of a picture and their media type."""

    content: bytes
    media_type: str


NOTHING: Final = Tile(
    b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR4nGNg"
        "AAIAAAUAAXpeqz8AAAAASUVORK5CYII="
    ),
    "image/png",
)
"""One clear pixel, for where a source has no tile: browsers take no picture for a failure."""


def as_tile(content: bytes) -> Tile | None:
    """Return content as a tile by what it begins with; None for what is no picture."""
    if len(content) > MOST_BYTES:
        return None
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Tile(content, "image/webp")
    for beginning, media_type in _BEGINNINGS.items():
        if content.startswith(beginning):
            return Tile(content, media_type)
    return None
