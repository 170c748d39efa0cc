"""Words of the self-check and of what may be wrong with disk and database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.texts import FOLDER, read_texts
from geodata.storage.troubles import NAMED

if TYPE_CHECKING:
    from dashboard.texts import Language, Texts

TEXTS: Final = FOLDER / "health"


def words_of(language: Language) -> Texts:
    """Return the words in a language."""
    return read_texts(language, TEXTS)


def trouble_of(error: BaseException) -> str | None:
    """Return the name of what is wrong with disk or database; None where nothing is."""
    return next((name for kind, name in NAMED.items() if isinstance(error, kind)), None)


def trouble_text(words: Texts, trouble: str, incident: str) -> str:
    """Say what is wrong, what it means, what to do, and the number of the incident."""
    return words("trouble.all", **words.group(f"trouble.{trouble}"), incident=incident)
