"""The hotspot page in a real browser: the worker's list appears, a row flies to its site."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.components.table import PAGE_ROWS
from tests.browser.server import Server

pytestmark = pytest.mark.browser

MADE_MS = 120_000
READY_MS = 30_000
Serve = Callable[..., Server]
ZOOM = (
    "async () => (await document.querySelector('.map-root').parentElement.safetyMap).map.getZoom()"
)
HOT = re.compile(r"\d+ 处 A 级热点")


def open_hotspots(page: Page, url: str, query: str = "kind=traffic") -> None:
    """Open the page and wait until the worker has made list and proof, and the map has them."""
    page.goto(f"{url}/hotspots?{query}")
    expect(page.locator(".sm-finding h2")).to_have_text(HOT, timeout=MADE_MS)
    expect(page.locator(".sm-finding .note").nth(1)).to_contain_text("只按数量排", timeout=MADE_MS)
    expect(page.locator(".map-legend")).to_contain_text(
        re.compile(r"图上 [1-9]\d* 处"), timeout=READY_MS
    )


def test_sentence_legend_and_list_agree_and_a_row_flies_to_its_site(
    serve: Serve, sample_town: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    open_hotspots(page, serve(sample_town).url)
    sure = page.locator(".sm-finding h2").inner_text().split()[0]
    grades = page.locator('.map-legend [data-key="grades-hotspot-0"]')
    expect(grades).to_contain_text(sure)
    rows = page.locator(".sm-table tbody tr")
    expect(rows.filter(has_text=re.compile(r"^A\d"))).to_have_count(int(sure))
    shot("hotspots")
    before = page.evaluate(ZOOM)
    rows.first.locator("button").first.click()
    facts = page.locator(".map-facts")
    expect(facts).to_contain_text("A1 ")
    expect(facts).to_contain_text("名次")
    expect(facts).to_contain_text(rows.first.locator("td").nth(5).inner_text())
    assert page.evaluate(ZOOM) > before
    shot("hotspot-facts")


def test_a_number_opens_its_incidents_and_a_row_of_them_its_record(
    serve: Serve, sample_town: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    open_hotspots(page, serve(sample_town).url)
    rows = page.locator(".sm-table tbody tr")
    place = rows.first.locator("td").nth(1).inner_text()
    for column in (3, 4):
        count = rows.first.locator("td").nth(column).inner_text()
        rows.first.locator("td").nth(column).get_by_role("button", name=count).click()
        opened = page.get_by_role("tab", name=re.compile(rf"^A1 的事故 {count}$"))
        expect(opened).to_have_attribute("aria-selected", "true")
        expect(page.locator(".sm-table .definition")).to_contain_text(f"下列 {count} 起")
        expect(page.locator(".sm-table .definition b")).to_contain_text(f"A1 {place}")
        expect(rows).to_have_count(min(int(count), PAGE_ROWS))
        shot(f"hotspot-incidents-{column}")
        page.get_by_role("tab", name="热点清单").click()
        expect(rows.first.locator("td").nth(1)).to_have_text(place)
    page.get_by_role("tab", name="A1 的事故").click()
    incident = page.locator('.sm-table tr[data-row^="incident."]').first
    code = incident.locator("td").first.inner_text()
    incident.locator("button").first.click()
    expect(page.locator(".map-facts")).to_contain_text(code)
    shot("hotspot-incident")


def test_kind_rule_and_tabs_change_what_is_shown(
    serve: Serve, sample_town: Path, page: Page
) -> None:
    open_hotspots(page, serve(sample_town).url)
    kind, month, rule = (
        page.locator(f'[data-focus="choose-{name}"]') for name in ("kind", "month", "rule")
    )
    rule.select_option("city_black_spot")
    expect(page.locator(".map-legend")).to_contain_text("官方规则：事故黑点（三年） · 待核")
    month.select_option(index=1)
    expect(page.locator(".sm-finding .lead")).to_contain_text("本月清单已定稿")
    kind.select_option("indoors")
    expect(page.locator(".sm-finding .lead")).to_contain_text("室内与场所")
    expect(page.locator(".map-legend")).to_contain_text("方格颜色")
    page.get_by_role("tab", name="清单准不准").click()
    expect(page.locator(".sm-table .about")).to_contain_text("PEI = 与事后最优之比")
    crashes = page.locator(".sm-table tbody tr", has_text="道路交通事故")
    expect(crashes).to_have_count(2)
