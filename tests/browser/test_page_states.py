"""What a page shows where something cannot be: dates, room, a server."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import READY_MS, Serve, open_map

pytestmark = pytest.mark.browser


def test_dates_that_cannot_be_are_told_in_their_panel(
    serve: Serve, sample_town: Path, page: Page
) -> None:
    open_map(page, serve(sample_town).url)
    shown = page.locator(".sm-filter.period .filter").inner_text()
    page.locator(".sm-filter.period .filter").click()
    for box, day in zip(
        page.locator(".panel input[type=date]").all(), ("1990-01-01", "1990-01-02"), strict=True
    ):
        box.fill(day)
    page.locator(".panel .primary").click()
    expect(page.locator(".panel .wrong")).to_contain_text("2000 年以后")
    assert page.locator(".sm-filter.period .filter").inner_text() == shown


def test_on_a_phone_the_choices_can_be_seen_and_chosen(
    serve: Serve, sample_town: Path, page: Page
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_map(page, serve(sample_town).url)
    page.locator(".sm-filter.projects .filter").click()
    panel = page.locator(".sm-filter.projects .panel")
    panel.locator(".choice", has_text="消防安全").click(timeout=3_000)
    box = panel.bounding_box()
    assert box is not None
    assert box["width"] > 300
    assert box["height"] > 200
    expect(page.locator(".sm-filter.projects .filter")).to_contain_text("消防安全")


def test_a_page_whose_server_is_gone_says_so_in_chinese(
    serve: Serve, sample_town: Path, page: Page
) -> None:
    server = serve(sample_town)
    open_map(page, server.url)
    server.stop()
    title = page.locator("[role=dialog] h2")
    expect(title).to_be_visible(timeout=READY_MS)
    told = title.evaluate("(title) => getComputedStyle(title, '::after').content")
    assert told == '"与程序的连接已断开"'
    assert title.evaluate("(title) => getComputedStyle(title).fontSize") == "0px"
