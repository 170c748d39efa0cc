"""What on the map has a name of its own, besides records: areas, streets, waters, parks."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geodata.coordinates.bounds import Bounds
from geodata.coordinates.mercator import to_lnglat
from geodata.readmodel import ReadModel
from geodata.shapes import Shapes

NAMED_KINDS = ("area", "street", "ground")
"""Kinds of records whose names are public, the most sought first."""


class Named(NamedTuple):
    """A name on the map: its layer, the whole extent of all that bears it, the area above it.

    `area` is an index of the model's areas, 65535 for none.
    """

    name: str
    layer: str
    bounds: Bounds
    area: int


def find_named(model: ReadModel, words: Sequence[str]) -> list[Named]:
    """Return the names that hold every word, whichever case, shorter ones first.

    A street of many pieces is one. Words are folded (`str.casefold`).
    """
    layers = [
        shapes
        for kind in NAMED_KINDS
        for layer, shapes in model.shapes.items()
        if model.catalogue.by_layer[layer].record == kind
    ]
    found = [named for shapes in layers for named in _named(shapes, words)]
    return sorted(found, key=lambda named: len(named.name))


def _named(shapes: Shapes, words: Sequence[str]) -> Iterator[Named]:
    bearers: dict[str, list[int]] = {}
    for feature, name in enumerate(shapes.names):
        if name and all(word in name.casefold() for word in words):
            bearers.setdefault(name, []).append(feature)
    for name, features in bearers.items():
        extents = [_extent(shapes, feature) for feature in features]
        bounds = [extent for extent in extents if extent is not None]
        if bounds:
            whole = bounds[0]
            for extent in bounds[1:]:
                whole = whole.union(extent)
            yield Named(name, shapes.layer, whole, int(shapes.areas[features[0]]))


def _extent(shapes: Shapes, feature: int) -> Bounds | None:
    rings = shapes.part_offsets[feature : feature + 2]
    start, end = shapes.ring_offsets[rings]
    return Bounds.around(*to_lnglat(shapes.x[start:end], shapes.y[start:end]))
