"""The words of the workbench."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.texts import FOLDER, read_texts

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.texts import Language, Texts

TEXTS: Final[Path] = FOLDER / "placing"


def words_of(language: Language) -> Texts:
    """Return the words of the workbench."""
    return read_texts(language, TEXTS)


def score_text(words: Texts, score: float) -> str:
    """Write how sure a proposal is, in whole per cent rounded down; never 100 %."""
    return f"{int(score * 100)} %" if score > 0 else words("untried")
