"""The page of schools in a real browser: figures appear, a school opens, a card opens its rows."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Server

pytestmark = pytest.mark.browser

MADE_MS = 120_000
FOUND = re.compile(r"6 所学校校门起 150 米内")


def test_a_school_opens_with_its_distances_and_a_card_with_its_rows(
    serve: Callable[..., Server], sample_town: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    page.goto(f"{serve(sample_town).url}/schools")
    headline = page.locator(".sm-finding h2")
    expect(headline).to_have_text(FOUND, timeout=MADE_MS)
    rows = page.locator(".sm-table tbody tr")
    expect(rows).to_have_count(6)
    expect(page.locator(".map-legend")).to_contain_text("图上 6 所")
    shot("schools")
    rows.filter(has_text="永岗中学").locator("button").click()
    expect(headline).to_contain_text("永岗中学，校门起 150 米内")
    expect(rows).to_have_count(5)
    page.locator('[data-focus="choose-zone"]').select_option("campus_400")
    expect(headline).to_contain_text("围墙起 400 米内")
    card = page.locator('.sm-cards [data-focus="incidents"]')
    number = card.locator("b").inner_text()
    expect(rows.last.locator("td").nth(3)).to_have_text(number)
    shot("schools-one")
    card.click()
    tab = page.get_by_role("tab", name=re.compile("全部事故案件"))
    expect(tab).to_have_attribute("aria-selected", "true")
    expect(tab).to_contain_text(number)
    expect(rows).to_have_count(int(number))
    rows.first.locator("button").click()
    expect(page.locator(".map-facts")).to_be_visible()
    shot("schools-rows")


def test_it_is_read_on_a_phone(
    serve: Callable[..., Server], sample_town: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{serve(sample_town).url}/schools?zone=campus_200")
    expect(page.locator(".sm-finding h2")).to_contain_text("围墙起 200 米内", timeout=MADE_MS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    shot("schools-phone")
