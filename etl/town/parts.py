"""The main piece of a shape that may have fallen apart."""

import shapely
from shapely.geometry.base import BaseGeometry


def longest(shape: BaseGeometry) -> shapely.LineString:
    """Return the longest line of a shape; an empty line where it has none."""
    pieces = [p for p in shapely.get_parts(shape) if isinstance(p, shapely.LineString)]
    return max(pieces, key=lambda piece: piece.length, default=shapely.LineString())


def largest(shape: BaseGeometry) -> shapely.Polygon:
    """Return the largest polygon of a shape; an empty polygon where it has none."""
    pieces = polygons(shape)
    return max(pieces, key=lambda piece: piece.area, default=shapely.Polygon())


def polygons(shape: BaseGeometry) -> list[shapely.Polygon]:
    """Return all polygons of a shape."""
    return [p for p in shapely.get_parts(shape) if isinstance(p, shapely.Polygon)]
