"""The streets and areas of a read model in metres, ready to put incidents on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.analysis.hotspots.naming import Gazetteer
from geodata.analysis.hotspots.scoring import WINDOW_M, Streets, prepare_streets
from geodata.analysis.streets.network import Network, cut_network
from geodata.analysis.streets.snapping import Snapper
from geodata.areas import NO_AREA
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import from_metres, local_metric_crs, to_metres
from geodata.coordinates.crs_names import Crs
from geodata.coordinates.mercator import to_lnglat, to_world
from geodata.errors import AnalysisError
from geodata.readmodel import ReadModel
from geodata.results.monthlist import Drawn
from geodata.shapes import Shapes

WIDE_WINDOW_M = 250.0
"""Half length of a site where positions are worse than `ROUGH_M`: then a short one loses more."""

STREET, AREA_LAYERS = "street", ("district", "community", "group")

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
World = NDArray[np.uint32]


@dataclass(frozen=True)
class StreetMap:
    """A street network made ready for hotspots, with what turns it into the map and back.

    Parameters
    ----------
    crs
        In which it is measured.
    window_m
        Half length of a site.
    """

    crs: Crs
    streets: Streets
    snapper: Snapper
    gazetteer: Gazetteer
    window_m: float

    def metres(self, x: World, y: World) -> Floats:
        """Turn world coordinates into metres, shape (points, 2); NaN for what is not placed."""
        return np.stack(to_metres(*to_lnglat(x, y), self.crs), axis=1)


def build_street_map(
    model: ReadModel, levels: Mapping[int, float], *, window_m: float = WINDOW_M
) -> StreetMap:
    """Cut and prepare the streets of a read model; some seconds for a city district.

    Parameters
    ----------
    levels
        Storey of streets by number, the ground where it is not told: bridges do not cross what
        lies below them.

    Raises
    ------
    AnalysisError
        Where there is no street.
    """
    shapes, extent = model.shapes[STREET], model.extent
    if not len(shapes) or extent is None:
        raise AnalysisError(
            "没有街路数据 (no streets)",
            "至少一条街路 (a street network)",
            "请先导入街路台账 (import the streets)",
        )
    crs = local_metric_crs(Bounds(*extent))
    network, owner = cut_streets(shapes, levels, crs)
    return StreetMap(
        crs=crs,
        streets=prepare_streets(network, window_m=window_m),
        snapper=Snapper(network),
        gazetteer=Gazetteer(network, [shapes.names[n] for n in owner]),
        window_m=window_m,
    )


def cut_streets(shapes: Shapes, levels: Mapping[int, float], crs: Crs) -> tuple[Network, Integers]:
    """Cut streets into a network, and return with it the place of the street of each line."""
    lines, owner = _lines(shapes, crs)
    storey = np.array([levels.get(int(number), 0.0) for number in shapes.number[owner]])
    return cut_network(lines, levels=np.nan_to_num(storey).astype(np.int64)), owner


def usual_precision(precision_m: Floats) -> float | None:
    """Return the median of the precisions that are told, metres; None where none is."""
    told = precision_m[np.isfinite(precision_m)]
    return float(np.median(told)) if len(told) else None


def areas_at(model: ReadModel, x: World, y: World) -> Integers:
    """Find the smallest area each point (world coordinates) lies in; `NO_AREA` for none."""
    found = np.full(len(x), NO_AREA)
    points = shapely.points(x.astype(np.float64), y.astype(np.float64))
    for layer in AREA_LAYERS:  # the widest first, so that the smallest stays
        shapes = model.shapes.get(layer)
        if shapes is None or not len(shapes):
            continue
        rings = np.array([shapely.polygons(ring) for ring in _rings(shapes)], dtype=np.object_)
        owner = np.repeat(np.arange(len(shapes)), np.diff(shapes.part_offsets))
        point, ring = shapely.STRtree(rings).query(points, predicate="within")
        # Even-odd: a point in an odd number of an area's rings lies in the area, not in its holes.
        pairs, times = np.unique(np.stack([point, owner[ring]]), axis=1, return_counts=True)
        inside = pairs[:, times % 2 == 1]
        found[inside[0]] = shapes.areas[inside[1]]
    return found


def draw(lines: NDArray[np.object_], crs: Crs, areas: Integers) -> Drawn:
    """Turn lines or polygons in metres into rings of world coordinates.

    Parameters
    ----------
    areas
        Of each.
    """
    xy, ring = shapely.get_coordinates(lines, return_index=True)
    x, y = to_world(*from_metres(xy[:, 0], xy[:, 1], crs))
    count = np.bincount(ring, minlength=len(lines))
    offsets = np.concatenate([[0], np.cumsum(count)]).astype(np.uint32)
    return Drawn(offsets, x, y, areas.astype(np.uint16))


def _lines(shapes: Shapes, crs: Crs) -> tuple[NDArray[np.object_], Integers]:
    """Every line of the streets in metres, with the place of its street."""
    xy = np.stack(to_metres(*to_lnglat(shapes.x, shapes.y), crs), axis=1)
    ring = np.repeat(np.arange(len(shapes.ring_offsets) - 1), np.diff(shapes.ring_offsets))
    long = np.bincount(ring, minlength=len(shapes.ring_offsets) - 1) > 1
    owner = np.repeat(np.arange(len(shapes)), np.diff(shapes.part_offsets))[long]
    kept = long[ring]
    number = np.cumsum(long) - 1
    return np.asarray(shapely.linestrings(xy[kept], indices=number[ring[kept]])), owner


def _rings(shapes: Shapes) -> list[Floats]:
    xy = np.stack([shapes.x, shapes.y], axis=1).astype(np.float64)
    return np.split(xy, shapes.ring_offsets[1:-1].astype(np.int64))
