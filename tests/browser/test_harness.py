import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from deploy.steps import StoppedError
from tests.browser.server import start_server
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser

PAGES = {
    "/": "<title>地图</title><p id=greeting>你好,街道</p>",
    "/curious": "<img src='http://outside.invalid/beacon.png'>",
    "/broken": "<script>throw new Error('mislaid')</script><script>console.error('oh')</script>",
}
ENDS_AT_ONCE = "import sys; print('no database'); sys.exit(3)"
ANSWERS = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()

port = int(sys.argv[sys.argv.index("--port") + 1])
HTTPServer(("127.0.0.1", port), Handler).serve_forever()
"""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path in PAGES else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGES.get(self.path, "").encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Print nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_page_is_shown_and_pictured(
    page: Page, site: str, origins: set[str], shot: Callable[[str], Path]
) -> None:
    origins.add(site)
    page.goto(f"http://{site}/")
    assert page.inner_text("#greeting") == "你好,街道"
    assert shot("harness").read_bytes().startswith(b"\x89PNG")


def test_a_request_to_another_host_is_noticed(chromium: Browser, site: str) -> None:
    watch = Watch()
    page = chromium.new_page()
    watch.follow(page)
    page.goto(f"http://{site}/curious")
    page.close()
    assert watch.outside({site}) == ["http://outside.invalid/beacon.png"]


def test_a_failing_script_is_noticed(chromium: Browser, site: str) -> None:
    watch = Watch()
    page = chromium.new_page()
    watch.follow(page)
    page.goto(f"http://{site}/broken")
    page.close()
    assert watch.page_errors == ["mislaid"]
    assert "oh" in watch.console_errors


def test_a_server_is_healthy_when_given_and_gone_when_stopped(tmp_path: Path) -> None:
    server = start_server(tmp_path, tmp_path / "log", ("-c", ANSWERS))
    assert server.process.poll() is None
    server.stop()
    assert server.process.returncode is not None


def test_a_server_that_ends_early_says_what_it_printed(tmp_path: Path) -> None:
    with pytest.raises(StoppedError) as caught:
        start_server(tmp_path, tmp_path / "log", ("-c", ENDS_AT_ONCE))
    assert caught.value.__notes__ == ["no database"]
