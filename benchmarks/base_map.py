"""The base map of a sub-district and of a city: ours beside vector tiles in a PMTiles file.

    python -m benchmarks.base_map

Ours comes once as packed rings and is painted from them. The usual way is a file of vector tiles
(written by GDAL) drawn by protomaps-leaflet (fetched by npm, left out where that cannot be). Both
paint the same streets, water, parks and buildings in the same browser. Prints bytes, how long until
the first picture, and of each zoom how long until a move is painted and the longest time without a
frame meanwhile, plain and with the processor slowed four times.
"""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final

from playwright.sync_api import Page, sync_playwright

from benchmarks.made_up_city import CENTRE, made_up_city
from benchmarks.vector_tiles import fetch_painter, serve_tiles, write_pmtiles
from dashboard.server.blocks import LEVEL
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.mercator import to_lnglat
from geodata.packing import pack
from geodata.shapes import to_arrays
from tests.browser.chromium import FLAGS, find_browser
from tests.browser.map_site import LAYERS, Site, made_up, serve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.shapes import Shapes

SIZES = ((4_000, 1_500), (300_000, 50_000))
"""Buildings and pieces of street: a sub-district, a city."""

ZOOMS = (11, 12, 13, 14, 15, 16, 17)
SLOWED = (1, 4)
ROUNDS = 3
MOVES: Final = """async ([lat, lng, zoom, moves]) => {
  const map = window.shown;
  const frame = () => new Promise(requestAnimationFrame);
  const found = [];
  for (let n = 0; n <= moves; n++) {
    let [last, longest, on] = [performance.now(), 0, true];
    const tick = () => {
      const now = performance.now();
      [longest, last] = [Math.max(longest, now - last), now];
      if (on) requestAnimationFrame(tick);
    };
    await frame();
    tick();
    const from = performance.now();
    const settled = window.settles();
    if (n === 0) map.setView([lat, lng], zoom, { animate: false });
    else map.panBy([400, 120], { animate: false });
    await settled;
    await frame();
    found.push([performance.now() - from, longest]);
    on = false;
    await frame();
  }
  return found;
}"""
COME: Final = "(count) => window.map?.store.shapes('ground')?.count === count"
OURS: Final = """() => {
  window.shown = window.map.map;
  const sheets = [...document.querySelectorAll(".map-base, .map-marks")];
  window.settles = async () => {
    await new Promise(requestAnimationFrame);
    for (const sheet of sheets) sheet.getContext("2d").getImageData(0, 0, 1, 1);
  };
}"""


def report_bytes(city: Mapping[str, Shapes]) -> None:
    """Print what travels to a browser once, and what the server takes to pack it."""
    begin = perf_counter()
    whole = [pack({"names": shapes.names}, to_arrays(shapes)) for shapes in city.values()]
    sent = sum(len(gzip.compress(block, LEVEL)) for block in whole)
    print(
        f"ours: {sum(map(len, whole)) / 1e6:.2f} MB, {sent / 1e6:.2f} MB compressed in "
        f"{perf_counter() - begin:.2f} s, once",
        flush=True,
    )


def report_moves(page: Page, name: str) -> None:
    """Print of each zoom how long a move takes to be painted, and the longest gap of frames."""
    session = page.context.new_cdp_session(page)
    for times in SLOWED:
        session.send("Emulation.setCPUThrottlingRate", {"rate": times})
        for zoom in ZOOMS:
            asked = [CENTRE[1], CENTRE[0], zoom, ROUNDS]
            first, *moves = page.evaluate(MOVES, asked)
            taken, gap = (median(found) for found in zip(*moves, strict=True))
            print(
                f"{name}, zoom {zoom}, processor slowed {times} times: zoomed in "
                f"{first[0]:6.0f} ms, moved in {taken:6.0f} ms, longest without a frame "
                f"{gap:6.0f} ms",
                flush=True,
            )
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})


def measure_ours(page: Page, city: Mapping[str, Shapes]) -> None:
    """Measure the map element."""
    site = Site()
    site.shapes = dict(city)
    site.columns = {layer: made_up(layer, 0) for layer in LAYERS}
    extent = Bounds.around(*to_lnglat(city["street"].x, city["street"].y))
    site.view["home"] = list(extent or ())
    with serve(site) as address:
        begin = perf_counter()
        page.goto(f"http://{address}/")
        page.wait_for_function(COME, arg=len(city["ground"]))
        page.evaluate(OURS)
        print(f"ours: first picture after {perf_counter() - begin:.1f} s", flush=True)
        report_moves(page, "ours")
        page.goto("about:blank")


def measure_tiles(page: Page, city: Mapping[str, Shapes], painter: str) -> None:
    """Measure the same as vector tiles."""
    with tempfile.TemporaryDirectory() as folder:
        begin = perf_counter()
        files = [write_pmtiles(Path(folder), layer, shapes) for layer, shapes in city.items()]
        size = sum(file.stat().st_size for file in files)
        print(f"tiles: {size / 1e6:.2f} MB, written in {perf_counter() - begin:.1f} s", flush=True)
        with serve_tiles(Path(folder), painter) as address:
            begin = perf_counter()
            page.goto(f"http://{address}/")
            page.wait_for_function("window.isPainted")
            print(f"tiles: first picture after {perf_counter() - begin:.1f} s", flush=True)
            report_moves(page, "tiles")
            page.goto("about:blank")


def main() -> None:
    """Measure and print."""
    program = find_browser()
    if program is None:
        raise SystemExit("No Chromium, Chrome or Edge found: name one in SAFETY_MAP_BROWSER.")
    painter = fetch_painter()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        for buildings, pieces in SIZES:
            city = made_up_city(buildings, pieces)
            print(f"{buildings:,} buildings, {pieces:,} pieces of street", flush=True)
            report_bytes(city)
            measure_ours(page, city)
            if painter is None:
                print("tiles: left out, npm could not fetch protomaps-leaflet")
            else:
                measure_tiles(page, city, painter)
        browser.close()


if __name__ == "__main__":
    main()
