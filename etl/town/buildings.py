"""Footprints of the sample town: rows of houses turned with their street."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from etl.town.cutting import heading
from etl.town.names import numeral
from etl.town.parts import longest
from etl.town.plan import CLEARANCE_M, Plan, Street
from etl.town.zoning import Use, outline_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Pattern(NamedTuple):
    """How a block is built over; lengths in metres, (mean, spread) for the houses."""

    width_m: tuple[float, float]
    depth_m: tuple[float, float]
    pitch_m: float
    row_m: float
    pair_gap_m: float
    """Extra width after every second row: the lane between backs of houses."""
    kept: float
    """Share of the plots that are built on; in villages the quota decides."""
    floors: tuple[int, int]


PATTERNS: dict[Use, Pattern] = {
    "village": Pattern((11.2, 1.2), (10.2, 0.9), 15.0, 12.4, 5.2, 1.0, (2, 7)),
    "industry": Pattern((66, 14), (38, 7), 100, 68, 14, 0.62, (1, 5)),
    "estate": Pattern((40, 7), (13, 1.2), 54, 33, 5, 0.72, (6, 18)),
    "open": Pattern((22, 7), (13, 3), 120, 90, 0, 0.3, (1, 3)),
}
SHORTEST_LANE_M = 30.0
SMALLEST_GROUND_M2 = 2_000.0
VILLAGE_HOUSES = 4_800
"""Houses of all villages together."""


class Buildings(NamedTuple):
    """Footprints as arrays of equal length, metres and radians; one row is one building."""

    x: Floats
    y: Floats
    width_m: Floats
    depth_m: Floats
    angle: Floats
    floors: Ints
    block: Ints
    lane: Ints
    """Number of the lane in `lanes`, -1 where the house stands on a street."""

    def corners(self) -> Floats:
        """Corners of the footprints, shape (n, 4, 2), counter-clockwise."""
        u = np.array([-0.5, 0.5, 0.5, -0.5]) * self.width_m[:, None]
        v = np.array([-0.5, -0.5, 0.5, 0.5]) * self.depth_m[:, None]
        cos, sin = np.cos(self.angle)[:, None], np.sin(self.angle)[:, None]
        x, y = self.x[:, None], self.y[:, None]
        return np.stack((x + u * cos - v * sin, y + u * sin + v * cos), axis=-1)

    def take(self, rows: NDArray[np.bool_] | Ints) -> "Buildings":
        """Return the buildings of some rows."""
        return Buildings(*(column[rows] for column in self))  # type: ignore[arg-type]


def building_ground(plan: Plan) -> list[BaseGeometry]:
    """Return what of each block may be built on: clear of streets, river and ponds."""
    wide = [
        street.line.buffer(CLEARANCE_M[street.kind])
        for street in plan.streets
        if street.kind != "local"
    ]
    waters = [plan.river.buffer(12), *(pond.buffer(10) for _, pond in plan.ponds)]
    barred = [*wide, *waters, *(campus.ground.buffer(8) for campus in plan.campuses)]
    tree = shapely.STRtree(barred)
    grounds = []
    for block in plan.blocks:
        ground: BaseGeometry = block.face.buffer(-CLEARANCE_M["local"] - 4).buffer(4)
        if block.centre.use == "village":
            ground = ground.intersection(outline_of(block.centre))
        near = [barred[i] for i in tree.query(ground)]
        grounds.append(shapely.difference(ground, shapely.union_all(near)) if near else ground)
    return grounds


def _turned(x: Floats, y: Floats, angle: float) -> tuple[Floats, Floats]:
    cos, sin = np.cos(angle), np.sin(angle)
    return x * cos - y * sin, x * sin + y * cos


def _plots(
    ground: BaseGeometry, block: int, angle: float, pattern: Pattern, rng: np.random.Generator
) -> tuple[Buildings, list[float]]:
    """Lay rows over a block; the second answer is the place of each lane across the rows.

    A lane runs below every pair of rows and above the last; a house stands on the nearer one.
    """
    turned = shapely.transform(ground, lambda c: np.column_stack(_turned(c[:, 0], c[:, 1], -angle)))
    west, south, east, north = turned.bounds
    pair_m = 2 * pattern.row_m + pattern.pair_gap_m
    pairs = np.arange(south + pair_m / 2, north, pair_m)
    rows = np.concatenate([pairs - pattern.row_m / 2, pairs + pattern.row_m / 2])
    lanes = np.concatenate([np.arange(len(pairs)), np.arange(len(pairs)) + 1])
    u, v = np.meshgrid(np.arange(west + 4, east, pattern.pitch_m), rows)
    lane = np.repeat(lanes[:, None], u.shape[1], axis=1).ravel()
    u, v = u.ravel() + rng.normal(0, 0.5, u.size), v.ravel() + rng.normal(0, 0.35, v.size)
    width = np.clip(
        rng.normal(*pattern.width_m, u.size), 0.6 * pattern.width_m[0], pattern.pitch_m - 1.2
    )
    depth = np.clip(
        rng.normal(*pattern.depth_m, u.size), 0.7 * pattern.depth_m[0], pattern.row_m - 0.8
    )
    floors = rng.integers(pattern.floors[0], pattern.floors[1] + 1, u.size)
    x, y = _turned(u, v, angle)
    kept = rng.random(u.size) < pattern.kept
    houses = Buildings(
        x, y, width, depth, np.full(u.size, angle), floors, np.full(u.size, block), lane
    )
    corners = houses.corners()
    shapely.prepare(ground)
    inside = shapely.contains_xy(ground, corners[..., 0], corners[..., 1]).all(axis=1)
    return houses.take(kept & inside), list(south + pair_m * np.arange(len(pairs) + 1))


def _lane_line(ground: BaseGeometry, angle: float, across: float) -> shapely.LineString | None:
    """Find the longest piece of a lane that lies on the ground."""
    west, _, east, _ = shapely.transform(
        ground, lambda c: np.column_stack(_turned(c[:, 0], c[:, 1], -angle))
    ).bounds
    ends = _turned(np.array([west - 5, east + 5]), np.array([across, across]), angle)
    line = longest(ground.intersection(shapely.LineString(np.column_stack(ends))))
    return line if line.length > SHORTEST_LANE_M else None


def _concat(parts: list[Buildings]) -> Buildings:
    return Buildings(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def raise_buildings(
    plan: Plan, grounds: Sequence[BaseGeometry], rng: np.random.Generator
) -> tuple[Buildings, list[Street]]:
    """Build the town over.

    Parameters
    ----------
    plan
        Blocks and their use.
    grounds
        What of each block may be built on, from `building_ground`.
    rng
        Source of sizes, gaps and floors.

    Returns
    -------
    :
        The buildings, and the lanes between the rows of village houses, named by village.
    """
    parts: list[Buildings] = []
    lanes: list[Street] = []
    counts: dict[str, int] = {}
    for number, (block, ground) in enumerate(zip(plan.blocks, grounds, strict=True)):
        pattern = PATTERNS.get(block.centre.use)
        if pattern is None or ground.area < SMALLEST_GROUND_M2:
            continue
        angle = heading(block.face)
        houses, across = _plots(ground, number, angle, pattern, rng)
        lane_of = np.full(len(across), -1)
        for place, at in enumerate(across if block.centre.use == "village" else ()):
            line = _lane_line(ground, angle, at)
            if line is not None:
                counts[block.centre.name] = counts.get(block.centre.name, 0) + 1
                lane_of[place] = len(lanes)
                name = f"{block.centre.name}{numeral(counts[block.centre.name])}巷"
                lanes.append(Street(name, "lane", line))
        parts.append(houses._replace(lane=lane_of[houses.lane]))
    parts += [_school_houses(plan, number) for number in range(len(plan.campuses))]
    return _thinned(_concat(parts), plan, rng), lanes


def _school_houses(plan: Plan, number: int) -> Buildings:
    """Put two wings along the longer sides of a campus."""
    ground, block = plan.campuses[number].ground, plan.campuses[number].block
    angle = heading(ground)
    corners = np.asarray(ground.exterior.coords)
    sides_m = sorted(np.hypot(*np.diff(corners[:3], axis=0).T))
    away = np.array((0.3, -0.3)) * sides_m[0]
    x, y = _turned(np.zeros(2), away, angle)
    two = np.ones(2)
    return Buildings(
        x + ground.centroid.x,
        y + ground.centroid.y,
        two * sides_m[1] * 0.55,
        two * min(15.0, sides_m[0] * 0.22),
        two * angle,
        np.array((4, 5)),
        np.full(2, block),
        np.full(2, -1),
    )


def _thinned(houses: Buildings, plan: Plan, rng: np.random.Generator) -> Buildings:
    """Leave plots of the villages empty, more at their edges, until the quota is met."""
    village = np.array([block.centre.use == "village" for block in plan.blocks])[houses.block]
    rows = np.flatnonzero(village)
    chosen = rng.permutation(rows)[:VILLAGE_HOUSES]
    return houses.take(np.sort(np.concatenate([np.flatnonzero(~village), chosen])))
