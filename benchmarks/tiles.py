"""Tiles of 1,000,000 records: ``python -m benchmarks.tiles``.

Milliseconds to cut, pack and compress a tile where records are, and its size, by zoom (target:
p95 below 50 ms, 100 KB before compression); beside the columns that come once.
"""

import gzip
from statistics import median
from time import perf_counter

import numpy as np

from dashboard.server.blocks import LEVEL
from geodata.columns import Bools, Columns, to_arrays
from geodata.mercator import to_world
from geodata.packing import pack
from geodata.tiles import Ordered, Tile, cut, in_order
from tests.browser.map_site import made_up

RECORDS = 1_000_000
ZOOMS = range(9, 19)
TILES = 40
TARGET_MS, TARGET_KB = 50, 100


def main() -> None:
    """Measure and print."""
    columns = spread_out(made_up("rental", RECORDS))
    begin = perf_counter()
    ordered = in_order(columns, [1])
    print(f"{RECORDS:,} records put in order in {1000 * (perf_counter() - begin):.0f} ms")
    chosen = np.random.default_rng(2).random(len(ordered.order)) < 0.5
    for name, rows in (("all of them", np.ones_like(chosen)), ("half of them", chosen)):
        for z in ZOOMS:
            report(name, z, ordered, rows)
    begin = perf_counter()
    whole = pack({}, to_arrays(columns))
    sent = gzip.compress(whole, LEVEL)
    print(
        f"columns: {len(whole) / 1e6:.1f} MB, {len(sent) / 1e6:.1f} MB compressed in "
        f"{perf_counter() - begin:.1f} s, once"
    )


def spread_out(columns: Columns) -> Columns:
    """Put the placed records over some 33 km², as a sub-district has."""
    rng, rows = np.random.default_rng(1), columns.placed == 1
    lng, lat = rng.uniform(113.545, 113.6, len(rows)), rng.uniform(23.17, 23.225, len(rows))
    columns.x[rows], columns.y[rows] = (at[rows] for at in to_world(lng, lat))
    return columns


def report(name: str, z: int, ordered: Ordered, chosen: Bools) -> None:
    """Print what tiles of one zoom take, each where some record is."""
    rng = np.random.default_rng(z)
    taken, raw, sent = [], [], []
    for row in rng.integers(0, len(ordered.order), TILES):
        tile = Tile(z, int(ordered.x[row]) >> 32 - z, int(ordered.y[row]) >> 32 - z)
        begin = perf_counter()
        block = pack(*cut(ordered, tile, chosen))
        sent.append(len(gzip.compress(block, LEVEL)) / 1e3)
        taken.append(1000 * (perf_counter() - begin))
        raw.append(len(block) / 1e3)
    p95 = float(np.percentile(taken, 95))
    late = "" if p95 <= TARGET_MS and max(raw) <= TARGET_KB else "  over the target"
    print(
        f"{name}, zoom {z:2}: p50 {median(taken):5.1f} ms, p95 {p95:5.1f} ms, at most "
        f"{max(raw):.0f} KB, {max(sent):.0f} KB compressed{late}"
    )


if __name__ == "__main__":
    main()
