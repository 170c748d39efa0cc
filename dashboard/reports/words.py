"""Words of reports: the pages' and their own; what a command says, in both languages at once."""

from __future__ import annotations

from functools import cache
from typing import Final

from dashboard.texts import FOLDER, Language, Texts, read_texts
from geodata.errors import SafetyMapError

TEXTS: Final = FOLDER / "reports"
_PARTS: Final = ("found", "expected", "remedy")


class ExportError(SafetyMapError):
    """A file cannot be made as asked; its words are in both languages."""


@cache
def report_texts(language: Language) -> Texts:
    """Return the texts of a language: those of the pages and those of reports."""
    pages, reports = read_texts(language), read_texts(language, TEXTS)
    return Texts(language, {**pages.by_key, **reports.by_key})


def in_both(key: str, **values: object) -> str:
    """Say a text in Chinese, then in English; what both say is said once."""
    said = (read_texts(language, TEXTS)(key, **values) for language in Language)
    return "  ".join(dict.fromkeys(said))


def refusal(reason: str, **values: object) -> ExportError:
    """Make the error of a reason under ``refused`` of the text files.

    Parameters
    ----------
    values
        What its texts name.
    """
    return ExportError(*(in_both(f"refused.{reason}.{part}", **values) for part in _PARTS))
