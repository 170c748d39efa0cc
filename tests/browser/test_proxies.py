"""Behind the sample proxies: TLS, cookie, websocket, who the browser is, a proxy's restart."""

import shutil
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from dashboard.accounts.desk import BY_LINK
from geodata.storage.audit import read_audit
from geodata.storage.store import open_storage
from tests.browser.proxies import NAME, Proxy, find_proxy
from tests.browser.server import Server
from tests.browser.signing import link_token
from tests.browser.test_pages import READY_MS, card, choose
from tests.conftest import require_or_skip

pytestmark = pytest.mark.browser

DECLARED = '[network]\nhosts = ["localhost"]\ntrusted_proxies = ["127.0.0.1/32"]\n'
BROWSER, STRANGER = "127.0.0.2", "127.0.0.3"
CLAIMED = {"x-forwarded-for": "10.9.9.9", "x-forwarded-proto": "https"}


@pytest.fixture(scope="module")
def server(
    started: Callable[[Path], Server], sample_town: Path, tmp_path_factory: pytest.TempPathFactory
) -> Server:
    """A dashboard that was told of a proxy on this machine."""
    data = shutil.copytree(sample_town, tmp_path_factory.mktemp("proxied") / "town")
    (data / "accounts.toml").write_text(DECLARED, encoding="utf-8")
    return started(data)


@pytest.fixture(params=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest, server: Server, tmp_path: Path, origins: set[str]
) -> Proxy:
    """A proxy that is not yet running."""
    if find_proxy(request.param) is None:
        told = f"{request.param} is not installed: the sample configuration was not tried"
        require_or_skip(told) if request.param == "nginx" else pytest.skip(told)
    made = Proxy(request.param, tmp_path, server.origin)
    origins.add(made.origin)
    return made


def wait_until_there(proxy: Proxy) -> None:
    """Wait for the server's health through the proxy; it may be starting."""
    transport = httpx.HTTPTransport(verify=trusting(proxy), retries=8)
    with httpx.Client(transport=transport) as client:
        assert client.get(f"https://{proxy.origin}/healthz").status_code == httpx.codes.OK


def trusting(proxy: Proxy) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(proxy.certificate.certificate))


def sign_in(server: Server, base: str, transport: httpx.BaseTransport) -> httpx.Response:
    """Sign in by a one-time link, claiming to be somebody else by TLS."""
    form = {"link": link_token(server, "clerk")}
    with httpx.Client(base_url=base, transport=transport) as client:
        return client.post("/login", data=form, headers={"origin": base, **CLAIMED})


def last_address(server: Server) -> str:
    """Return from where the audit says somebody signed in last."""
    storage = open_storage(server.data, now=datetime.now(UTC))
    try:
        with storage.reading() as connection:
            return read_audit(connection, action=BY_LINK, limit=1)[0].address
    finally:
        storage.close()


def test_the_map_opens_over_tls_and_comes_back_after_the_proxy_did(
    server: Server, proxy: Proxy, new_page: Callable[..., Page]
) -> None:
    page = new_page(ignore_https_errors=True)
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    with proxy.running():
        wait_until_there(proxy)
        page.goto(f"https://{proxy.origin}/login#{link_token(server, 'clerk')}")
        with page.expect_websocket() as opened:
            page.locator("#by-link button").click()
        expect(page.locator(".sm-cards .card")).to_have_count(6, timeout=READY_MS)
        expect(page.locator(".map-legend")).to_contain_text("图上", timeout=READY_MS)
        (cookie,) = [c for c in page.context.cookies() if c["name"].startswith("__Host-")]
        assert (cookie["secure"], cookie["httpOnly"]) == (True, True)
        assert (cookie["sameSite"], cookie["path"], cookie["domain"]) == ("Strict", "/", NAME)
        assert {url.partition("/_stcore")[0] for url in sockets} == {f"wss://{proxy.origin}"}
        before = opened.value
    if not before.is_closed():
        before.wait_for_event("close")
    with proxy.running():
        page.wait_for_event("websocket", timeout=READY_MS)
        choose(page, "projects", "消防安全")
        expect(card(page, "刑事案件").locator(".value b")).to_have_text("—", timeout=READY_MS)
        page.goto("about:blank")


def test_the_audit_names_the_browser_whatever_it_claims(server: Server, proxy: Proxy) -> None:
    with proxy.running():
        wait_until_there(proxy)
        transport = httpx.HTTPTransport(verify=trusting(proxy), local_address=BROWSER)
        answer = sign_in(server, f"https://{proxy.origin}", transport)
    assert answer.status_code == httpx.codes.SEE_OTHER
    assert answer.headers["set-cookie"].startswith("__Host-safety_map=")
    assert "; Secure" in answer.headers["set-cookie"]
    assert last_address(server) == BROWSER


def test_whoever_passes_the_proxy_by_is_not_believed(server: Server) -> None:
    answer = sign_in(server, server.url, httpx.HTTPTransport(local_address=STRANGER))
    assert answer.status_code == httpx.codes.SEE_OTHER
    assert "Secure" not in answer.headers["set-cookie"]
    assert last_address(server) == STRANGER
