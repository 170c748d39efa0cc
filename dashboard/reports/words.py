"""Words of reports: the pages' and their own; what a command says, in both languages at once."""

from __future__ import annotations

from functools import cache, partial
from typing import Final

from dashboard.texts import FOLDER, Language, Texts, read_texts, say_in_both
from geodata.errors import SafetyMapError

TEXTS: Final = FOLDER / "reports"
in_both: Final = partial(say_in_both, TEXTS)
_PARTS: Final = ("found", "expected", "remedy")


class ExportError(SafetyMapError):
    """A file cannot be made as asked; its words are in both languages."""


@cache
def report_texts(language: Language) -> Texts:
    """Return the texts of a language: those of the pages and those of reports."""
    pages, reports = read_texts(language), read_texts(language, TEXTS)
    return Texts(language, {**pages.by_key, **reports.by_key})


def refusal(reason: str, **values: object) -> ExportError:
    """Make the error of a reason under ``refused`` of the text files.

    Parameters
    ----------
    values
        What its texts name.
    """
    return ExportError(*(in_both(f"refused.{reason}.{part}", **values) for part in _PARTS))
