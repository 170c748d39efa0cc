"""Polygons and lines packed as rings of world coordinates, the way a canvas draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import from_wgs84, local_metric_crs
from geodata.coordinates.mercator import to_lnglat, to_world

POLYGONS = (3, 6)
"""Type ids of shapely for polygons and multipolygons."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """Features of a layer, each of any number of rings, each of any number of vertices.

    Parameters
    ----------
    layer
        Layer id.
    number
        uint32 of each feature: the record's number; of a part that of its place.
    classes, areas
        uint8 and uint16 indices, 255 and 65535 for none.
    names
        Of each feature, '' for none.
    part_offsets
        uint32, one more than features: where the rings of each begin in `ring_offsets`.
    ring_offsets
        uint32, one more than rings: where the vertices of each begin in `x` and `y`.
    x, y
        uint32 world coordinates. Outer and inner rings alike: filled by the even-odd rule. Lines
        are rings that are not closed, points rings of one vertex.
    """

    layer: str
    number: NDArray[np.uint32]
    classes: NDArray[np.uint8]
    areas: NDArray[np.uint16]
    names: tuple[str, ...]
    part_offsets: NDArray[np.uint32]
    ring_offsets: NDArray[np.uint32]
    x: NDArray[np.uint32]
    y: NDArray[np.uint32]

    def __len__(self) -> int:
        """Count the features."""
        return len(self.number)

    def take(self, rows: NDArray[np.bool_]) -> "Shapes":
        """Return some features only."""
        rings = np.repeat(rows, np.diff(self.part_offsets))
        vertices = np.repeat(rings, np.diff(self.ring_offsets))
        return Shapes(
            layer=self.layer,
            number=self.number[rows],
            classes=self.classes[rows],
            areas=self.areas[rows],
            names=tuple(name for name, kept in zip(self.names, rows, strict=True) if kept),
            part_offsets=_offsets(np.diff(self.part_offsets)[rows]),
            ring_offsets=_offsets(np.diff(self.ring_offsets)[rings]),
            x=self.x[vertices],
            y=self.y[vertices],
        )


def to_geometry(
    wkb: Sequence[bytes | None], lng: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.object_]:
    """Return the geometries of records, the point itself for those that have none beside it."""
    geometry = np.array(shapely.points(lng, lat), dtype=np.object_, ndmin=1)
    drawn = np.array([one is not None for one in wkb], dtype=np.bool_)
    geometry[drawn] = shapely.from_wkb([one for one in wkb if one is not None])
    return geometry


def pack_shapes(
    layer: str,
    geometry: NDArray[np.object_],
    *,
    number: NDArray[np.uint32],
    classes: NDArray[np.uint8],
    areas: NDArray[np.uint16],
    names: Sequence[str],
) -> Shapes:
    """Pack points, lines and polygons (also several in one) given in WGS84 degrees."""
    rings, feature = _rings_of(geometry)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    x, y = to_world(coordinates[:, 0], coordinates[:, 1])
    return Shapes(
        layer=layer,
        number=number,
        classes=classes,
        areas=areas,
        names=tuple(names),
        part_offsets=_offsets(np.bincount(feature, minlength=len(number))),
        ring_offsets=_offsets(np.bincount(ring, minlength=len(rings))),
        x=x,
        y=y,
    )


def lengths_m(shapes: Shapes) -> NDArray[np.float64]:
    """Measure the lines of each feature along the ground, in the metric CRS of their extent.

    Returns
    -------
    NDArray
        Metres, one a feature; of polygons the length of their outlines.
    """
    lng, lat = to_lnglat(shapes.x, shapes.y)
    extent = Bounds.around(lng, lat)
    if extent is None:
        return np.zeros(len(shapes))
    steps_m = np.hypot(*np.diff(np.stack(from_wgs84(lng, lat, local_metric_crs(extent))), axis=1))
    along_m = np.concatenate([[0.0], np.cumsum(steps_m)])
    starts, ends = shapes.ring_offsets[:-1], shapes.ring_offsets[1:]  # no ring is without a vertex
    rings_m = along_m[ends - 1] - along_m[starts]
    owners = np.repeat(np.arange(len(shapes)), np.diff(shapes.part_offsets))
    return np.asarray(np.bincount(owners, rings_m, minlength=len(shapes)), dtype=np.float64)


def to_arrays(shapes: Shapes) -> dict[str, NDArray[Any]]:
    """Return the arrays of a block for the browser; the names belong in its header."""
    names = ("number", "classes", "areas", "part_offsets", "ring_offsets", "x", "y")
    return {name: getattr(shapes, name) for name in names}


def _rings_of(geometry: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """Every ring of the polygons, and lines and points as they are, with their features."""
    parts, feature = shapely.get_parts(geometry, return_index=True)
    is_polygon = np.isin(shapely.get_type_id(parts), POLYGONS)
    rings, owner = shapely.get_rings(parts[is_polygon], return_index=True)
    every = np.concatenate([parts[~is_polygon], rings])
    features = np.concatenate([feature[~is_polygon], feature[is_polygon][owner]])
    order = np.argsort(features, kind="stable")
    return every[order], features[order]


def _offsets(counts: NDArray[Any]) -> NDArray[np.uint32]:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)
