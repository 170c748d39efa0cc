"""Words of the pages, read from one text file per language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml

from geodata.errors import CatalogueError

if TYPE_CHECKING:
    from geodata.catalogue.model import Words

FOLDER = Path(__file__).parent / "text"

LANGUAGE: Final = "lang"
"""Key of the language in links, in queries to our routes and in the cookie of a choice."""


class Language(StrEnum):
    """The languages of the pages; Chinese comes first."""

    CHINESE = "zh-CN"
    ENGLISH = "en"

    @property
    def other(self) -> Language:
        """The language the switch leads to."""
        return Language.ENGLISH if self is Language.CHINESE else Language.CHINESE


@dataclass(frozen=True)
class Texts:
    """The texts of one language.

    Parameters
    ----------
    language
        Which one.
    by_key
        Every text by its dotted key, such as ``filters.period``.
    """

    language: Language
    by_key: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return a text, its ``{names}`` replaced by `values`.

        Raises
        ------
        CatalogueError
            For a key no text file has.
        """
        text = self.by_key.get(key)
        if text is None:
            raise CatalogueError(f"text {key}", "a key of the text files", "Add it to both.")
        return text.format(**values) if values else text

    def name(self, words: Words) -> str:
        """Return the name of something declared."""
        return words.zh if self.language is Language.CHINESE else words.en

    def group(self, prefix: str) -> dict[str, str]:
        """Return the texts below a key, by what is left of theirs: what a browser piece takes."""
        start = f"{prefix}."
        return {k.removeprefix(start): t for k, t in self.by_key.items() if k.startswith(start)}


@cache
def read_texts(language: Language, folder: Path = FOLDER) -> Texts:
    """Read the text file of a language in a folder once."""
    nested = yaml.safe_load((folder / f"{language}.yaml").read_text(encoding="utf-8"))
    return Texts(language, dict(_flat(nested, "")))


def parse_language(asked: str | None) -> Language:
    """Return the language asked for, Chinese for any other word."""
    return Language(asked) if asked in set(Language) else Language.CHINESE


def texts_asked(query: Mapping[str, str]) -> Texts:
    """Return the texts of the pages in the language a query asks for."""
    return read_texts(parse_language(query.get(LANGUAGE)))


def say_in_both(folder: Path, key: str, /, **values: object) -> str:
    """Say a text in Chinese, then in English; what both say is said once."""
    said = (read_texts(language, folder)(key, **values) for language in Language)
    return "  ".join(dict.fromkeys(said))


def _flat(nested: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in nested.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
