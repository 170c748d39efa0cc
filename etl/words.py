"""Words that mean the same in the ledgers of any layer, from the text file."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from etl.sheets import CONTROLS
from geodata.coordinates.crs_names import spelled

TEXTS = Path(__file__).parent / "words.yaml"


def plain(text: str) -> str:
    """Even out what does not matter when words are compared: width, capitals, what is not seen."""
    even = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    return even if even.isprintable() else CONTROLS.sub("", even)


def says(text: str) -> bool:
    """Tell whether there is anything to be seen in a text."""
    return not text.isspace() and (text.isprintable() or plain(text) != "")


def lead(text: str) -> str:
    """Give what tells most texts from a word at once: the first letter, evened out as in `plain`.

    There must be one that is seen.
    """
    return evened(text[0] if is_seen(text[0]) else plain(text)[0])


def is_seen(letter: str) -> bool:
    """Tell a letter from blanks and from what is not seen."""
    return letter.isprintable() and not letter.isspace()


@cache
def evened(letter: str) -> str:
    """Even out a letter: words that `plain` makes equal begin with letters that this does."""
    return unicodedata.normalize("NFKD", letter).casefold()[0]


@dataclass(frozen=True)
class Words:
    """The lists of the text file, each word as `plain` gives it; of datums as `spelled` does.

    `marks` are as they stand.
    """

    totals: frozenset[str]
    whole_totals: frozenset[str]
    remarks: frozenset[str]
    signs: frozenset[str]
    lone_remarks: frozenset[str]
    pages: frozenset[str]
    examples: frozenset[str]
    serials: frozenset[str]
    both_coordinates: frozenset[str]
    nothing: frozenset[str]
    unnamed: frozenset[str]
    strokes: frozenset[str]
    as_above: frozenset[str]
    formula_errors: frozenset[str]
    none_word: str
    yes: frozenset[str]
    no: frozenset[str]
    heading_tails: tuple[str, ...]
    datums: Mapping[str, tuple[str, ...]]
    marks: Mapping[str, str]

    @cached_property
    def leads_of_nothing(self) -> frozenset[str]:
        """What the words begin with that say that there is nothing to say."""
        return frozenset(map(lead, {*self.nothing, *self.unnamed, *self.strokes, self.none_word}))

    @cached_property
    def no_records(self) -> frozenset[str]:
        """What begins the rows of a form that explain and show an example."""
        return self._marked("explained", "example") | self.examples

    @cached_property
    def no_ledgers(self) -> frozenset[str]:
        """The sheets of our own workbooks that hold no records."""
        return self._marked("about", "choices", "returned")

    @cached_property
    def of_rows(self) -> frozenset[str]:
        """Headings that count or explain rows, plain; never a field, never a key."""
        return self.serials | self._marked("column", "reason", "place")

    def _marked(self, *names: str) -> frozenset[str]:
        return frozenset(plain(self.marks[name]) for name in names)


@cache
def read_words() -> Words:
    """Read the text file once."""
    declared: dict[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    sets = [one.name for one in fields(Words) if one.type == frozenset[str]]
    return Words(
        **{name: frozenset(map(plain, declared[name])) for name in sets},
        none_word=plain(declared["none_word"]),
        heading_tails=tuple(map(plain, declared["heading_tails"])),
        datums={name: tuple(map(spelled, words)) for name, words in declared["datums"].items()},
        marks=declared["marks"],
    )
