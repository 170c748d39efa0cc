"""The land a sub-district's base map shows: its own, and some beyond its border."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from etl.sheets import BAD_SHAPE, Block, Cell, Row, Sheet
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import from_metres, local_metric_crs, to_metres

Geometries = NDArray[np.object_]

DIMENSION: Final = {"line": 1, "polygon": 2}
BUILT: Final = "building"


def territory(
    outlines: Mapping[str, bytes | None], district: str, margin_m: float
) -> shapely.Geometry | None:
    """Return what is shown of a sub-district, in WGS84 longitude and latitude.

    Its outline and what lies around it up to a distance, but for what is another sub-district's:
    that shows it itself, and nothing is there twice.

    Parameters
    ----------
    outlines
        WKB by the code of each sub-district; None for one not drawn.

    Returns
    -------
    Geometry or None
        None where its outline is not known.
    """
    own = outlines.get(district)
    if own is None:
        return None
    shape = shapely.make_valid(shapely.from_wkb(own))
    around = _buffered(shape, margin_m)
    for code, outline in outlines.items():
        if code != district and outline is not None:
            around = shapely.difference(around, shapely.make_valid(shapely.from_wkb(outline)))
    return shapely.union(shape, around)


def digest_of(area: shapely.Geometry) -> str:
    """Tell one area from another."""
    return hashlib.sha256(shapely.to_wkb(area, output_dimension=2)).hexdigest()


def cut_to(parts: Iterable[Sheet | Block], area: shapely.Geometry) -> Iterator[Sheet | Block]:
    """Cut the features of map sheets to an area; rows are counted anew.

    A line or a piece of land that crosses the edge is cut there; a building stands whole where its
    inner point lies. What is outside is left out.

    Parameters
    ----------
    parts
        Sheets with one kind of geometry in WGS84 and their rows, headings first; where there is a
        column `kind`, it tells buildings.
    """
    shapely.prepare(area)
    dimension, first, built = 0, 0, None
    for part in parts:
        if isinstance(part, Sheet):
            dimension, first = DIMENSION[str(part.geometry)], 0
            yield part
        elif first == 0:  # the headings
            built = part.rows[0].index("kind") if "kind" in part.rows[0] else None
            yield part
            first = 1
        else:
            rows, shapes = _cut(part, area, dimension, built)
            if rows:
                yield Block(first, rows, shapes)
            first += len(rows)


def _cut(
    block: Block, area: shapely.Geometry, dimension: int, built: int | None
) -> tuple[list[Row], list[Cell]]:
    cells = block.shapes or []
    geometries = shapely.from_wkb(np.array([None if c == BAD_SHAPE else c for c in cells], object))
    whole = shapely.covered_by(geometries, area)
    if built is not None:
        stands = np.array([row[built] == BUILT for row in block.rows], dtype=np.bool_)
        whole |= stands & shapely.intersects(area, shapely.point_on_surface(geometries))
        geometries[stands & ~whole] = None
    for n in np.flatnonzero(~whole & shapely.intersects(geometries, area)):
        geometries[n] = _inside(geometries[n], area, dimension)
        whole[n] = geometries[n] is not None
    kept = np.flatnonzero(whole)
    shapes = shapely.to_wkb(geometries[kept], hex=True, output_dimension=2).tolist()
    return [block.rows[n] for n in kept], shapes


def _inside(one: shapely.Geometry, area: shapely.Geometry, dimension: int) -> Any:  # noqa: ANN401 - shapely has no better word
    """Return what of a line or polygon lies in an area, or None where they only touch."""
    sound = one if shapely.is_valid(one) else shapely.make_valid(one)
    pieces = shapely.get_parts(shapely.intersection(sound, area))
    pieces = pieces[shapely.get_dimensions(pieces) == dimension]
    if len(pieces) == 0:
        return None
    if len(pieces) == 1:
        return pieces[0]
    return (
        shapely.line_merge(shapely.multilinestrings(pieces))
        if dimension == 1
        else (shapely.multipolygons(pieces))
    )


def _buffered(shape: shapely.Geometry, margin_m: float) -> shapely.Geometry:
    crs = local_metric_crs(Bounds(*shapely.bounds(shape).tolist()))

    def metric(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(to_metres(xy[:, 0], xy[:, 1], crs))

    def degrees(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(from_metres(xy[:, 0], xy[:, 1], crs))

    return shapely.transform(shapely.buffer(shapely.transform(shape, metric), margin_m), degrees)
