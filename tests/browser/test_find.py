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
ACCENT = """() => {
  const canvas = document.querySelector(".map-marks");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let inked = 0;
  for (let at = 0; at < data.length; at += 4) {
    inked += [31, 90, 153].every((part, n) => Math.abs(data[at + n] - part) < 3);
  }
  return inked;
}"""
"""Pixels of the colour of a selection."""

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


def test_a_street_or_an_area_is_marked_until_the_next_choice_or_escape(
    page: Page, sample_town: Path, serve: Serve
) -> None:
    open_map(page, serve(sample_town).url)
    field = page.locator(".map-search input")

    def find(words: str) -> None:
        field.fill(words)
        expect(page.locator(".map-hits li").first).to_contain_text(words)
        field.press("Enter")

    def wait_for(name: str | None) -> None:
        page.wait_for_function(
            f"async (name) => ((await ({FOUND})())?.name ?? null) === name", arg=name
        )

    before = page.evaluate(ACCENT)
    for name in ("永贤大道", "新庄社区"):
        find(name)
        wait_for(name)
        page.wait_for_function(f"(before) => ({ACCENT})() > before + 500", arg=before)
    page.locator(".folium-map").focus()
    page.keyboard.press("Escape")
    wait_for(None)
    page.wait_for_function(f"(before) => ({ACCENT})() < before + 500", arg=before)
    find("永贤大道")
    wait_for("永贤大道")
    find("YH-XZ-00001")
    expect(page.locator(".map-facts")).to_contain_text("YH-XZ-00001")
    wait_for(None)
