"""The key of a data folder: a file of its own, made once, readable by its owner only.

Whoever copies the database copies no key. Whoever loses the key has lost the personal data: a copy
of it belongs elsewhere than database and backups.
"""

from __future__ import annotations

import os
import stat
from base64 import urlsafe_b64decode
from pathlib import Path
from tempfile import mkstemp
from typing import Final

from cryptography.fernet import Fernet

from geodata.storage.words import refusal

FILE_NAME: Final = "sealing.key"
KEY_BYTES: Final = 32
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def read_key(folder: Path, *, make: bool) -> bytes:
    """Return the key of a data folder.

    Parameters
    ----------
    make
        Make a random one where there is none: right for a new database only.

    Raises
    ------
    StorageError
        Where the key is missing, empty, too short, no key at all, or readable by others.
    """
    path = folder / FILE_NAME
    if make and not path.exists():
        _make(path)
    try:
        key = path.read_bytes().strip()
    except OSError as error:
        raise refusal("no_key", path=path, said=error.strerror) from error
    require_strong(path, key)
    require_private(path)
    return key


def _make(path: Path) -> None:
    """Write a new key whole or not at all; of several who do, the first wins."""
    number, name = mkstemp(prefix=f"{path.name}.", dir=path.parent)  # its owner's alone
    with os.fdopen(number, "wb") as file:
        file.write(Fernet.generate_key() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    draft = path.with_name(Path(name).name)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links, such as a memory stick's
        if not path.exists():
            draft.replace(path)
    draft.unlink(missing_ok=True)


def require_strong(path: Path, key: bytes) -> None:
    """Refuse what is no key.

    Raises
    ------
    StorageError
        Says what a key is.
    """
    try:
        length = len(urlsafe_b64decode(key))
    except ValueError:
        length = 0
    if length != KEY_BYTES:
        raise refusal("no_such_key", path=path, length=length, wanted=KEY_BYTES)


def require_private(path: Path) -> None:
    """Refuse a secret that others than its owner can read; Windows keeps that in its own way.

    Raises
    ------
    StorageError
        Says how to mend it.
    """
    if os.name == "posix" and path.stat().st_mode & OTHERS:
        raise refusal("open_key", path=path)
