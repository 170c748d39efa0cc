"""Correcting a record on its facts: moved by a click, told to a second editor, never lost."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from geodata.storage.reads import read_record
from geodata.storage.store import open_storage
from tests.browser.test_pages import Serve, open_map
from tests.dashboard.small_town import write_small_town
from tests.geodata.making import CATALOGUE, NOW

pytestmark = pytest.mark.browser


def _open_record(page: Page, code: str) -> None:
    page.locator(".sm-table tbody tr", has_text=code).locator("button").first.click()
    expect(page.locator(".map-facts")).to_contain_text(code)


def _begin(page: Page) -> None:
    page.locator(".map-facts button", has_text="更正").click()
    expect(page.locator(".map-correct")).to_be_visible()


def _end(form: Locator) -> None:
    form.locator("input[type=date]").fill("2025-03-05")
    form.locator("input[name=reason]").fill("已拆除")
    form.locator("button", has_text="保存更正").click()


def test_a_record_is_moved_and_what_was_said_to_be_saved_outlives_a_kill(
    serve: Serve,
    tmp_path: Path,
    page: Page,
    new_page: Callable[..., Page],
    shot: Callable[[str], Path],
) -> None:
    write_small_town(tmp_path / "town")
    server = serve(tmp_path / "town")
    address = f"{server.url}/?layers=rental"
    open_map(page, address)
    second = new_page()
    open_map(second, address)
    for tab in (page, second):
        _open_record(tab, "R-1")
        _begin(tab)
    form = page.locator(".map-correct")
    form.locator("select[name=status]").select_option("vacant")
    form.locator("button", has_text="在地图上移动").click()
    expect(form.locator(".map-place")).to_contain_text("请在地图上点击")
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2 + 60, box["y"] + box["height"] / 2 - 40)
    expect(form.locator(".map-place")).to_contain_text("新位置已选")
    form.locator("input[name=reason]").fill("现场核实")
    shot("correct-form")
    form.locator("button", has_text="保存更正").click()
    expect(page.locator(".map-corrected li")).to_have_count(2)
    expect(page.locator(".map-corrected")).to_contain_text("米外，已更正")
    expect(page.locator(".map-facts ol")).to_contain_text("现场核实")
    shot("corrected")

    late = second.locator(".map-correct")
    _end(late)
    expect(late.locator("[role=alert]")).to_contain_text("有人改过")
    expect(late.locator("input[name=reason]")).to_have_value("已拆除")
    late.locator("button", has_text="取消").click()
    expect(second.locator(".map-corrected li")).to_have_count(2)
    _begin(second)
    _end(late)
    expect(second.locator(".map-said")).to_contain_text("已更正")
    server.process.kill()
    for tab in (page, second):
        tab.goto("about:blank")

    server.process.wait()
    storage = open_storage(tmp_path / "town", now=NOW)
    with storage.reading() as connection:
        record = read_record(connection, CATALOGUE.by_layer["rental"], 1)
    storage.close()
    assert record is not None
    assert (record["valid_to"], record["status"]) == (date(2025, 3, 5), "vacant")
    assert (record["method"], record["x"]) == ("hand", 113.501)
    assert record["lng"] != record["x"]
