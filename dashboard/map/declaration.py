"""What the element is told once per language: layers, shapes and zones as they are declared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dashboard.map.base import BaseMap, BaseWords, declare_map, render_base

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.texts import Texts
    from geodata.catalogue.model import Catalogue, Layer, ValueList, Zone

Json = dict[str, object]
_SHAPES = {"area": "area", "ground": "ground", "street": "street"}


@dataclass(frozen=True)
class Declaration:
    """The part of the element's data that no filter changes.

    Parameters
    ----------
    versions
        By ``columns/LAYER`` and ``shapes/LAYER`` what the address of its block bears
        (`ReadModel.block_versions`); the data version where it is not among them.
    """

    base: BaseMap
    layers: tuple[Json, ...]
    shapes: tuple[Json, ...]
    zones: tuple[Json, ...]
    text: Json
    sources: tuple[Json, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)


def declare_element(
    catalogue: Catalogue, texts: Texts, sources: tuple[Json, ...] = ()
) -> Declaration:
    """Tell the element's part of the catalogue in the language of `texts`.

    Parameters
    ----------
    sources
        Other people's base maps, as the element takes them.
    """
    return Declaration(
        base=render_base(declare_map(base_words(texts))),
        layers=tuple(layer_json(la, catalogue.layers, texts) for la in catalogue.listed_layers),
        shapes=tuple(_shape(layer) for layer in catalogue.layers if layer.record in _SHAPES),
        zones=tuple(zone_json(zone, texts) for zone in catalogue.zones if zone.shown),
        text=dict(texts.group("map")),
        sources=sources,
    )


def base_words(texts: Texts) -> BaseWords:
    """Pick the words of the base map's own controls."""
    return BaseWords(
        ground=texts("map.ground"),
        blank=texts("map.blank"),
        fullscreen=texts("map.fullscreen"),
        fullscreen_exit=texts("map.fullscreen_exit"),
    )


def layer_json(layer: Layer, layers: Sequence[Layer], texts: Texts) -> Json:
    """Tell the element of a layer of records."""
    parts = [part.id for part in layers if part.record == "part" and part.parent_layer == layer.id]
    return {
        "id": layer.id,
        "name": texts.name(layer.name),
        "unit": texts.name(layer.unit),
        "record": layer.record,
        "order": layer.order,
        "symbol": layer.symbol.model_dump(),
        "classes": _values(layer.classes, texts),
        "grades": _values(layer.grades, texts),
        "statuses": _values(layer.statuses, texts),
        "gates": parts[0] if parts else None,
        "boundaries": layer.id if layer.geometry == "polygon" else None,
    }


def _values(values: ValueList | None, texts: Texts) -> list[Json]:
    if values is None:
        return []
    return [
        {
            "id": value.id,
            "name": texts.name(value.name),
            "mark": value.mark,
            "closed": value.closed,
            "parent": -1 if value.parent is None else values.index(value.parent),
        }
        for value in values.values
    ]


def _shape(layer: Layer) -> Json:
    return {
        "name": layer.id,
        "kind": _SHAPES[layer.record],
        "level": layer.level,
        "classes": list(layer.classes.ids) if layer.classes is not None else [],
    }


def zone_json(zone: Zone, texts: Texts) -> Json:
    """Tell the element of a zone."""
    return {
        "id": zone.id,
        "name": texts.name(zone.name),
        "layer": zone.layer,
        "measured_from": zone.measured_from,
        "distance_m": zone.distance_m,
        "line": zone.line,
        "fill": zone.fill,
    }
