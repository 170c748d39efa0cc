"""Text made to run, in every text column of every layer: it is shown as it stands, everywhere."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Dialog, Page, expect

from geodata.records import NotedRow, Problem
from geodata.storage.store import open_storage
from tests.browser.test_map_stack import click_the_middle
from tests.browser.test_pages import ELEMENT, READY_MS, Serve, open_map
from tests.dashboard.hostile_town import RAN, SCRIPTS, TEMPLATES, write_hostile_town
from tests.geodata.making import CATALOGUE, NOW, write

pytestmark = pytest.mark.browser

HOSTILE = f"{TEMPLATES[0]}{SCRIPTS[0]}"
YEAR = "period=2025-01-01/2026-01-01"
LAYERS = [layer.id for layer in CATALOGUE.listed_layers]
TO_THE_POINT = f"""async () => {{
  (await {ELEMENT}).map.setView([23.101, 113.501], 18, {{ animate: false }});
}}"""
STRANGE = 'img[src="x"], base, svg[onload], [onerror], a[href^="javascript:"]'
"""What the texts would put into a page."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "town"
    write_hostile_town(folder, folder.with_name("ledgers"))
    storage = open_storage(folder, now=NOW)
    cells = {"房屋编码": "N-1", "房屋地址": f"=1+1{HOSTILE}", "套数": HOSTILE}
    problem = Problem("套数", "not_a_number", {"found": HOSTILE})
    rejected = [NotedRow("", 2, cells, (problem,))]
    write(storage, "rental", [], rejected=rejected, file_name=HOSTILE)
    storage.close()
    return folder


def has_run(page: Page) -> list[object]:
    """Return every sign that the text was more than text."""
    body = page.inner_text("body")
    strange = page.locator(STRANGE).count()
    ran = [page.evaluate("window.pwned"), strange, *(sign for sign in RAN if sign in body)]
    return [sign for sign in ran if sign]


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the page said of itself that it should not have: errors, dialogs."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))

    def dismiss(dialog: Dialog) -> None:
        found.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    return found


def test_text_made_to_run_is_shown_as_it_stands(
    serve: Serve, town: Path, page: Page, complaints: list[str]
) -> None:
    """On the map with all layers: legend, hover, list, facts, search, print; and on the pages."""
    server = serve(town)
    open_map(page, f"{server.url}/?{YEAR}&layers={','.join(LAYERS)}")
    facts, rows = page.locator(".map-facts"), page.locator(".sm-table")
    for layer in LAYERS:
        tab = rows.locator(f'[data-focus="tab-{layer}"]')
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        row = rows.locator(f'tr[data-row^="{layer}."]', has_text="pwned").first
        row.locator("button").first.click()
        expect(facts).to_contain_text(CATALOGUE.by_layer[layer].name.zh)
        expect(facts).to_contain_text("pwned")
        assert has_run(page) == [], layer
    page.keyboard.press("Escape")
    page.locator(".folium-map").scroll_into_view_if_needed()
    page.evaluate(TO_THE_POINT)
    click_the_middle(page)
    expect(page.locator(".map-list small").first).not_to_be_empty()
    for text in (SCRIPTS[0], TEMPLATES[0]):
        page.locator(".map-search input").fill(text)
        expect(page.locator(".map-hits li").first).to_contain_text(text)
    page.keyboard.press("Escape")
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".map-tip")).to_be_visible()
    assert has_run(page) == []
    with page.expect_download(timeout=READY_MS):
        page.click("[data-tool=picture]")
    assert has_run(page) == []
    page.goto(f"{server.url}/ledgers")
    expect(page.locator(".sm-table").last).to_contain_text(HOSTILE, timeout=READY_MS)
    assert has_run(page) == []
    assert complaints == []


def test_a_template_and_the_rejected_rows_are_taken_away_from_the_page(
    serve: Serve, town: Path, tmp_path: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    page.goto(f"{serve(town).url}/ledgers")
    link = page.get_by_role("link", name="下载填写模板")
    with page.expect_download(timeout=READY_MS) as template:
        link.click()
    assert template.value.suggested_filename.endswith("_填写模板.xlsx")
    notes = page.locator(".sm-table", has_text="不是数字").first
    expect(notes.locator("tbody tr").first).to_contain_text(HOSTILE, timeout=READY_MS)
    notes.get_by_role("button", name="带走").click()
    with page.expect_download(timeout=READY_MS) as rejected:
        notes.get_by_role("button", name="Excel").click()
    shot("rejected-taken")
    assert rejected.value.suggested_filename.endswith(".xlsx")
    rejected.value.save_as(tmp_path / "退回.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "退回.xlsx").worksheets[0]
    cells = [cell.value for cell in sheet[2]]
    assert f"=1+1{HOSTILE}" in cells
    assert {cell.data_type for cell in sheet[2]} == {"s"}
    assert has_run(page) == []
