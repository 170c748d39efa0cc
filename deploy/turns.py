"""Starts take turns: two first starts at once would spoil each other's libraries and sample town.

Standard library only, and it parses on Python 3.7, so that an old one can be told what is needed.
"""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from deploy.steps import StoppedError, say

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS_BETWEEN_LOOKS = 0.2


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Be the only start that makes what is at `place`; say so while another one does.

    The system lets go of the lock, a file beside `place`, when its holder ends, however that is.

    Raises
    ------
    StoppedError
        Where the folder around `place` cannot be written.
    """
    lock = place.with_name(f".{place.name.lstrip('.')}.lock")
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("ab")
    except OSError as error:
        raise StoppedError(
            f"不能写入 {lock.parent}（{error.strerror}）。请给这个账号写权限，或换一个目录。",
            f"{lock.parent} cannot be written. Give this account the right to, or take another.",
        ) from error
    with file:
        if not _took(file.fileno()):
            say(f"另一个启动正在准备 {place.name}，等它完成……", "another start is at it, waiting")
            while not _took(file.fileno()):
                time.sleep(SECONDS_BETWEEN_LOOKS)
        yield


def _took(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
