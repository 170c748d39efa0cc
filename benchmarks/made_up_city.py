"""A city that nobody built: streets on a bent grid, buildings turned with them, lakes and parks."""

from collections.abc import Mapping

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.catalogue.load import read_catalogue
from geodata.coordinates.bounds import METRES_PER_DEGREE
from geodata.shapes import Shapes, pack_shapes

CENTRE = (113.55, 23.18)
PER_KM2 = 1_500.0
"""Buildings, as in the middle of a large city."""

STEPS = 4
"""Straight parts of a street between two crossings."""

CORNERS = np.array([[0, 0], [1, 0], [1, 0.6], [0.45, 0.6], [0.45, 1], [0, 1], [0, 0]]) - 0.5
"""Of a building one metre wide: an L, since few are mere boxes."""

Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]


def made_up_city(buildings: int, pieces: int, *, seed: int = 1) -> dict[str, Shapes]:
    """Make ground and streets of a city.

    Parameters
    ----------
    buildings
        How many; they and the streets share one square.
    pieces
        Of street, from crossing to crossing, at least.

    Returns
    -------
    dict
        Shapes by layer id, ``ground`` and ``street``.
    """
    rng = np.random.default_rng(seed)
    side_m = 1_000.0 * (buildings / PER_KM2) ** 0.5
    lines, ranks = _streets(rng, side_m, int(np.ceil((pieces / 2) ** 0.5)))
    named = [f"第{n}路" if rank < 3 else "" for n, rank in ranks]
    streets = _packed("street", lines, [rank for _, rank in ranks], named)
    land = [*_blobs(rng, side_m, 60, 300.0), *_blobs(rng, side_m, 400, 90.0)]
    kinds = ["water"] * 60 + ["park"] * 400 + ["building"] * buildings
    ids = list(_classes("ground"))
    whole = np.concatenate([np.array(land, object), _buildings(rng, side_m, buildings)])
    names = [f"{n}号湖" if n < 60 else "" for n in range(len(whole))]
    ground = _packed("ground", whole, [ids.index(kind) for kind in kinds], names)
    return {"ground": ground, "street": streets}


def _classes(layer: str) -> Mapping[str, object]:
    declared = read_catalogue().by_layer[layer].classes
    return {} if declared is None else dict.fromkeys(declared.ids)


def _packed(layer: str, geometry: Geometries, classes: list[int], names: list[str]) -> Shapes:
    return pack_shapes(
        layer,
        _in_degrees(geometry),
        number=np.arange(1, len(geometry) + 1, dtype=np.uint32),
        classes=np.array(classes, dtype=np.uint8),
        areas=np.full(len(geometry), 65_535, dtype=np.uint16),
        names=names,
    )


def _in_degrees(geometry: Geometries) -> Geometries:
    metres = shapely.get_coordinates(geometry)
    narrow = np.cos(np.radians(CENTRE[1]))
    degrees = np.column_stack(
        [
            CENTRE[0] + metres[:, 0] / METRES_PER_DEGREE / narrow,
            CENTRE[1] + metres[:, 1] / METRES_PER_DEGREE,
        ]
    )
    return np.asarray(shapely.set_coordinates(geometry.copy(), degrees))


def _streets(
    rng: np.random.Generator, side_m: float, each: int
) -> tuple[Geometries, list[tuple[int, int]]]:
    """Return the pieces, and of each which line it is on and its rank, from arterial to lane."""
    at = (np.arange(each + 1) / each - 0.5) * side_m
    crossings = np.stack(np.meshgrid(at, at), axis=-1)
    crossings += rng.normal(0, 0.12 * side_m / each, crossings.shape)
    lines, ranks = [], []
    for turned in (crossings, crossings.transpose(1, 0, 2)):
        share = np.linspace(0, 1, STEPS + 1)[:, None]
        ways = turned[:, :-1, None] * (1 - share) + turned[:, 1:, None] * share
        ways[:, :, 1:-1] += rng.normal(0, 2.0, ways[:, :, 1:-1].shape)
        lines.append(np.array(shapely.linestrings(ways.reshape(-1, STEPS + 1, 2)), object))
        rank = [0 if n % 16 == 0 else 1 if n % 4 == 0 else 2 + n % 2 for n in range(each + 1)]
        ranks += [(n, rank[n]) for n in range(each + 1) for _ in range(each)]
    return np.concatenate(lines), ranks


def _buildings(rng: np.random.Generator, side_m: float, count: int) -> Geometries:
    size_m = rng.uniform(6, 32, (count, 1, 2))
    turn = rng.normal(0, 0.15, count)
    turned = np.stack([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    rings = np.einsum("ijn,nkj->nki", turned, CORNERS * size_m)
    return np.asarray(shapely.polygons(rings + rng.uniform(-0.5, 0.5, (count, 1, 2)) * side_m))


def _blobs(rng: np.random.Generator, side_m: float, count: int, wide_m: float) -> Geometries:
    around = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    waves = 1 + 0.25 * np.sin(3 * around + rng.uniform(0, 6, (count, 1)))
    radius_m = wide_m * rng.uniform(0.5, 1.5, (count, 1)) * waves
    rings = np.stack([radius_m * np.cos(around), radius_m * np.sin(around)], axis=-1)
    return np.asarray(shapely.polygons(rings + rng.uniform(-0.5, 0.5, (count, 1, 2)) * side_m))
