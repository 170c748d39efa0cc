"""The texts of records, each read once, and how those of a pair compare."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from geodata.addresses.plain import plain_address
from geodata.addresses.reading import Address, AddressReader
from geodata.analysis.duplicates.alike import compare_addresses, compare_names
from geodata.analysis.duplicates.pair_levels import Integers, Kind, Levels, Objects, Told, level


class Texts:
    """Names, addresses and codes of records.

    Parameters
    ----------
    told
        The records.
    reader
        Takes addresses apart.
    kind
        Says which texts count.
    """

    def __init__(self, told: Told, reader: AddressReader, kind: Kind) -> None:
        self._kind = kind
        self._names = _read_each(told.name, plain_address)
        self._addresses = _read_each(told.address, reader.read)
        self._codes = _read_each(told.code, plain_address)

    def shared(self) -> Iterator[Integers]:
        """Yield for each kind of text a number per record, equal for equal texts; -1 for none.

        Addresses are equal where they name the same house or the same junction, names and codes
        where they are spelled the same.
        """
        yield _numbered([_house(one) for one in self._addresses])
        if "code" in self._kind.agree:
            yield _numbered(self._codes)
            yield _numbered(self._names)

    def levels(self, one: Integers, other: Integers) -> dict[str, Levels]:
        """Return how the texts of pairs compare, by feature."""
        pairs = list(zip(one.tolist(), other.tolist(), strict=True))
        names, addresses, codes = self._names, self._addresses, self._codes
        found = {
            "name": [compare_names(names[a], names[b]) for a, b in pairs],
            "address": [compare_addresses(addresses[a], addresses[b]) for a, b in pairs],
            "code": [_compare_codes(codes[a], codes[b]) for a, b in pairs],
        }
        return {
            name: np.array(levels, np.uint8)
            for name, levels in found.items()
            if name in self._kind.agree
        }


def _read_each(texts: Objects, read: Callable[[str], Any]) -> list[Any]:
    """Read each text; what stands in many records is read once."""
    known: dict[str, Any] = {}
    for text in texts:
        if text not in known:
            known[text] = read(text)
    return [known[text] for text in texts]


def _house(address: Address) -> object:
    if address.street and (address.number or address.cross):
        streets = tuple(sorted((address.street, address.cross)))
        return address.community, streets, address.number, address.one_of
    return ""


def _compare_codes(one: str, other: str) -> int:
    if not one or not other:
        return level("code", "unknown")
    return level("code", "same" if one == other else "other")


def _numbered(keys: list[Any]) -> Integers:
    known: dict[object, int] = {}
    return np.array(
        [known.setdefault(key, len(known)) if key else -1 for key in keys], dtype=np.int64
    )
