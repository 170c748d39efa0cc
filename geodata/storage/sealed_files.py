"""Files of any length sealed, a part at a time: none is in memory whole.

Each line is a part as `Seal.close` makes it, with its place and whether it is the last inside, so
that parts that were left out, doubled or changed about are found out.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from geodata.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.storage.sealed import Seal

SUFFIX: Final = ".sealed"
PART: Final = 1 << 20
_HEAD: Final = 9
"""Bytes before a part's content: its place, and 1 for the last."""


def seal_file(seal: Seal, path: Path) -> Path:
    """Put a sealed file in the place of an open one; return its path, which ends in `SUFFIX`.

    The open one is removed once the sealed one is on the disk. What a disk keeps of removed files
    is beyond us: an office that must be sure encrypts the disk.
    """
    sealed = path.with_name(path.name + SUFFIX)
    part = sealed.with_name(f".{sealed.name}.part")
    part.touch(mode=0o600)
    with path.open("rb") as source, part.open("wb") as target:
        place, content = 0, source.read(PART)
        while True:
            following = source.read(PART)
            head = place.to_bytes(_HEAD - 1, "big") + (b"\0" if following else b"\1")
            target.write(seal.close(head + content) + b"\n")
            if not following:
                break
            place, content = place + 1, following
        target.flush()
        os.fsync(target.fileno())
    part.replace(sealed)
    path.unlink()
    return sealed


def open_file(seal: Seal, sealed: Path, target: Path) -> None:
    """Write what `seal_file` sealed.

    Raises
    ------
    StorageError
        Where it was sealed with another key, changed, or cut short.
    """
    is_last = False
    with sealed.open("rb") as source, target.open("wb") as file:
        for place, line in enumerate(source):
            part = seal.open(line.strip())
            if is_last or int.from_bytes(part[: _HEAD - 1], "big") != place:
                break
            is_last = part[_HEAD - 1] == 1
            file.write(part[_HEAD:])
        else:
            if is_last:
                return
    target.unlink()
    raise StorageError(
        f"{sealed.name}: parts are missing or out of place",
        "a sealed file that is whole",
        "Take another copy of it.",
    )
