"""How often the evidence names the right datum of a ledger, asks, or is wrong, on real ground.

Run as ``python -m benchmarks.recognition`` with SAFETY_MAP_TESTDATA set. Each sample is
n points of real ground, one in ten of them at a place of no meaning, written in WGS84, GCJ-02,
BD-09 or with an offset nobody knows (400 to 1,500 m any way), and recognised with what is known
there: streets of Futian, buildings of Suzhou, districts of Guangzhou and its shelters. Communities
are a grid of 1 km cells; a tenth of the rows name the wrong one.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from etl.datum.recognise import Recognition, recognise
from etl.datum.surroundings import RowWords, Surroundings
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import from_wgs84, to_wgs84
from geodata.coordinates.crs_names import BD09, GCJ02, WGS84
from geodata.settings import read_settings

SAMPLES = 300
SIZES = (5, 20, 100)
ASTRAY_SHARE = 0.1
CELL_M = 1_000.0
DATUMS = (WGS84, GCJ02, BD09)
FOREIGN = "unknown"

Floats = NDArray[np.float64]


class Ground(NamedTuple):
    """Real ground: what is known there, and the points ledgers are drawn from."""

    name: str
    around: Surroundings
    lng: Floats
    lat: Floats
    words: list[RowWords]
    jitter_m: float


def grounds(folder: Path) -> Iterator[Ground]:
    """Read the real files, each with less and more that is known."""
    _, _, geometry, fields = pyogrio.raw.read(
        folder / "futian" / "roads_wgs84.gpkg", layer="edges", columns=["name"]
    )
    names = [name if isinstance(name, str) and name[0] != "[" else None for name in fields[0]]
    streets = shapely.from_wkb(geometry)
    along = shapely.line_interpolate_point(streets, 0.5, normalized=True)
    yield from _variants("street", streets, along, names, jitter_m=6.0)
    document = json.loads((folder / "suzhou" / "buildings.geojson").read_text(encoding="utf-8"))
    footprints = np.array([shapely.geometry.shape(f["geometry"]) for f in document["features"]])
    inside = shapely.point_on_surface(footprints)
    yield from _variants("footprint", footprints, inside, [None] * len(inside), jitter_m=4.0)


def _variants(
    kind: str,
    shapes: NDArray[np.object_],
    points: NDArray[np.object_],
    names: list[str | None],
    *,
    jitter_m: float,
) -> Iterator[Ground]:
    lng, lat = shapely.get_x(points), shapely.get_y(points)
    bounds = Bounds.around(lng, lat)
    assert bounds is not None
    outline = Surroundings(bounds, shapely.box(*bounds))
    known = (
        replace(outline, streets=list(zip(shapes, names, strict=True)))
        if kind == "street"
        else replace(outline, footprints=list(shapes))
    )
    cells = _cells(bounds)
    nearest = shapely.STRtree(list(cells.values())).nearest(points)
    plain = [RowWords()] * len(points)
    written = [RowWords(community=list(cells)[cell]) for cell in nearest]
    keyed = [RowWords(names=(f"K{i}",)) for i in range(len(points))]
    third = [(f"K{i}", x, y) for i, (x, y) in enumerate(zip(lng, lat, strict=True)) if i % 3 == 0]
    with_cells = replace(outline, communities=cells)
    yield Ground("outline only", outline, lng, lat, plain, jitter_m)
    yield Ground(f"{kind}s", known, lng, lat, plain, jitter_m)
    yield Ground("communities", with_cells, lng, lat, written, jitter_m)
    both = replace(known, communities=cells)
    yield Ground(f"communities, {kind}s", both, lng, lat, written, jitter_m)
    yield Ground("a third known", replace(outline, places=third), lng, lat, keyed, jitter_m)
    if kind == "street":
        named = [RowWords(address=f"{name}5号" if name else None) for name in names]
        yield Ground("streets, addresses", known, lng, lat, named, jitter_m)


def _cells(bounds: Bounds) -> dict[str, shapely.Geometry]:
    step = CELL_M / 111_195.0
    wests = np.arange(bounds.west - 0.01, bounds.east + 0.01, step)
    souths = np.arange(bounds.south - 0.01, bounds.north + 0.01, step)
    return {
        f"C{i}x{j}": shapely.box(west, south, west + step, south + step)
        for i, west in enumerate(wests)
        for j, south in enumerate(souths)
    }


def sample(ground: Ground, size: int, datum: str, rng: np.random.Generator) -> Recognition:
    """Draw one ledger, write it in a datum and recognise it."""
    rows = rng.choice(len(ground.lng), size, replace=False)
    words = [ground.words[i] for i in rows]
    crs = ground.around.crs
    x, y = from_wgs84(ground.lng[rows], ground.lat[rows], crs)
    x, y = (v + rng.normal(0, ground.jitter_m, size) for v in (x, y))
    astray = rng.random(size) < ASTRAY_SHARE
    west, south, east, north = ground.around.bounds or Bounds(0, 0, 0, 0)
    (low_x, high_x), (low_y, high_y) = from_wgs84([west, east], [south, north], crs)
    x = np.where(astray, rng.uniform(low_x, high_x, size), x)
    y = np.where(astray, rng.uniform(low_y, high_y, size), y)
    if datum == FOREIGN:
        angle, far_m = rng.uniform(0, 2 * np.pi), rng.uniform(400, 1_500)
        x, y = x + far_m * np.cos(angle), y + far_m * np.sin(angle)
    lng, lat = to_wgs84(x, y, crs)
    for named in DATUMS:
        if named.code == datum:
            lng, lat = from_wgs84(lng, lat, named)
    return recognise(lng, lat, words, ground.around)


def main() -> None:
    """Print the table."""
    rng = np.random.default_rng(1)
    print(
        f"{SAMPLES} ledgers a line     rows   first right settled right       WRONG  foreign taken"
    )
    for ground in grounds(read_settings().testdata_folder):
        for size in SIZES:
            began = perf_counter()
            tally: Counter[str] = Counter()
            for turn in range(SAMPLES):
                datum = DATUMS[turn % len(DATUMS)].code
                found = sample(ground, size, datum, rng)
                settled = found.settled.crs.code if found.settled else None
                tally["first"] += found.candidates[0].candidate.crs.code == datum
                tally["right"] += settled == datum
                tally["wrong"] += settled not in {datum, None}
                tally["foreign"] += sample(ground, size, FOREIGN, rng).settled is not None
            shares = [tally[name] / SAMPLES for name in ("first", "right", "wrong", "foreign")]
            each_s = (perf_counter() - began) / SAMPLES / 2
            print(
                f"{ground.name:24} {size:4}" + "".join(f"{s:14.1%}" for s in shares),
                f"{each_s:.3f} s",
            )


if __name__ == "__main__":
    main()
