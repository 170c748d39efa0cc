"""The pages of indicators and of projects, in a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import READY_MS, Serve, open_map

pytestmark = pytest.mark.browser
Shot = Callable[[str], None]
CUT = """() => [...document.querySelectorAll(".sm-table .scroll, .sm-head nav")]
  .filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.innerText)"""
"""Tables and the list of pages of which some lies beyond the right edge."""
FINGER_PX = 41
"""What a button on the map is higher than while presenting; 32 elsewhere."""
PRINTED_LEGEND = """() => {
  const sheet = document.createElement("div");
  sheet.className = "map-root map-print";
  sheet.append(document.createElement("div"));
  sheet.firstChild.className = "map-legend";
  document.querySelector(".map-root").parentElement.append(sheet);
  const { width } = sheet.firstChild.getBoundingClientRect();
  sheet.remove();
  return width;
}"""
"""How wide the legend of a map saved for print is, in pixels."""
CRIMES = "[data-row='criminal_cases']"


def _open(page: Page, url: str, name: str) -> None:
    open_map(page, url)
    page.locator(".sm-head nav button", has_text=name).click()


def test_an_indicator_opens_its_rows_and_its_definition(
    serve: Serve, sample_town: Path, page: Page, shot: Shot
) -> None:
    _open(page, serve(sample_town).url, "指标")
    crimes = page.locator(CRIMES)
    expect(crimes.locator("td").nth(1)).to_contain_text("起")
    number = crimes.locator("td").nth(1).inner_text().removesuffix(" 起")
    shot("indicators")
    crimes.locator("button").click()
    rows = page.locator(".sm-table").nth(1)
    expect(rows.locator(".definition")).to_contain_text("公式：事故案件（刑事案件） 起数")
    expect(rows.locator(".pager")).to_contain_text(f"共 {number} 行")
    page.locator("[data-row='ordinary_closed'] button").click()
    expect(page.locator(".sm-table").nth(1)).to_contain_text("待接入：隐患台账")


def test_a_leader_reads_how_a_project_stands(
    serve: Serve, sample_town: Path, page: Page, shot: Shot
) -> None:
    _open(page, serve(sample_town).url, "项目")
    row = page.locator("[data-row='public_order']")
    expect(row).to_contain_text("待接入数据 1 项")
    shot("projects")
    row.locator("button").click()
    expect(page.locator(".sm-project h2")).to_contain_text("社会治安：刑事案件")
    expect(page.locator(".sm-filter.projects .filter")).to_contain_text("社会治安")
    expect(page.locator("[data-row$='.criminal_cases']").first).to_be_visible()
    expect(page.locator("[data-row='month.criminal_cases']")).to_contain_text("→")
    legend = page.locator(".st-key-project_map .map-legend")
    expect(legend.locator(".map-row").filter(has_text="事故案件")).to_contain_text("图上")
    expect(legend.locator(".map-absent")).to_contain_text("不属所选项目出租屋")
    expect(legend.locator(".map-row").filter(has_text="出租屋")).to_have_count(0)
    shot("project")
    page.locator(".sm-head .present").click()
    expect(page.locator(".sm-head .present")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".sm-cards .card").nth(4)).to_be_hidden()
    boxes = [
        page.locator(f".st-key-project_map {part}").first.bounding_box()
        for part in (".map-search input", ".map-step", ".map-tools a", ".leaflet-control-zoom-in")
    ]
    assert all(box is not None and box["height"] > FINGER_PX for box in boxes)
    assert page.evaluate(PRINTED_LEGEND) == 222
    shot("project-presented")
    page.locator(".sm-head .present").click()
    expect(page.locator(".sm-cards .card").nth(4)).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".sm-project h2")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    shot("project-phone")
    page.locator(".sm-project .action").click()
    expect(page.locator("[data-row='fire']")).to_be_visible()


@pytest.mark.parametrize("name", ["indicators", "projects", "ledgers"])
def test_english_words_fit_a_small_screen(
    serve: Serve, sample_town: Path, page: Page, name: str
) -> None:
    page.goto(f"{serve(sample_town).url}/{name}?lang=en")
    expect(page.locator(".sm-table tbody tr").first).to_be_visible(timeout=READY_MS)
    expect(page.locator(".sm-head nav .on")).to_have_text(name.capitalize())
    assert page.evaluate(CUT) == []
