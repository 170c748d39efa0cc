"""Driving the usual map pages in a browser, for `benchmarks.filter_click`."""

import base64
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Error, Page

from benchmarks.packages import fetch_package
from deploy.steps import ROOT, environment
from run import next_free_port, wait_until_healthy
from tests.browser.server import HOST

KINDS = {
    "markers": "folium markers",
    "circles": "folium circles",
    "cluster": "folium FastMarkerCluster",
    "pydeck": "pydeck",
}
LIBRARY = "leaflet.markercluster@1.5.3"
MOST_MS = 60_000
ROUNDS = 4
"""Even: a click draws the two thirds that are let, the next one all, and the median has both."""
CLICK = "document.querySelector('input[type=checkbox]').click()"
TELLS = "() => window.paintedAt > 0"
PAUSE_MS, SETTLING_MS = 40, 3_000
RED = """async (picture) => {
    const held = await (await fetch(`data:image/png;base64,${picture}`)).blob();
    const { width, height } = await createImageBitmap(held);
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context.drawImage(await createImageBitmap(held), 0, 0);
    const colours = context.getImageData(0, 0, width, height).data;
    const where = [];
    for (let at = 0; at < colours.length; at += 4) {
        if (colours[at] > 150 && colours[at + 1] < 80) where.push(at / 4);
    }
    return where.join();
}"""


class NoAnswerError(Exception):
    """A page that does not show its map: why not."""


def fetch_library(folder: Path) -> Path | None:
    """Fetch the script folium's clusters need; None where that cannot be."""
    package = fetch_package(LIBRARY, folder)
    return package and package / "dist"


def naive_ms(page: Page, data: Path, kind: str, library: Path) -> float:
    """Median milliseconds from a click on the only filter to the map painted.

    Raises
    ------
    NoAnswerError
        Where the first painting or one after a click takes longer than a minute.
    """
    with served(data, kind, library) as address:
        begin = perf_counter()
        try:
            page.goto(address, timeout=MOST_MS)
            if kind == "pydeck":
                page.locator("canvas").first.wait_for(timeout=MOST_MS)
                return deck_ms(page)
            told_painted(page)
            page.wait_for_timeout(SETTLING_MS)
            return median(click_ms(page) for _ in range(ROUNDS))
        except Error as error:
            taken = perf_counter() - begin
            raise NoAnswerError(f"no map within {taken:.0f} s") from error
        finally:
            page.goto("about:blank")


@contextmanager
def served(data: Path, kind: str, library: Path) -> Iterator[str]:
    """Serve one of the pages and tell its address."""
    port = next_free_port(HOST, 18701)
    options = [f"--server.port={port}", "--server.headless=true", "--server.fileWatcherType=none"]
    options += [f"--server.address={HOST}", "--browser.gatherUsageStats=false"]
    options += ["--server.maxMessageSize=1000"]
    command = [sys.executable, "-m", "streamlit", "run", "benchmarks/naive_page.py", *options]
    with (data / "naive.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--", str(data), kind, str(library)],
            cwd=ROOT,
            env=environment(),
            stdout=log,
            stderr=log,
        )
    try:
        wait_until_healthy(process, HOST, port)
        yield f"http://{HOST}:{port}"
    finally:
        process.terminate()
        process.wait()


def click_ms(page: Page) -> float:
    """Milliseconds from one click to the map painted after it."""
    page.evaluate(f"() => {{ window.paintedAt = 0; window.clickedAt = Date.now(); {CLICK}; }}")
    told_painted(page)
    taken = float(page.evaluate("() => window.paintedAt - window.clickedAt"))
    page.wait_for_timeout(600)
    return taken


def told_painted(page: Page) -> None:
    """Wait until the page says that it has painted."""
    page.wait_for_function(TELLS, timeout=MOST_MS)


def deck_ms(page: Page) -> float:
    """Median milliseconds from a click to the picture it ends in.

    deck.gl tells nobody when it has painted, and pages fade what is out of date: what all records
    and those that are let look like in the end is seen first, a click of each kind beforehand.
    """
    shown = [settled(page)]
    for _ in range(2):
        page.evaluate(CLICK)
        shown.append(settled(page, unlike=shown[-1]))
    taken = []
    for n in range(ROUNDS):
        begin = perf_counter()
        page.evaluate(CLICK)
        taken.append(1000 * (until_shown(page, shown[1 + n % 2]) - begin))
        page.wait_for_timeout(SETTLING_MS)
    return median(taken)


def settled(page: Page, unlike: str = "") -> str:
    """Wait until the canvas shows records, others than before, and stays so; what it shows."""
    begin, earlier = perf_counter(), ""
    while 1000 * (perf_counter() - begin) < MOST_MS:
        page.wait_for_timeout(SETTLING_MS)
        now = red(page)
        if now and now == earlier and now != unlike:
            return now
        earlier = now
    raise Error("the canvas does not come to rest")


def until_shown(page: Page, picture: str) -> float:
    """Wait until the canvas shows a picture; the moment, in seconds."""
    begin = now = perf_counter()
    while red(page) != picture:
        if 1000 * (now - begin) > MOST_MS:
            raise Error("the canvas stays as it was")
        page.wait_for_timeout(PAUSE_MS)
        now = perf_counter()
    return now


def red(page: Page) -> str:
    """Which pixels of the canvas are of the records' red, as one text; empty where none is."""
    picture = base64.b64encode(page.locator("canvas").first.screenshot()).decode()
    return str(page.evaluate(RED, picture))
