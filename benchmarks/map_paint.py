"""Change in the map to painted: our element beside folium circles, in one run of one browser.

    python -m benchmarks.map_paint

Prints medians of a click on a grade in the legend and of a step of the play-back, plain and with
the processor slowed four times, as an old office PC has it. The element filters and paints in the
browser; folium's way is to build the map anew from the records that are left and to load its page
again. It is tried at each size up to the one where a page takes longer than a minute.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter

import folium
import numpy as np
from playwright.sync_api import Page, sync_playwright

from dashboard.map.assets import vendor
from dashboard.map.months import Month
from geodata.coordinates.mercator import to_lnglat
from tests.browser.chromium import FLAGS, find_browser
from tests.browser.map_site import Site, made_up, serve

SIZES = (3_176, 10_000, 40_000, 200_000, 1_000_000)
SLOWED = (1, 4)
MOST_NAIVE_MS = 60_000
BESIDE = {"premises": 956, "incident": 723, "school": 6, "shelter": 16}
ROUNDS = 15
NAIVE_ROUNDS = 3
TIMED = """() => {
  const from = performance.now();
  document.querySelector("%s").click();
  document.querySelector(".map-marks").getContext("2d").getImageData(0, 0, 1, 1);
  return performance.now() - from;
}"""
TOGGLE = TIMED % "[data-key='grades-rental-1']"
STEPS = (TIMED % "[data-key='earlier']", TIMED % "[data-key='later']")
MONTHS = [Month(f"{n}", 9000 + 30 * n, 9030 + 30 * n).to_json() for n in range(12)]


def element_ms(page: Page, count: int) -> dict[int, tuple[float, float]]:
    """Measure our element by how many times the processor is slowed.

    Returns
    -------
    dict
        Median milliseconds of a click in the legend and of a step of the play-back.
    """
    site = Site()
    site.columns |= {layer: made_up(layer, beside) for layer, beside in BESIDE.items()}
    site.columns["rental"] = made_up("rental", count)
    site.view["months"] = MONTHS
    found = {}
    session = page.context.new_cdp_session(page)
    with serve(site) as address:
        page.goto(f"http://{address}/")
        page.wait_for_function("window.map && window.map.scene.results.rental")
        page.wait_for_timeout(500)
        for times in SLOWED:
            session.send("Emulation.setCPUThrottlingRate", {"rate": times})
            clicks = median(float(page.evaluate(TOGGLE)) for _ in range(ROUNDS))
            page.click("[data-key='open-play']")
            steps = median(float(page.evaluate(STEPS[n % 2])) for n in range(ROUNDS))
            page.click("[data-key='end-play']")
            found[times] = (clicks, steps)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        page.goto("about:blank")
    return found


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
            page.set_content(naive.get_root().render(), wait_until="load", timeout=0)
            page.evaluate("new Promise((done) => requestAnimationFrame(() => done()))")
            times.append(1000 * (perf_counter() - begin))
            if times[-1] > MOST_NAIVE_MS:
                break
        page.goto("about:blank")
    return median(times)


LEAFLET = "leaflet/1.9.4/dist/leaflet"


def print_sizes(count: int, found: dict[int, tuple[float, float]]) -> None:
    """Print what the element took at one size."""
    for times, (click, step) in found.items():
        print(
            f"element, {count:>9,} records, processor slowed {times} times: "
            f"legend click to painted {click:8.1f} ms, month to painted {step:8.1f} ms",
            flush=True,
        )


def main() -> None:
    """Measure and print."""
    program = find_browser()
    if program is None:
        raise SystemExit("No Chromium, Chrome or Edge found: name one in SAFETY_MAP_BROWSER.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        ours = {count: element_ms(page, count) for count in SIZES}
        for count, found in ours.items():
            print_sizes(count, found)
        for count, found in ours.items():
            taken = naive_ms(page, count)
            print(
                f"folium circles, {count:,}: rebuilt and painted {taken:10.1f} ms, "
                f"{taken / found[1][0]:.0f} times ours",
                flush=True,
            )
            if taken > MOST_NAIVE_MS:
                print(f"folium circles: beyond {MOST_NAIVE_MS // 1000} s from {count:,} records on")
                break
        browser.close()


if __name__ == "__main__":
    main()
