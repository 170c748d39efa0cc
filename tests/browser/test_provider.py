"""Signing in by a provider of another site, under a real browser's rules for cookies."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Server
from tests.browser.signing import PERSON, link_token
from tests.dashboard.accounts.small_provider import SECRET, serve_provider
from tests.dashboard.small_town import write_small_town

pytestmark = pytest.mark.browser

DECLARED = """[provider]
issuer = "{issuer}"
client_id = "safety-map"
name = "统一身份认证"
login_claim = "preferred_username"
"""


def test_one_comes_back_from_the_provider_signed_in(
    started: Callable[[Path], Server], origins: set[str], page: Page, tmp_path: Path
) -> None:
    folder = tmp_path / "town"
    write_small_town(folder)
    (folder / "provider.secret").touch(mode=0o600)
    (folder / "provider.secret").write_text(SECRET, encoding="utf-8")
    # The dashboard is 127.0.0.1, the provider localhost: two sites, as a browser sees it.
    with serve_provider("localhost") as provider:
        declared = DECLARED.format(issuer=provider.issuer)
        (folder / "accounts.toml").write_text(declared, encoding="utf-8")
        server = started(folder)
        origins |= {server.origin, provider.issuer.removeprefix("http://")}
        link_token(server, "leader")
        provider.now = datetime.now(UTC)
        provider.person = {"sub": "1", "preferred_username": "test.leader"}
        page.goto(f"{server.url}/ledgers?x=1")
        page.get_by_role("link", name="用统一身份认证登录").click()
        expect(page.locator(".sm-head .person")).to_contain_text(PERSON, timeout=30_000)
        assert page.url.startswith(f"{server.url}/ledgers?x=1")
        kept = {cookie["name"] for cookie in page.context.cookies()}
        assert not {name for name in kept if name.startswith("sign_in")}
