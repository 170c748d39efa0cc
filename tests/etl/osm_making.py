"""Writes small extracts of OpenStreetMap, as the wiki's "PBF Format" describes them."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from etl.readers.osm import FIRST_BLOCK

LngLat = tuple[float, float]
STEPS_PER_DEGREE = 10_000_000
"""A coordinate is told in units of 100 nanodegrees, unless the block says otherwise."""


class Way(NamedTuple):
    """A way by its corners, and its tags; closed where it ends where it begins."""

    corners: Sequence[LngLat]
    tags: Mapping[str, str]


def square(lng: float, lat: float, side: float) -> list[LngLat]:
    """Return the corners of a square by its lower left one, closed, in degrees."""
    right, top = lng + side, lat + side
    return [(lng, lat), (right, lat), (right, top), (lng, top), (lng, lat)]


def write_pbf(path: Path, ways: Iterable[Way]) -> Path:
    """Write an extract of ways; each corner is a node, one where two ways meet."""
    ways = list(ways)
    numbers = {at: n for n, at in enumerate(dict.fromkeys(at for w in ways for at in w.corners), 1)}
    header = _text(4, b"OsmSchema-V0.6") + _text(4, b"DenseNodes")
    nodes = _block({}, [_text(2, _dense(numbers))])
    words = dict.fromkeys(word for w in ways for pair in w.tags.items() for word in pair)
    places = {word: n for n, word in enumerate(words, 1)}
    told = [_text(3, _way(n, way, numbers, places)) for n, way in enumerate(ways, 1)]
    blocks = [blob(b"OSMHeader", header), blob(b"OSMData", nodes)]
    path.write_bytes(b"".join([*blocks, blob(b"OSMData", _block(places, told))]))
    return path


def blob(kind: bytes, data: bytes, *, size: int | None = None) -> bytes:
    """Write one block of a file; `size` is what it is said to be unpacked."""
    body = _number(2, len(data) if size is None else size) + _text(3, zlib.compress(data))
    header = _text(1, kind) + _number(3, len(body))
    assert kind != b"OSMHeader" or header.startswith(FIRST_BLOCK)
    return len(header).to_bytes(4, "big") + header + body


def _block(places: Mapping[str, int], groups: Iterable[bytes]) -> bytes:
    table = b"".join(_text(1, word.encode()) for word in ("", *places))
    return _text(1, table) + b"".join(_text(2, group) for group in groups)


def _dense(numbers: Mapping[LngLat, int]) -> bytes:
    steps = [[round(at[n] * STEPS_PER_DEGREE) for at in numbers] for n in (1, 0)]
    lat, lng = (_packed(field, values) for field, values in zip((8, 9), steps, strict=True))
    return _packed(1, numbers.values()) + lat + lng


def _way(number: int, way: Way, numbers: Mapping[LngLat, int], places: Mapping[str, int]) -> bytes:
    keys = b"".join(_varint(places[key]) for key in way.tags)
    values = b"".join(_varint(places[value]) for value in way.tags.values())
    refs = _packed(8, (numbers[at] for at in way.corners))
    return _number(1, number) + _text(2, keys) + _text(3, values) + refs


def _packed(field: int, values: Iterable[int]) -> bytes:
    """Write what each number adds to the one before, signs in the lowest bit."""
    before, told = 0, b""
    for value in values:
        step, before = value - before, value
        told += _varint(step << 1 if step >= 0 else (-step << 1) - 1)
    return _text(field, told)


def _text(field: int, data: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    told = b""
    while value > 0x7F:
        told, value = told + bytes([value & 0x7F | 0x80]), value >> 7
    return told + bytes([value])
