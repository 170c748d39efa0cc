"""A real Chromium and real servers for tests; neither reaches beyond this machine.

- ``sample_town`` is the data folder of the sample town, made once per session.
- ``serve(data)`` starts ``python -m dashboard`` on a data folder, once per folder and session, and
  signs the test's tabs in there: as a clerk, or ``serve(data, role)``.
- ``page`` is a fresh 1366x768 tab; at its end no request may have gone to any but our servers and
  no script may have failed. ``new_page()`` opens more under the same watch.
- ``shown`` is a tab with the map element alone, over the made-up records of ``site``.
- ``shot(name)`` keeps a picture in SAFETY_MAP_SHOTS, else in a temporary folder.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from deploy.steps import ROOT, environment
from tests.browser import map_site
from tests.browser.chromium import FLAGS, find_browser
from tests.browser.server import Server, start_server
from tests.browser.signing import Cookie, cookie_of
from tests.browser.watch import Watch
from tests.conftest import require_or_skip

SMALLEST_SCREEN = {"width": 1366, "height": 768}
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
SERVERS = pytest.StashKey[dict[Path, Server]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SERVERS] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show with a failure what the servers printed."""
    report = yield
    if report.failed:
        for server in item.config.stash[SERVERS].values():
            report.sections.append((f"server on {server.data}", server.last_lines()))
    return report


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What drives browsers; there can be one at a time."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(driver: Playwright) -> Iterator[Browser]:
    """One browser for the session."""
    program = find_browser()
    if program is None:
        require_or_skip("no Chromium, Chrome or Edge found: name one in SAFETY_MAP_BROWSER")
    browser = driver.chromium.launch(executable_path=program, args=list(FLAGS))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def started(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Path], Server]]:
    """Start a dashboard on a data folder, or give the one that already serves it."""
    servers = pytestconfig.stash[SERVERS]
    logs = tmp_path_factory.mktemp("logs")

    def serve_once(data: Path) -> Server:
        if data not in servers or servers[data].process.poll() is not None:
            servers[data] = start_server(data, logs / f"{len(servers)}.log")
        return servers[data]

    yield serve_once
    for server in servers.values():
        server.stop()


@pytest.fixture
def contexts() -> list[BrowserContext]:
    """The test's browser contexts."""
    return []


@pytest.fixture
def cookies() -> list[Cookie]:
    """What the test's tabs carry."""
    return []


@pytest.fixture
def serve(
    started: Callable[[Path], Server], contexts: list[BrowserContext], cookies: list[Cookie]
) -> Callable[..., Server]:
    """Start a dashboard, and sign the test's tabs in there."""

    def serve_signed_in(data: Path, role: str | None = "clerk") -> Server:
        server = started(data)
        if role is not None:
            cookies.append(cookie_of(server, role))
            for context in contexts:
                context.add_cookies(cookies[-1:])  # type: ignore[arg-type] # Playwright's own shape
        return server

    return serve_signed_in


@pytest.fixture(scope="session")
def sample_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the sample town as the first start does; tests that change records copy it first."""
    data = tmp_path_factory.mktemp("towns") / "示例 sample"
    command = [sys.executable, "-m", "etl", "town", "--data", str(data)]
    subprocess.run(command, cwd=ROOT, env=environment(), check=True)
    return data


@pytest.fixture
def origins(pytestconfig: pytest.Config) -> set[str]:
    """Servers besides the dashboards that this test's pages may ask, as ``host:port``."""
    return {server.origin for server in pytestconfig.stash[SERVERS].values()}


@pytest.fixture
def watch() -> Watch:
    """What the test's pages requested and complained about."""
    return Watch()


@pytest.fixture
def new_page(
    chromium: Browser,
    watch: Watch,
    origins: set[str],
    contexts: list[BrowserContext],
    cookies: list[Cookie],
    pytestconfig: pytest.Config,
) -> Iterator[Callable[..., Page]]:
    """Open a tab with nothing remembered; options go to Playwright's ``new_context``."""

    def open_page(**options: Any) -> Page:
        options.setdefault("viewport", SMALLEST_SCREEN)
        contexts.append(chromium.new_context(locale="zh-CN", **options))
        contexts[-1].add_cookies(cookies)  # type: ignore[arg-type] # Playwright's own shape
        page = contexts[-1].new_page()
        watch.follow(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    started = {server.origin for server in pytestconfig.stash[SERVERS].values()}
    assert not watch.outside(origins | started), "requests left our servers"
    assert not watch.page_errors, "scripts failed in the page"


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A tab as on the smallest screen in the office."""
    return new_page()


@pytest.fixture
def site() -> map_site.Site:
    """What a server of the map element alone answers with."""
    return map_site.Site()


@pytest.fixture
def shown(site: map_site.Site, page: Page, origins: set[str]) -> Iterator[Page]:
    """A tab with the map element of `site`, its layers drawn."""
    with map_site.serve(site) as address:
        origins.add(address)
        page.goto(f"http://{address}/")
        page.wait_for_function(map_site.ALL_DRAWN)
        yield page
        page.goto("about:blank")


@pytest.fixture
def shot(page: Page, tmp_path: Path) -> Callable[[str], Path]:
    """Keep a picture of the tab under a name, and say where."""
    folder = Path(os.environ.get("SAFETY_MAP_SHOTS") or tmp_path).absolute()
    folder.mkdir(parents=True, exist_ok=True)

    def take(name: str) -> Path:
        picture = folder / f"{name}.png"
        page.screenshot(path=picture)
        return picture

    return take
