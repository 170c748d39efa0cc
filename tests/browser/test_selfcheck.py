"""The self-check as an administrator and a clerk see it."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Server
from tests.dashboard.small_town import write_small_town

pytestmark = pytest.mark.browser

PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("selfcheck") / "town"
    write_small_town(folder)
    folder.chmod(0o755)
    return folder


def test_an_administrator_sees_what_to_mend_and_takes_the_bundle(
    town: Path,
    serve: Callable[..., Server],
    page: Page,
    shot: Callable[[str], Path],
    tmp_path: Path,
) -> None:
    server = serve(town, "administrator")
    page.goto(f"{server.url}/selfcheck")
    rows = page.locator(".sm-table tbody tr")
    expect(page.locator(".sm-finding h2")).to_contain_text("项需要留意", timeout=PATIENCE_MS)
    expect(rows.filter(has_text="文件权限")).to_contain_text("chmod 700")
    expect(rows.filter(has_text="磁盘空间")).to_contain_text("GB")
    expect(rows.filter(has_text="对外请求")).to_contain_text("0。")
    shot("selfcheck")
    town.chmod(0o700)
    page.get_by_role("button", name="再查一次").click()
    expect(rows.filter(has_text="文件权限")).to_contain_text("✓ 正常", timeout=PATIENCE_MS)
    link = page.get_by_role("link", name="下载支持包")
    link.evaluate("node => node.removeAttribute('target')")
    with page.expect_download(timeout=PATIENCE_MS) as taken:
        link.click()
    taken.value.save_as(tmp_path / "support.zip")
    with ZipFile(tmp_path / "support.zip") as bundle:
        assert "versions.json" in bundle.namelist()


def test_a_clerk_is_told_the_short_form(
    town: Path, serve: Callable[..., Server], page: Page
) -> None:
    server = serve(town, "clerk")
    page.goto(f"{server.url}/selfcheck")
    expect(page.locator(".sm-table")).to_have_count(1, timeout=PATIENCE_MS)
    expect(page.locator(".sm-table")).to_contain_text("后台任务")
    expect(page.locator(".sm-table")).not_to_contain_text("文件权限")
    expect(page.get_by_text("下载支持包")).to_have_count(0)
