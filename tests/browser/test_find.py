"""Finding on the map: search, by keyboard alone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Server
from tests.browser.test_pages import ELEMENT, open_map
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser

ZOOM = f"async () => (await {ELEMENT}).map.getZoom()"
FOUND = f"async () => (await {ELEMENT}).scene.found"
Serve = Callable[..., Server]


def test_an_address_is_found_and_opened_by_keyboard_and_never_logged(
    page: Page, sample_town: Path, serve: Serve, watch: Watch
) -> None:
    open_map(page, serve(sample_town).url)
    page.locator(".map-search input").focus()
    page.keyboard.type("YH-XZ-00001")
    expect(page.locator(".map-hits li")).to_have_count(1)
    before = page.evaluate(ZOOM)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".map-hits [aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".map-facts")).to_contain_text("YH-XZ-00001")
    expect(page.locator(".map-hits")).to_be_hidden()
    assert page.evaluate(ZOOM) >= before
    assert not [url for url in watch.requests if "XZ-00001" in url]


def test_a_coordinate_is_marked_and_says_its_datum(
    page: Page, sample_town: Path, serve: Serve
) -> None:
    open_map(page, serve(sample_town).url)
    field = page.locator(".map-search input")
    field.fill("百度 113.57 23.20")
    expect(page.locator(".map-hits li")).to_contain_text(re.compile("BD-09.*WGS84 113"))
    field.press("Enter")
    page.wait_for_function(f"({FOUND})().then(Boolean)")
    field.press("Escape")
    page.wait_for_function(f"({FOUND})().then((found) => !found)")
