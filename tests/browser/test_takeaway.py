"""What the table shows, taken away through a real browser."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Server
from tests.dashboard.small_town import write_small_town

pytestmark = pytest.mark.browser

READY_MS = 30_000
Serve = Callable[..., Server]


@pytest.fixture(scope="module")
def small_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("takeaway") / "town"
    write_small_town(folder)
    return folder


def test_the_number_on_the_page_is_the_number_of_rows_in_the_file(
    serve: Serve, small_town: Path, page: Page, tmp_path: Path, shot: Callable[[str], Path]
) -> None:
    server = serve(small_town)
    page.goto(f"{server.url}/?period=2025-01-01/2026-01-01&layers=incident")
    page.locator(".sm-table .take").click(timeout=READY_MS)
    offered = page.locator(".sm-table .taking")
    expect(offered).to_contain_text("带走 事故案件：8 起")
    with page.expect_download(timeout=READY_MS) as begun:
        offered.get_by_role("button", name="CSV").click()
    expect(offered.get_by_role("status")).to_have_text("已导出 8 起，正在保存。")
    shot("takeaway")
    path = tmp_path / "taken.csv"
    begun.value.save_as(path)
    assert re.fullmatch(r"事故案件_\d{4}-\d\d-\d\d\.csv", begun.value.suggested_filename)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 2 + 8


def test_a_file_that_fails_is_told_in_words(serve: Serve, small_town: Path, page: Page) -> None:
    server = serve(small_town)
    page.route("**/api/export/**", lambda route: route.fulfill(status=503, body="{}"))
    page.goto(f"{server.url}/?period=2025-01-01/2026-01-01&layers=incident")
    page.locator(".sm-table .take").click(timeout=READY_MS)
    page.locator(".sm-table .taking .action").first.click()
    said = page.locator(".sm-table .taking").get_by_role("status")
    expect(said).to_contain_text("没有导出成功，数据没有改动")


def test_an_evaluator_is_offered_nothing(serve: Serve, small_town: Path, page: Page) -> None:
    server = serve(small_town, "evaluator")
    page.goto(f"{server.url}/?period=2025-01-01/2026-01-01&layers=incident")
    expect(page.locator(".sm-table tbody tr")).to_have_count(8, timeout=READY_MS)
    expect(page.locator(".sm-table .take")).to_have_count(0)
    status = page.evaluate(
        "async () => (await fetch('/api/export/incident/csv', { method: 'POST' })).status"
    )
    assert status == 403
