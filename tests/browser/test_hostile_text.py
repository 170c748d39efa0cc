"""Text made to run, in every text column of every layer: it is shown as it stands, everywhere."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from geodata.catalogue import Layer, read_catalogue
from geodata.records import NotedRow, Problem, Record
from geodata.storage.store import open_storage
from tests.browser.test_canaries import PLACES, YEAR
from tests.browser.test_pages import READY_MS, Serve
from tests.dashboard.small_town import on
from tests.geodata.making import NOW, at, incident, rental, write, write_town

pytestmark = pytest.mark.browser

HOSTILE = 'A{{7*7}}B{#1栋<img src=x onerror="window.ran=1">${1}`'
RAN = "A49B"
"""What a template would make of it."""


def seeded(make: Callable[..., Record], layer: Layer, **more: object) -> Record:
    """Return a record with the text wherever its layer takes text."""
    free = [f.id for f in layer.fields if f.type == "text" and f.column is None and not f.personal]
    told = dict.fromkeys({"name", "address", "community"} & set(layer.by_column), HOSTILE)
    return make(
        HOSTILE,
        position=at(113.501, 23.101),
        attributes=dict.fromkeys(free, HOSTILE),
        **told,
        **more,
    )


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "town"
    layers, storage = read_catalogue().by_layer, open_storage(folder, now=NOW)
    write_town(storage)
    for name in PLACES:
        write(storage, name, [seeded(rental, layers[name])], file_name=HOSTILE)
    event = seeded(incident, layers["incident"], class_="fire", occurred_at=on(3, 1))
    write(storage, "incident", [event])
    cells = {"房屋编码": "N-1", "房屋地址": f"=1+1{HOSTILE}", "套数": HOSTILE}
    problem = Problem("套数", "not_a_number", {"found": HOSTILE})
    write(storage, "rental", [], rejected=[NotedRow("", 2, cells, (problem,))])
    storage.close()
    return folder


def has_run(page: Page) -> list[Any]:
    """Return every sign that the text was more than text."""
    ran: object = page.evaluate("window.ran")
    found = [ran, page.locator('img[src="x"]').count(), RAN in page.inner_text("body")]
    return [sign for sign in found if sign]


def test_text_made_to_run_is_shown_as_it_stands(serve: Serve, town: Path, page: Page) -> None:
    server = serve(town)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    layers = (*PLACES, "incident")
    page.goto(f"{server.url}/?{YEAR}&layers={','.join(layers)}")
    drawn = page.locator(".map-legend").get_by_text("图上 1")
    expect(drawn).to_have_count(len(layers), timeout=READY_MS)
    facts = page.locator(".map-facts")
    for layer in layers:
        tab = page.locator(f'.sm-table [data-focus="tab-{layer}"]')
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        page.locator(f'.sm-table tr[data-row^="{layer}."] button').click()
        expect(facts).to_contain_text(read_catalogue().by_layer[layer].name.zh)
        expect(facts).to_contain_text(HOSTILE)
        assert has_run(page) == [], layer
    page.goto(f"{server.url}/ledgers")
    expect(page.locator(".sm-table").last).to_contain_text(HOSTILE, timeout=READY_MS)
    assert has_run(page) == []
    assert errors == []


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
