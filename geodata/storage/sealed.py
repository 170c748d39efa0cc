"""Personal data at rest: sealed with a key that lies beside the database, never inside it.

Sealed is what Fernet makes of it (AES-128-CBC with HMAC-SHA256): whoever reads the database or a
copy of it learns nothing, and whoever changes a letter is found out.
"""

from __future__ import annotations

import json
from hashlib import sha256
from hmac import digest
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import JSON, String
from sqlalchemy.types import TypeDecorator

from geodata.errors import StorageError
from geodata.storage.words import refusal

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.engine import Dialect


class Seal:
    """Closes and opens texts and files with one key.

    Parameters
    ----------
    key
        As `geodata.storage.keyfile` reads it: 32 bytes, URL-safe base64.
    """

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(key)
        self._mark_key = sha256(b"mark" + key).digest()

    def close(self, content: bytes) -> bytes:
        """Seal bytes; the same bytes look different each time."""
        return self._fernet.encrypt(content)

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed.

        Raises
        ------
        StorageError
            Where it was sealed with another key, or changed since.
        """
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise refusal("other_key") from error

    def mark(self, text: str) -> bytes:
        """Return 32 bytes that are equal for equal texts and tell nothing without the key."""
        return digest(self._mark_key, text.encode(), "sha256")


_SEALS: WeakKeyDictionary[Dialect, Seal] = WeakKeyDictionary()
"""The seal of each open database. An engine has one dialect of its own, and column types are
handed it with every value, while the tables they stand in are the same for all databases."""


def attach_seal(engine: Engine, seal: Seal) -> None:
    """Let the sealed columns of a database be written and read."""
    _SEALS[engine.dialect] = seal


def seal_of(dialect: Dialect) -> Seal:
    """Return the seal of an open database.

    Raises
    ------
    StorageError
        Where none was attached.
    """
    seal = _SEALS.get(dialect)
    if seal is None:
        raise StorageError(
            "a database opened without its key", "one opened by open_storage", "Open it so."
        )
    return seal


class Sealed(TypeDecorator[Any]):
    """JSON with personal data, sealed; nothing at all where there is nothing."""

    impl = JSON
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(none_as_null=True)

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ANN401 - any JSON
        """Seal the JSON text."""
        if not value:
            return None
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return seal_of(dialect).close(text.encode()).decode("ascii")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any | None:  # noqa: ANN401 - any JSON
        """Open and read it."""
        return None if value is None else json.loads(seal_of(dialect).open(value.encode()))


class SealedText(TypeDecorator[str]):
    """Text that may repeat personal data, sealed; an empty one stays empty."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal it."""
        return seal_of(dialect).close(value.encode()).decode("ascii") if value else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open it."""
        return seal_of(dialect).open(value.encode()).decode() if value else value
