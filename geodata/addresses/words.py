"""The declared spellings of the parts of an address."""

from functools import cache
from pathlib import Path

from geodata.catalogue.declaration import Declaration
from geodata.catalogue.reading import read_declaration


class AddressWords(Declaration):
    """Lists of spellings; of those that are replaced, the first stands for all."""

    house: tuple[str, ...]
    building: tuple[str, ...]
    one_of: tuple[str, ...]
    room: tuple[str, ...]
    community: tuple[str, ...]
    junction: tuple[str, ...]
    join: tuple[str, ...]
    street: tuple[str, ...]
    near: tuple[str, ...]


@cache
def read_words() -> AddressWords:
    """Return the declared spellings.

    Raises
    ------
    CatalogueError
        Where the declaration is wrong.
    """
    return read_declaration(Path(__file__).with_name("words.yaml"), AddressWords)[1]


def any_of(words: tuple[str, ...]) -> str:
    """Return a pattern that matches any of the words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))
