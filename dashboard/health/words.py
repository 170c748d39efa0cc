"""Words of the self-check and of what may be wrong with disk and database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.texts import FOLDER, read_texts
from geodata.errors import (
    BusyError,
    DamagedError,
    FullError,
    ReadOnlyError,
    StorageError,
    UnreachableError,
)

if TYPE_CHECKING:
    from dashboard.texts import Language, Texts

TEXTS: Final = FOLDER / "health"
TROUBLES: Final[dict[type[StorageError], str]] = {
    BusyError: "busy",
    FullError: "full",
    ReadOnlyError: "read_only",
    DamagedError: "damaged",
    UnreachableError: "unreachable",
}
"""Text key of each trouble with disk or database, below ``trouble``."""


def words_of(language: Language) -> Texts:
    """Return the words in a language."""
    return read_texts(language, TEXTS)


def trouble_of(error: BaseException) -> str | None:
    """Return the text key of what is wrong with disk or database; None where nothing is."""
    return next((key for kind, key in TROUBLES.items() if isinstance(error, kind)), None)


def trouble_text(words: Texts, trouble: str, incident: str) -> str:
    """Say what is wrong, what it means, what to do, and the number of the incident."""
    return words("trouble.all", **words.group(f"trouble.{trouble}"), incident=incident)
