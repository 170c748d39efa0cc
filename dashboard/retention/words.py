"""What is said about retention, in both languages or in one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from dashboard.texts import FOLDER, read_texts, say_in_both
from geodata.errors import SafetyMapError
from geodata.retention import PERSONAL

if TYPE_CHECKING:
    from dashboard.texts import Language, Texts
    from geodata.catalogue.model import Catalogue

TEXTS: Final = FOLDER / "retention"
in_both: Final = partial(say_in_both, TEXTS)
_PARTS: Final = ("found", "expected", "remedy")


class RetentionError(SafetyMapError):
    """Times cannot be as they are set; its words are in both languages."""


def refusal(reason: str, **values: object) -> RetentionError:
    """Make the error of a reason under ``refused`` of the text files.

    Parameters
    ----------
    values
        What its texts name.
    """
    return RetentionError(*(in_both(f"refused.{reason}.{part}", **values) for part in _PARTS))


def words_of(language: Language) -> Texts:
    """Return the words in a language."""
    return read_texts(language, TEXTS)


def kind_name(words: Texts, catalogue: Catalogue, kind: str) -> str:
    """Return what a kind is called; a layer that is declared no more goes by its id."""
    if kind.startswith(PERSONAL):
        named = kind.removeprefix(PERSONAL)
        layer = catalogue.by_layer.get(named)
        return words("personal", layer=words.name(layer.name) if layer else named)
    return words.name(next(one.name for one in catalogue.kept_kinds if one.id == kind))


def since_text(words: Texts, catalogue: Catalogue, kind: str) -> str:
    """Return from when the time of a kind runs."""
    if kind.startswith(PERSONAL):
        layer = catalogue.by_layer[kind.removeprefix(PERSONAL)]
        return words("since_event" if layer.record == "incident" else "since_end")
    return words.name(next(one.since for one in catalogue.kept_kinds if one.id == kind))
