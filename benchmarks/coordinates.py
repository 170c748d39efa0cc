"""How long a million points take between the CRSs met in China, and how exactly they come back.

Run as ``python -m benchmarks.coordinates``. Each figure is the best of five, in one process on one
core; points are spread over the whole rectangle of the offsets, zones over their own width.
"""

from collections.abc import Callable
from functools import partial
from math import inf
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import from_wgs84, parse_crs, to_wgs84
from geodata.coordinates.gcj02 import RECTANGLE
from geodata.coordinates.mercator import to_lnglat, to_world

POINTS = 1_000_000
ROUNDS = 5
ZONE = Bounds(112.5, 18.0, 115.5, 53.0)

CRS_BOUNDS = {"GCJ-02": RECTANGLE, "BD-09": RECTANGLE, "EPSG:4547": ZONE, "EPSG:4490": ZONE}

Floats = NDArray[np.float64]
Change = Callable[..., tuple[NDArray[Any], NDArray[Any]]]


def scattered(bounds: Bounds) -> tuple[Floats, Floats]:
    """Spread points evenly over an extent, the same each time."""
    rng = np.random.default_rng(1)
    west, south, east, north = bounds
    return rng.uniform(west, east, POINTS), rng.uniform(south, north, POINTS)


def print_both_ways(name: str, bounds: Bounds, there: Change, back: Change) -> None:
    """Time one change of coordinates both ways and print its line."""
    lng, lat = scattered(bounds)
    there_s = back_s = off = inf
    for _ in range(ROUNDS):
        start = perf_counter()
        x, y = there(lng, lat)
        turn = perf_counter()
        back_lng, back_lat = back(x, y)
        end = perf_counter()
        there_s, back_s = min(there_s, turn - start), min(back_s, end - turn)
        off = max(np.abs(back_lng - lng).max(), np.abs(back_lat - lat).max())
    print(f"{name:14} {there_s:14.2f} {back_s:14.2f} {off:20.0e}")


def main() -> None:
    """Print the table."""
    print(f"{POINTS:,} points  from WGS84, s    to WGS84, s    off after both, deg")
    for name, bounds in CRS_BOUNDS.items():
        crs = parse_crs(name)
        print_both_ways(name, bounds, partial(from_wgs84, crs=crs), partial(to_wgs84, crs=crs))
    print_both_ways("world uint32", ZONE, to_world, to_lnglat)


if __name__ == "__main__":
    main()
