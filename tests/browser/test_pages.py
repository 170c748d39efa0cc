"""The whole in a real browser: town, server, map, filters, facts, links, imports."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from deploy.steps import ROOT, environment
from tests.browser.server import Server
from tests.dashboard.small_town import NASTY, write_small_town

pytestmark = pytest.mark.browser

LAYERS = ("rental", "premises", "incident", "school", "shelter")
READY_MS = 30_000
DRAWN = 200
"""Pixels that are surely more than a stroke."""
Serve = Callable[[Path], Server]
INK = """() => {
  const canvas = document.querySelector(".map-marks");
  if (!canvas) return NaN;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let ink = 0;
  for (let at = 3; at < data.length; at += 4) ink += data[at] > 100;
  return ink;
}"""
ELEMENT = 'document.querySelector(".map-root")?.parentElement.safetyMap'
TABS = "[...document.querySelectorAll('.sm-table .tabs button')].map((tab) => tab.dataset.focus)"
VIEW = (
    f"async () => {{ const {{ map }} = await {ELEMENT}; return map.getBounds().toBBoxString(); }}"
)
RED_HOUSE = f"""async () => {{
  const {{ scene }} = await {ELEMENT};
  const plan = scene.plans.find(({{ layer }}) => layer.id === "rental");
  const {{ rows }} = plan.drawn.find(({{ look }}) => look.mark === "red" && !look.closed);
  const view = scene.viewNow();
  const scale = 2 ** (view.zoom - 24);
  const box = document.querySelector(".folium-map").getBoundingClientRect();
  const at = [...rows].map((row) => ({{
    number: plan.block.arrays.number[row],
    x: plan.block.arrays.x[row] * scale - view.left - view.margin[0],
    y: plan.block.arrays.y[row] * scale - view.top - view.margin[1],
  }})).find(({{ x, y }}) => x > 130 && y > 120 && x < box.width - 130 && y < box.height - 60);
  return {{ number: at.number, x: box.left + at.x, y: box.top + at.y }};
}}"""


def open_map(page: Page, address: str) -> None:
    """Open a page and wait until map, cards and rows are there."""
    page.goto(address)
    expect(page.locator(".sm-cards .card")).to_have_count(6, timeout=READY_MS)
    expect(page.locator(".sm-table tbody tr, .sm-table .empty").first).to_be_visible()
    compared = r"[\d,]+ .*(比较时不画|Not drawn while comparing)"
    counted = re.compile(rf"图上 [\d,]+ |[\d,]+ on map|{compared}")
    expect(page.locator(".map-legend")).to_contain_text(counted, timeout=READY_MS)


def card(page: Page, name: str) -> Locator:
    return page.locator(".sm-cards .card", has_text=name)


def choose(page: Page, name: str, label: str) -> None:
    page.locator(f".sm-filter.{name} .filter").click()
    page.locator(f".sm-filter.{name} .panel .choice", has_text=label).first.click()
    page.keyboard.press("Escape")


def number_of(box: Locator) -> int:
    return int((box.locator(".value b").text_content() or "").replace(",", ""))


def without_base(page: Page) -> None:
    """Switch to the blank base map, so that only the layers are drawn."""
    page.locator(".leaflet-control-layers-toggle").hover()
    page.locator(".leaflet-control-layers label", has_text="空白底图").click()


def test_each_of_the_five_layers_is_drawn(serve: Serve, sample_town: Path, page: Page) -> None:
    server = serve(sample_town)
    for layer in LAYERS:
        open_map(page, f"{server.url}/?layers={layer}")
        without_base(page)
        page.wait_for_function(f"() => ({INK})() > {DRAWN}", timeout=READY_MS)
        with_layer = page.evaluate(INK)
        page.locator(".map-legend input:checked").first.click()
        gone = f"(before) => ({INK})() < before - {DRAWN}"
        page.wait_for_function(gone, arg=with_layer, timeout=READY_MS)


def test_a_project_changes_map_numbers_and_rows_together(
    serve: Serve, sample_town: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    open_map(page, serve(sample_town).url)
    page.wait_for_function(f"() => ({INK})() > 200", timeout=READY_MS)
    shot("map-light")
    before = page.evaluate(INK)
    assert number_of(card(page, "刑事案件")) > 0
    choose(page, "projects", "消防安全")
    expect(card(page, "刑事案件").locator(".value b")).to_have_text("—")
    expect(page.locator(".sm-table .tabs button", has_text="出租屋")).to_contain_text("—")
    page.wait_for_function(f"(before) => ({INK})() < before", arg=before)
    shot("map-project")
    page.get_by_role("button", name="清除筛选").click()
    expect(card(page, "刑事案件").locator(".value b")).not_to_have_text("—")


def test_a_period_changes_map_and_numbers_and_is_told(
    serve: Serve, sample_town: Path, page: Page
) -> None:
    open_map(page, serve(sample_town).url)
    year = number_of(card(page, "道路交通事故"))
    choose(page, "period", "上月")
    expect(page.locator(".sm-cards .note")).to_contain_text("上月（")
    expect(card(page, "道路交通事故").locator(".value b")).not_to_have_text(str(year))
    assert number_of(card(page, "道路交通事故")) < year


def test_a_click_on_the_map_gives_the_facts_masked(
    serve: Serve, sample_town: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    open_map(page, f"{serve(sample_town).url}/?layers=rental")
    page.wait_for_function(f"() => ({INK})() > 200", timeout=READY_MS)
    house = page.evaluate(RED_HOUSE)
    page.mouse.click(house["x"], house["y"])
    facts = page.locator(".map-facts")
    expect(facts).to_contain_text("周边 100 米")
    expect(facts).to_contain_text("示例")
    expect(facts.locator("dd", has_text="**").first).to_be_visible()
    assert not re.search(r"1[3-9]\d{9}", facts.inner_text())
    shot("map-facts")


def test_a_row_of_the_table_shows_its_record_on_the_map(
    serve: Serve, sample_town: Path, page: Page
) -> None:
    open_map(page, serve(sample_town).url)
    row = page.locator(".sm-table tbody tr").nth(2)
    code = row.locator("td").first.inner_text()
    row.scroll_into_view_if_needed()
    row.locator("button").press("Enter")
    expect(page.locator(".map-facts")).to_contain_text(code)
    expect(page.locator(".map-facts")).to_be_in_viewport(ratio=0.9)
    expect(row).to_have_class("chosen")


def test_a_card_lists_its_rows_and_its_definition(
    serve: Serve, sample_town: Path, page: Page
) -> None:
    open_map(page, serve(sample_town).url)
    fires = card(page, "火灾")
    expected = number_of(fires)
    fires.click()
    expect(page.locator(".sm-table .definition")).to_contain_text("火灾发生时间在时段内")
    expect(page.locator(".sm-table tbody tr")).to_have_count(expected)


def test_a_link_restores_layers_filters_extent_and_language(
    serve: Serve, sample_town: Path, new_page: Callable[..., Page]
) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    server = serve(sample_town)
    years = "period=2025-01-01/2026-01-01&against=2024-01-01/2025-01-01"
    open_map(page, f"{server.url}/?layers=premises,school&lang=en&{years}")
    choose(page, "projects", "Fire safety")
    expect(page.locator(".sm-filter.projects .filter")).to_contain_text("Fire safety")
    page.get_by_role("button", name="By street").click()
    page.wait_for_function(f"async () => (await {ELEMENT}).state.view.query.includes('streets')")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(600)  # the zoom's animation
    page.get_by_role("button", name="Copy link").first.click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('extent')")
    link, seen = page.evaluate("navigator.clipboard.readText()"), page.evaluate(VIEW)
    other = new_page()
    open_map(other, link)
    expect(other.locator(".sm-filter.projects .filter")).to_contain_text("Fire safety")
    by_street = other.get_by_role("button", name="By street")
    expect(by_street).to_have_attribute("aria-pressed", "true")
    assert "tab-school" in other.evaluate(TABS)
    assert other.evaluate(TABS) == page.evaluate(TABS)
    west, south, east, north = map(float, other.evaluate(VIEW).split(","))
    was = [float(degrees) for degrees in seen.split(",")]
    assert west <= was[0] + 1e-4
    assert south <= was[1] + 1e-4
    assert east >= was[2] - 1e-4
    assert north >= was[3] - 1e-4


def test_the_language_chosen_stays_with_the_browser(
    serve: Serve, sample_town: Path, page: Page
) -> None:
    server = serve(sample_town)
    open_map(page, server.url)
    page.locator(".sm-head summary.person").click()
    page.get_by_role("button", name="English", exact=True).click()
    expect(page.locator(".map-legend")).to_contain_text("Layers")
    open_map(page, server.url)
    expect(page.locator(".map-legend")).to_contain_text("Layers")
    open_map(page, f"{server.url}/?lang=zh-CN")
    expect(page.locator(".map-legend")).to_contain_text("图层与图例")


def test_text_of_a_ledger_shows_as_itself_and_runs_nowhere(
    serve: Serve, tmp_path: Path, page: Page
) -> None:
    write_small_town(tmp_path / "nasty")
    server = serve(tmp_path / "nasty")
    open_map(page, f"{server.url}/?period=2025-01-01/2026-01-01&pick=rental.2")
    expect(page.locator(".map-facts b").first).to_have_text(NASTY)
    incidents = page.locator(".sm-table .tabs button", has_text="事故案件")
    incidents.click()
    # until then the rows below are those of the other layer
    expect(incidents).to_have_attribute("aria-selected", "true")
    page.locator(".sm-table tbody tr", has_text="未上图").first.locator("button").click()
    expect(page.locator(".map-facts")).to_contain_text(NASTY)
    page.locator(".sm-head nav button", has_text="台账").click()
    expect(page.locator(".sm-table").first).to_contain_text("rental.xlsx")
    assert page.evaluate("window.pwned") is None
    assert "A49B" not in page.content()


def test_an_import_from_the_command_line_is_on_an_open_map(
    serve: Serve, sample_town: Path, tmp_path: Path, page: Page
) -> None:
    data = shutil.copytree(sample_town, tmp_path / "town")
    open_map(page, f"{serve(data).url}/?layers=rental")
    tab = page.locator(".sm-table .tabs button", has_text="出租屋")
    expect(tab).to_contain_text("3,176")
    ledger = tmp_path / "新增.csv"
    ledger.write_text("房屋编码,房屋地址,套数\nYH-ZZ-99999,新庄街1号,3\n", encoding="utf-8")
    command = [sys.executable, "-m", "etl", "import", str(ledger), "--layer", "rental"]
    subprocess.run([*command, "--data", str(data)], cwd=ROOT, env=environment(), check=True)
    expect(tab).to_contain_text("3,177")


def test_figures_are_dimmed_and_it_is_said_while_newer_data_is_read(
    serve: Serve, sample_town: Path, page: Page
) -> None:
    held = {"version": 0, "newest": 10**6}
    page.route("**/api/version", lambda route: route.fulfill(json=held))
    open_map(page, f"{serve(sample_town).url}/?layers=rental")
    chip, root = page.locator(".sm-head .behind"), page.locator("html")
    expect(chip).to_have_text("正在读入新数据，下面的数字是之前的")
    expect(root).to_have_attribute("data-behind", "")
    expect(page.locator(".sm-cards")).to_have_css("opacity", "0.45")
    page.unroute("**/api/version")
    expect(chip).to_be_hidden()
    expect(page.locator(".sm-cards")).to_have_css("opacity", "1")


def test_every_filter_is_reached_and_used_by_keyboard(
    serve: Serve, sample_town: Path, page: Page
) -> None:
    open_map(page, serve(sample_town).url)
    page.locator('.sm-filter.statuses [data-focus="statuses"]').focus()
    page.keyboard.press("Enter")
    panel = page.locator(".sm-filter.statuses .panel")
    expect(panel).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator(".sm-filter.statuses .filter")).to_contain_text("在租")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(page.locator('[data-focus="statuses"]')).to_be_focused()


def test_english_reaches_every_piece_of_the_page(
    serve: Serve, sample_town: Path, new_page: Callable[..., Page]
) -> None:
    page = new_page(color_scheme="dark")
    open_map(page, serve(sample_town).url)
    page.locator(".sm-head .person").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator(".sm-head h1")).to_have_text("Safety map")
    expect(page.locator(".sm-filter.period small")).to_have_text("Period")
    expect(card(page, "Fires")).to_be_visible()
    expect(page.locator(".map-legend")).to_contain_text("Layers and legend")
    expect(page.locator(".sm-table th").first).to_have_text("Building code")
    page.locator(".sm-head nav button", has_text="Ledgers").click()
    expect(page.get_by_role("list", name="Import a ledger")).to_be_visible()


def test_targets_are_large_enough_for_a_mouse(serve: Serve, sample_town: Path, page: Page) -> None:
    open_map(page, serve(sample_town).url)
    heads = ".sm-head button, .sm-head summary"
    buttons = f"{heads}, .sm-filters button, .sm-cards button, .sm-table .tabs button"
    heights = page.evaluate(
        """(which) => [...document.querySelectorAll(which)]
            .filter((button) => button.checkVisibility()).map((button) => button.offsetHeight)""",
        buttons,
    )
    assert min(heights) >= 32
