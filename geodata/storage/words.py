"""Why a data folder cannot be opened, read or written, said in both languages at once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from geodata.errors import StorageError

TEXTS: Final = Path(__file__).with_name("words.yaml")
LANGUAGES: Final = ("zh", "en")
PARTS: Final = ("found", "expected", "remedy")
BETWEEN: Final = "  "
"""Between two languages in one line."""


def refusal(reason: str, kind: type[StorageError] = StorageError, **values: object) -> StorageError:
    """Make the error of a reason.

    Parameters
    ----------
    reason
        A key of the text file.
    values
        What its texts name.
    """
    texts = _texts()[reason]
    both = (BETWEEN.join(texts[part][language] for language in LANGUAGES) for part in PARTS)
    return kind(*(text.format(**values) for text in both))


@cache
def _texts() -> dict[str, Any]:
    declared: dict[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return declared
