"""Filter click to painted map, through Streamlit's rerun, beside naive folium markers.

    python -m benchmarks.filter_click

Measures the sample town, and the same with 40,000 rentals. The click is on a status in the filter
bar of the real page, in a real Chromium; the clock stops when the element has painted what the
rerun told it. The naive page (`naive_page.py`) runs on the same Streamlit, the same records and in
the same browser.
"""

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np
from playwright.sync_api import Page, sync_playwright

from deploy.steps import ROOT, environment
from run import next_free_port, wait_until_healthy
from tests.browser.chromium import FLAGS, find_browser
from tests.browser.server import HOST, Server, start_server
from tests.browser.signing import cookie_of

AS_OF = date(2026, 11, 21)
SAMPLE_RENTALS = 3_176
SIZES = (SAMPLE_RENTALS, 40_000)
ROUNDS, NAIVE_ROUNDS = 15, 3
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
NAIVE = CLICK % "document.querySelector('input[type=checkbox]')"


def main() -> None:
    """Measure and print."""
    program = find_browser()
    if program is None:
        raise SystemExit("No Chromium, Chrome or Edge found: name one in SAFETY_MAP_BROWSER.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        towns = {size: make_town(Path(folder, str(size)), size) for size in SIZES}
        ours = {size: page_ms(page, data) for size, data in towns.items()}
        for size, taken in ours.items():
            print(f"our page, {size:>6,} rentals: filter click to painted {taken:8.0f} ms")
        naive = naive_ms(page, towns[SAMPLE_RENTALS])
        print(f"naive folium page, {SAMPLE_RENTALS:,} rentals: {naive:19.0f} ms")
        print(f"ratio at {SAMPLE_RENTALS:,}: {naive / ours[SAMPLE_RENTALS]:.0f} times")
        browser.close()


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


def page_ms(page: Page, data: Path) -> float:
    """Median milliseconds of clicks on a status in the filter bar of the real page."""
    server = start_server(data, data / "server.log")
    try:
        open_filter(page, server)
        return median(click_ms(page, OURS) for _ in range(ROUNDS))
    finally:
        page.goto("about:blank")
        server.stop()


def open_filter(page: Page, server: Server) -> None:
    """Open the page with the list of statuses open, clocked from now on."""
    page.context.add_cookies([cookie_of(server, "clerk")])  # type: ignore[list-item]
    page.goto(server.url)
    page.wait_for_selector(".map-marks", timeout=WAIT_MS)
    page.wait_for_selector(".sm-cards .card", timeout=WAIT_MS)
    page.wait_for_function(f"{ELEMENT}.then(({{ scene }}) => scene.results.rental)")
    page.wait_for_timeout(3000)
    page.evaluate(WATCH)
    page.locator(".sm-filter.statuses .filter").click()


def naive_ms(page: Page, data: Path) -> float:
    """Median milliseconds of clicks on the only filter of the naive page."""
    port = next_free_port(HOST, 18701)
    options = [f"--server.port={port}", "--server.headless=true", "--server.fileWatcherType=none"]
    options += [f"--server.address={HOST}", "--browser.gatherUsageStats=false"]
    command = [sys.executable, "-m", "streamlit", "run", "benchmarks/naive_page.py", *options]
    with (data / "naive.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--", str(data)], cwd=ROOT, env=environment(), stdout=log, stderr=log
        )
    try:
        wait_until_healthy(process, HOST, port)
        page.goto(f"http://{HOST}:{port}")
        page.wait_for_function("() => window.paintedAt > 0", timeout=WAIT_MS)
        page.wait_for_timeout(1000)
        return median(click_ms(page, NAIVE) for _ in range(NAIVE_ROUNDS))
    finally:
        page.goto("about:blank")
        process.terminate()
        process.wait()


def click_ms(page: Page, click: str, rest_ms: float = 600) -> float:
    """Milliseconds from one click to the map painted after it."""
    page.evaluate(click)
    page.wait_for_function("() => window.paintedAt > 0", timeout=WAIT_MS)
    taken = float(page.evaluate("() => window.paintedAt - window.clickedAt"))
    page.wait_for_timeout(rest_ms)
    return taken


if __name__ == "__main__":
    main()
