"""Filter click to painted map, through Streamlit's rerun, beside the usual map pages.

    python -m benchmarks.filter_click

Measures the sample town, and the same with more rentals, up to a million; plain, and with the
processor slowed four times, as an old office PC has it. First paint is from asking for the page to
records on the map, the server warm and the browser without anything kept. The click is on a status
in the filter bar of the real page, in a real Chromium; the clock stops when the element has painted
what the rerun told it. Folium's markers, its lighter circles, FastMarkerCluster and pydeck
(`naive_page.py`) run on the same Streamlit, the same records and in the same browser, each up to
the size where it no longer answers within a minute.
"""

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.naive_maps import KINDS, LIBRARY, NoAnswerError, fetch_library, naive_ms
from deploy.steps import ROOT, environment
from tests.browser.chromium import FLAGS, find_browser
from tests.browser.server import Server, start_server
from tests.browser.signing import cookie_of

AS_OF = date(2026, 11, 21)
SAMPLE_RENTALS = 3_176
SIZES = (SAMPLE_RENTALS, 10_000, 40_000, 200_000, 1_000_000)
SLOWED = (1, 4)
ROUNDS = 16
"""Even, as the rivals' are: a click hides the vacant and the next one shows all again."""
WEBGL = "--enable-unsafe-swiftshader"
"""Draws what pydeck needs WebGL for, on machines without a graphics card too."""
WAIT_MS = 120_000
ELEMENT = 'document.querySelector(".map-root")?.parentElement.safetyMap'
WATCH = f"""async () => {{
  const element = await {ELEMENT};
  const update = element.update.bind(element);
  element.update = (...told) => {{
    const shown = update(...told);
    document.querySelector(".map-marks").getContext("2d").getImageData(0, 0, 1, 1);
    window.paintedAt = Date.now();
    return shown;
  }};
}}"""
CLICK = "() => { window.paintedAt = 0; window.clickedAt = Date.now(); (%s).click(); }"
OURS = CLICK % "document.querySelector('.sm-filter.statuses .panel input[value=\"rental.let\"]')"
FIRST = f"""async () => {{
  const element = {ELEMENT};
  const plans = element && (await element).scene.plans;
  return Boolean(plans?.some(({{ layer, block }}) => layer.id === "rental" && block.count > 0));
}}"""


def main() -> None:
    """Measure and print."""
    program = find_browser()
    if program is None:
        raise SystemExit("No Chromium, Chrome or Edge found: name one in SAFETY_MAP_BROWSER.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, WEBGL])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        towns = {size: make_town(Path(folder, str(size)), size) for size in SIZES}
        ours = {size: measure_ours(page, data, size) for size, data in towns.items()}
        library = fetch_library(Path(folder)) if "cluster" in KINDS else None
        for kind, name in KINDS.items():
            if kind == "cluster" and library is None:
                print(f"{name}: left out, npm could not fetch {LIBRARY}")
                continue
            compare(page, towns, kind, ours, library or Path(folder))
        browser.close()


def measure_ours(page: Page, data: Path, size: int) -> float:
    """Print what our page takes at one size; return the click's milliseconds, plain."""
    server = start_server(data, data / "server.log")
    try:
        sign_in(page, server)
        first = [first_ms(page, server) for _ in range(2)][1]  # the server has made its blocks
        open_filter(page, server)
        session, taken = page.context.new_cdp_session(page), {}
        for times in SLOWED:
            session.send("Emulation.setCPUThrottlingRate", {"rate": times})
            taken[times] = median(click_ms(page, OURS) for _ in range(ROUNDS))
        session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        told = ", ".join(f"slowed {times} times {ms:.0f} ms" for times, ms in taken.items())
        print(
            f"our page, {size:>9,} rentals: first paint {first:.0f} ms, "
            f"filter click to painted: {told}",
            flush=True,
        )
        return taken[SLOWED[0]]
    finally:
        page.goto("about:blank")
        server.stop()


def first_ms(page: Page, server: Server) -> float:
    """Milliseconds from asking for the page to rentals on the map, nothing kept."""
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    begin = perf_counter()
    page.goto(server.url)
    page.wait_for_function(FIRST, timeout=WAIT_MS)
    taken = 1000 * (perf_counter() - begin)
    page.goto("about:blank")
    return taken


def compare(
    page: Page, towns: dict[int, Path], kind: str, ours: dict[int, float], library: Path
) -> None:
    """Print what one of the usual pages takes, up to the size where it answers no more."""
    for size, data in towns.items():
        try:
            taken = naive_ms(page, data, kind, library)
        except NoAnswerError as reason:
            print(f"{KINDS[kind]}, {size:,} rentals: {reason}; no further", flush=True)
            return
        print(
            f"{KINDS[kind]}, {size:,} rentals: {taken:.0f} ms, {taken / ours[size]:.0f} times ours",
            flush=True,
        )


def make_town(data: Path, rentals: int) -> Path:
    """Import the sample town, and as many more rentals as are wanted, spread over it."""
    run("etl", "town", "--data", str(data), "--as-of", AS_OF.isoformat())
    if rentals > SAMPLE_RENTALS:
        ledger = data / "more.csv"
        ledger.write_text("\n".join(more_rentals(rentals - SAMPLE_RENTALS)), encoding="utf-8")
        told = ["--layer", "rental", "--crs", "EPSG:4326"]  # nothing tells it of random places
        run("etl", "import", str(ledger), *told, "--data", str(data))
    return data


def more_rentals(count: int) -> list[str]:
    """Rows of a ledger of rentals at random places, a third of them vacant; seeded."""
    chance = np.random.default_rng(1)
    lng, lat = chance.uniform(113.545, 113.595, count), chance.uniform(23.175, 23.225, count)
    status = chance.choice(["在租", "在租", "空置"], count)
    heading = "房屋编码,房屋地址,经度,纬度,套数,状态"
    rows = zip(lng.tolist(), lat.tolist(), status.tolist(), strict=True)
    return [
        heading,
        *(f"X-{i:06d},测试路{i}号,{x:.6f},{y:.6f},6,{s}" for i, (x, y, s) in enumerate(rows)),
    ]


def run(module: str, *arguments: str) -> None:
    """Run one of our programs quietly."""
    command = [sys.executable, "-P", "-m", module, *arguments]
    subprocess.run(command, cwd=ROOT, env=environment(), check=True, stdout=subprocess.DEVNULL)


def sign_in(page: Page, server: Server) -> None:
    """Let the tab be a clerk's."""
    page.context.add_cookies([cookie_of(server, "clerk")])  # type: ignore[list-item]


def open_filter(page: Page, server: Server) -> None:
    """Open the page with the list of statuses open, clocked from now on."""
    page.goto(server.url)
    page.wait_for_selector(".map-marks", timeout=WAIT_MS)
    page.wait_for_selector(".sm-cards .card", timeout=WAIT_MS)
    page.wait_for_function(f"{ELEMENT}?.then(({{ scene }}) => scene.results.rental)")
    page.wait_for_timeout(3000)
    page.evaluate(WATCH)
    page.locator(".sm-filter.statuses .filter").click()


def click_ms(page: Page, click: str, rest_ms: float = 600) -> float:
    """Milliseconds from one click to the map painted after it."""
    page.evaluate(click)
    page.wait_for_function("() => window.paintedAt > 0", timeout=WAIT_MS)
    taken = float(page.evaluate("() => window.paintedAt - window.clickedAt"))
    page.wait_for_timeout(rest_ms)
    return taken


if __name__ == "__main__":
    main()
