"""The fingerprint of what a record says: it tells a change, and stands in databases for good."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from json.encoder import encode_basestring_ascii
from math import isfinite
from types import NoneType
from typing import Any

from geodata.repeated import made_once
from geodata.storage.rows import Columns, Row, columns_of_rows, plain_of

Speller = Callable[[Any], str]

NESTED = frozenset({"attributes", "personal"})


def fingerprint(content: Row, projects: tuple[str, ...]) -> bytes:
    """Return 16 bytes that differ where the content differs.

    Empty columns do not count, so that a column added later leaves it as it was.
    """
    return fingerprints(columns_of_rows([content]), [projects])[0]


def fingerprints(contents: Columns, projects: Sequence[tuple[str, ...]]) -> list[bytes]:
    """Return the fingerprint of each of many rows, given by their columns.

    It is that of the JSON text of the row's filled columns, by name, and its projects. Written
    column by column this takes a fifth of the time.
    """
    columns = [
        _spelled(name, values)
        for name, values in sorted(contents.items())
        if values.count(None) < len(values)
    ]
    rows = zip([""] * len(projects), *columns, strict=True)  # there may be no column at all
    return [
        blake2b(
            f"[{{{','.join(filter(None, row))}}},{_linked(links)}]".encode("ascii"), digest_size=16
        ).digest()
        for row, links in zip(rows, projects, strict=True)
    ]


def _spelled(name: str, values: Sequence[Any]) -> list[str]:
    """Write a column as members of JSON objects, '' for what is empty."""
    lead, spell = f'"{name}":', _speller(name, values)

    def spelled(value: Any) -> str:  # noqa: ANN401 - column values
        return "" if value is None else lead + spell(value)

    if spell in REPEATED:
        return made_once(spelled, values)
    return ["" if value is None else lead + spell(value) for value in values]


def _speller(name: str, values: Sequence[Any]) -> Speller:
    """Choose how to write the values of a column, which are mostly of one type."""
    if name in NESTED:
        return _spell_nested
    kinds = set(map(type, values)) - {NoneType}
    spell = _SPELLERS.get(kinds.pop(), _encode)
    return _spell if kinds else spell


def _linked(projects: tuple[str, ...]) -> str:
    return _encode(sorted(projects)) if projects else "[]"


def _spell(value: Any) -> str:  # noqa: ANN401 - column values
    return _SPELLERS.get(type(value), _encode)(value)


def _spell_float(value: float) -> str:
    return repr(value) if isfinite(value) else _encode(value)


def _spell_nested(values: Mapping[str, Any]) -> str:
    if not values:
        return "{}"
    members = [f"{encode_basestring_ascii(name)}:{_spell(values[name])}" for name in sorted(values)]
    return f"{{{','.join(members)}}}"


_encode = json.JSONEncoder(separators=(",", ":"), default=plain_of).encode
_SPELLERS: Mapping[type[Any], Speller] = {
    str: encode_basestring_ascii,
    bool: lambda flag: "true" if flag else "false",
    int: repr,
    float: _spell_float,
    datetime: lambda moment: repr(plain_of(moment)),
}
"""How to write the values there are most of; the others are written by `_encode`."""

REPEATED = frozenset(_SPELLERS[kind] for kind in (str, bool, int))
"""Spellers of what looks the same where it is equal, and often is."""
