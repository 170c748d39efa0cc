"""Legend click to painted: our element beside plain folium markers, in one run of one browser.

    python -m benchmarks.map_paint

Prints medians. The element filters and paints in the browser; folium's way is to build the map
anew from the records that are left and to load its page again.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter

import folium
import numpy as np
from playwright.sync_api import Page, sync_playwright

from dashboard.map.assets import vendor
from geodata.mercator import to_lnglat
from tests.browser.chromium import FLAGS, find_browser
from tests.browser.map_site import Site, made_up, serve

SIZES = (3_176, 40_000, 1_000_000)
NAIVE_SIZE = 3_176
BESIDE = {"premises": 956, "incident": 723, "school": 6, "shelter": 16}
ROUNDS = 15
NAIVE_ROUNDS = 3
TOGGLE = """() => {
  const from = performance.now();
  document.querySelector("[data-key='grades-rental-1']").click();
  document.querySelector(".map-marks").getContext("2d").getImageData(0, 0, 1, 1);
  return performance.now() - from;
}"""


def element_ms(page: Page, count: int) -> float:
    """Median milliseconds from a click on a grade in the legend to the painted canvas."""
    site = Site()
    site.columns |= {layer: made_up(layer, beside) for layer, beside in BESIDE.items()}
    site.columns["rental"] = made_up("rental", count)
    with serve(site) as address:
        page.goto(f"http://{address}/")
        page.wait_for_function("window.map && window.map.scene.results.rental")
        page.wait_for_timeout(500)
        times = [float(page.evaluate(TOGGLE)) for _ in range(ROUNDS)]
        page.goto("about:blank")
    return median(times)


def naive_ms(page: Page, count: int) -> float:
    """Median milliseconds to build, load and paint a folium map of a marker for each record."""
    columns = made_up("rental", count)
    lng, lat = to_lnglat(columns.x, columns.y)
    rows = np.flatnonzero(columns.placed)
    with serve(Site()) as address:
        page.goto(f"http://{address}/")
        times = []
        for _ in range(NAIVE_ROUNDS):
            begin = perf_counter()
            naive = folium.Map((23.2, 113.57), zoom_start=14, tiles=None)
            naive.default_js = [("leaflet", f"http://{address}{vendor(LEAFLET + '.js')}")]
            naive.default_css = [("leaflet", f"http://{address}{vendor(LEAFLET + '.css')}")]
            for row in rows:
                folium.CircleMarker((lat[row], lng[row]), radius=4).add_to(naive)
            page.set_content(naive.get_root().render(), wait_until="load")
            page.evaluate("new Promise((done) => requestAnimationFrame(() => done()))")
            times.append(1000 * (perf_counter() - begin))
        page.goto("about:blank")
    return median(times)


LEAFLET = "leaflet/1.9.4/dist/leaflet"


def main() -> None:
    """Measure and print."""
    program = find_browser()
    if program is None:
        raise SystemExit("No Chromium, Chrome or Edge found: name one in SAFETY_MAP_BROWSER.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        ours = {count: element_ms(page, count) for count in SIZES}
        for count, taken in ours.items():
            print(f"element, {count:>9,} records: legend click to painted {taken:8.1f} ms")
        naive = naive_ms(page, NAIVE_SIZE)
        print(f"folium markers, {NAIVE_SIZE:,}: rebuilt and painted {naive:14.1f} ms")
        print(f"ratio at {NAIVE_SIZE:,}: {naive / ours[NAIVE_SIZE]:.0f} times")
        browser.close()


if __name__ == "__main__":
    main()
