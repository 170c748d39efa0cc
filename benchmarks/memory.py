"""What 500 changes of the filter leave behind: ``python -m benchmarks.memory``.

Clicks in the filter bar of the real page in a real Chromium, each awaited until the map is painted;
memory of the page (after a collection) and of the server is read after the first 100, when all that
is kept has been made, and at the end. Target: no more than 5 % between them.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks.filter_click import OURS, SAMPLE_RENTALS, click_ms, make_town, open_filter, sign_in
from benchmarks.sessions import resident_mb
from tests.browser.chromium import FLAGS, find_browser
from tests.browser.server import Server, start_server

WARMING, CHANGES = 100, 500
READINGS, APART_MS = 3, 1_000
"""What the page is about to let go of is held a moment longer: the least of some readings."""
TARGET = 0.05


def main() -> None:
    """Measure and print."""
    program = find_browser()
    if program is None:
        raise SystemExit("No Chromium, Chrome or Edge found: name one in SAFETY_MAP_BROWSER.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = make_town(Path(folder, "town"), SAMPLE_RENTALS)
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        server = start_server(data, data / "server.log")
        try:
            sign_in(page, server)
            open_filter(page, server)
            report(page, server)
        finally:
            browser.close()
            server.stop()


def report(page: Page, server: Server) -> None:
    """Change the filter and print what is held before and after."""
    session = page.context.new_cdp_session(page)
    change(page, WARMING)
    before = held_mb(page, session, server)
    change(page, CHANGES - WARMING)
    after = held_mb(page, session, server)
    for what, was, now in zip(("page", "server"), before, after, strict=True):
        grown = now / was - 1
        late = "" if grown <= TARGET else f"  over {TARGET:.0%}"
        print(
            f"{what}: {was:.1f} MB after {WARMING} changes, {now:.1f} MB after {CHANGES}: "
            f"{grown:+.1%}{late}"
        )


def change(page: Page, times: int) -> None:
    """Click the filter so many times, each time until the map is painted."""
    for _ in range(times):
        click_ms(page, OURS, rest_ms=0)


def held_mb(page: Page, session: CDPSession, server: Server) -> tuple[float, float]:
    """Megabytes the scripts of the page and the server hold."""
    session.send("HeapProfiler.enable")
    return min(heap_mb(page, session) for _ in range(READINGS)), resident_mb(server)


def heap_mb(page: Page, session: CDPSession) -> float:
    """Megabytes of the page's scripts, after a rest and a collection."""
    page.wait_for_timeout(APART_MS)
    session.send("HeapProfiler.collectGarbage")
    return float(session.send("Runtime.getHeapUsage")["usedSize"]) / 2**20


if __name__ == "__main__":
    main()
