"""The page of shelters in a real browser: the worker's figures appear, cards open their rows."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Server

pytestmark = pytest.mark.browser

MADE_MS = 120_000
COVERED = re.compile(r"[\d.]+ % 的人住在避难场所 500 米以内")
FAR = re.compile(r"[\d.]+ % 的人住在避难场所 1,000 米以内")


def test_cards_open_their_rows_and_a_row_opens_its_building(
    serve: Callable[..., Server], sample_town: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    page.goto(f"{serve(sample_town).url}/shelters")
    headline = page.locator(".sm-finding h2")
    expect(headline).to_have_text(COVERED, timeout=MADE_MS)
    expect(page.locator(".map-legend")).to_contain_text(re.compile(r"图上 \d+ 处"))
    shot("shelters")
    rows = page.locator(".sm-table tbody tr")
    before = rows.count()
    page.locator('[data-focus="choose-within"]').select_option("1000")
    expect(headline).to_have_text(FAR)
    expect(rows).not_to_have_count(before)  # the table is drawn last
    assert rows.count() < before
    card = page.locator('.sm-cards [data-focus="rentals"]')
    number = card.locator("b").inner_text()
    card.click()
    tab = page.get_by_role("tab", name=re.compile("范围外出租屋"))
    expect(tab).to_have_attribute("aria-selected", "true")
    expect(tab).to_contain_text(number)
    expect(rows.first).to_have_attribute("data-row", re.compile(r"^rental\.\d+$"))
    rows.first.locator("button").click()
    expect(page.locator(".map-facts")).to_be_visible()
    shot("shelters-rental")


def test_it_is_read_on_a_phone(
    serve: Callable[..., Server], sample_town: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{serve(sample_town).url}/shelters?within=1000&way=streets")
    headline = page.locator(".sm-finding h2")
    expect(headline).to_have_text(FAR, timeout=MADE_MS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator(".sm-finding")).to_contain_text("沿街路")
    shot("shelters-phone")
