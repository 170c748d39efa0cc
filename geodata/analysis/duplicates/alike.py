"""How alike two names or two addresses are: the same, alike, another, or not to be said."""

import re
from collections import Counter
from itertools import pairwise
from typing import Final

from geodata.addresses.reading import Address
from geodata.results.duplicates import FEATURES

UNKNOWN, SAME, ALIKE, OTHER = range(len(FEATURES["address"]))

LEAST_SHARED: Final = 0.6
"""Dice's share of two-letter pieces (Dice 1945) from which two texts are alike."""
SHORTEST: Final = 3
"""Letters a text must have for another one that holds it to be alike."""
_NUMBER: Final = re.compile(r"\d+")


def compare_names(one: str, other: str) -> int:
    """Return how two names in `plain_address` compare; `UNKNOWN` where one is blank."""
    if not one or not other:
        return UNKNOWN
    return SAME if one == other else ALIKE if _are_alike(one, other) else OTHER


def compare_addresses(one: Address, other: Address) -> int:
    """Return how two addresses compare; `UNKNOWN` where one says no more than a community.

    Where both name a street and a number, these decide, and the building where both name one.
    """
    if not _is_told(one) or not _is_told(other):
        return UNKNOWN
    if one.community and other.community and one.community != other.community:
        return OTHER
    streets, others = {one.street, one.cross}, {other.street, other.cross}
    if one.street and other.street:
        return _on_streets(one, other) if streets == others else OTHER
    return compare_names(one.named, other.named) or ALIKE


def _on_streets(one: Address, other: Address) -> int:
    """Compare two that name the same street, or the same two."""
    if one.number and other.number:
        is_same = (one.number, one.one_of) == (other.number, other.one_of)
        is_same &= one.building == other.building or not (one.building and other.building)
        return SAME if is_same else OTHER
    if one.cross:
        return SAME
    named = compare_names(one.named, other.named)
    return named or ALIKE


def _is_told(address: Address) -> bool:
    return bool(address.street or address.named)


def _are_alike(one: str, other: str) -> bool:
    """Say whether two plain texts share most of their letters, and all of their numbers."""
    if _NUMBER.findall(one) != _NUMBER.findall(other):
        return False
    short, long = sorted((one, other), key=len)
    if len(short) >= SHORTEST and short in long:
        return True
    shared = (_pieces(one) & _pieces(other)).total()
    return 2 * shared >= LEAST_SHARED * (len(one) + len(other) - 2) > 0


def _pieces(text: str) -> Counter[tuple[str, str]]:
    return Counter(pairwise(text))
