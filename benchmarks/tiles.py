"""Tiles of 1,000,000 records: ``python -m benchmarks.tiles``.

Milliseconds to cut, pack and compress a tile where records are, and its size, by zoom (target:
p95 below 50 ms, 100 KB before compression); beside the columns that come once. Then the same tiles
over HTTP, uncompressed, beside tipg on the same records in PostGIS, its feature cap lifted: asked
in turn, ours from a thread of this process. Where PostgreSQL, PostGIS or pip's index is not to be
had that is left out.
"""

import gzip
from collections.abc import Callable
from statistics import median
from time import perf_counter

import httpx
import numpy as np
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.postgis import AbsentError
from benchmarks.tipg import count_features, start_tipg
from dashboard.server.blocks import LEVEL
from geodata.columns import Bools, Columns, to_arrays
from geodata.coordinates.mercator import to_world
from geodata.packing import pack
from geodata.tiles import Ordered, Tile, cut, in_order, rows_in
from tests.browser.map_site import made_up, serve_routes

RECORDS = 1_000_000
ZOOMS = range(9, 19)
TILES, BESIDE_TILES = 40, 5
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
    try:
        compare(ordered)
    except AbsentError as error:
        print(f"beside tipg: left out, {error}")


def spread_out(columns: Columns) -> Columns:
    """Put the placed records over some 33 km², as a sub-district has."""
    rng, rows = np.random.default_rng(1), columns.placed == 1
    lng, lat = rng.uniform(113.545, 113.6, len(rows)), rng.uniform(23.17, 23.225, len(rows))
    columns.x[rows], columns.y[rows] = (at[rows] for at in to_world(lng, lat))
    return columns


def some_tiles(ordered: Ordered, z: int, count: int) -> list[Tile]:
    """Choose tiles of a zoom, each where some record is, the same each time."""
    rows = np.random.default_rng(z).integers(0, len(ordered.order), count).tolist()
    return [Tile(z, int(ordered.x[row]) >> 32 - z, int(ordered.y[row]) >> 32 - z) for row in rows]


def report(name: str, z: int, ordered: Ordered, chosen: Bools) -> None:
    """Print what tiles of one zoom take, each where some record is."""
    taken, raw, sent = [], [], []
    for tile in some_tiles(ordered, z, TILES):
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


def compare(ordered: Ordered) -> None:
    """Print what the same tiles take us and tipg."""

    def answer(request: Request) -> Response:
        tile = Tile(*(request.path_params[name] for name in Tile._fields))
        return Response(pack(*cut(ordered, tile, everything)))

    everything = np.ones(len(ordered.order), dtype=np.bool_)
    routes = [Route("/{z:int}/{x:int}/{y:int}", answer)]
    with start_tipg(ordered) as tipg, serve_routes(routes) as address:
        page = httpx.Client(base_url=f"http://{address}", timeout=60)
        for z in ZOOMS:
            tiles = some_tiles(ordered, z, BESIDE_TILES + 1)
            held = count_features(tipg.tile(tiles[0]))
            records = len(rows_in(ordered, tiles[0], everything))
            ours = [timed(lambda at: page.get("/{}/{}/{}".format(*at)).content, at) for at in tiles]
            theirs = [timed(tipg.tile, at) for at in tiles]
            told(z, ours[1:], theirs[1:], f"{records:,} and {held:,} records in the first")
        page.close()


def timed(ask: Callable[[Tile], bytes], tile: Tile) -> tuple[float, int]:
    """Return the milliseconds an answer takes, and its bytes."""
    begin = perf_counter()
    answer = ask(tile)
    return 1000 * (perf_counter() - begin), len(answer)


def told(
    z: int, ours: list[tuple[float, int]], theirs: list[tuple[float, int]], records: str
) -> None:
    """Print one zoom."""
    parts = [
        (median(ms for ms, _ in some), max(size for _, size in some)) for some in (ours, theirs)
    ]
    (our_ms, our_bytes), (their_ms, their_bytes) = parts
    print(
        f"beside tipg, zoom {z:2}: p50 {our_ms:5.1f} ms and {their_ms:7.1f} ms, "
        f"{their_ms / our_ms:.1f} times ours; at most {our_bytes / 1e3:.0f} KB and "
        f"{their_bytes / 1e3:.0f} KB; {records}",
        flush=True,
    )


if __name__ == "__main__":
    main()
