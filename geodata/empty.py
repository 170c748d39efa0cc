"""What stands for a layer of which nothing can be read: no records at all."""

import numpy as np

from geodata.catalogue.model import Layer
from geodata.columns import Columns
from geodata.shapes import Shapes, pack_shapes

TYPES = {
    "number": np.uint32,
    "x": np.uint32,
    "y": np.uint32,
    "placed": np.uint8,
    "classes": np.uint8,
    "grades": np.uint8,
    "statuses": np.uint8,
    "from_day": np.uint16,
    "to_day": np.uint16,
    "minutes": np.uint16,
    "projects": np.uint64,
    "areas": np.uint16,
}


def empty_columns(layer: Layer) -> Columns:
    """Return the columns of a layer of places or incidents without records."""
    events = layer.record == "incident"
    return Columns(
        layer=layer.id,
        events=events,
        **{name: np.empty(0, dtype) for name, dtype in TYPES.items()},
        measures={measure.field: np.empty(0, np.int32) for measure in layer.measures},
        names=np.empty(0, object) if layer.symbol.character else None,
        feeders=np.empty(0, np.uint16) if events else None,
        merged=None,
    )


def empty_shapes(layer: Layer) -> Shapes:
    """Return the shapes of a layer that is drawn, without any."""
    return pack_shapes(
        layer.id,
        np.empty(0, object),
        number=np.empty(0, np.uint32),
        classes=np.empty(0, np.uint8),
        areas=np.empty(0, np.uint16),
        names=[],
    )
