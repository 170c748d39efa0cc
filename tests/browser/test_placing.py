"""The workbench of unplaced records: a proposal accepted, a place clicked, all above a score."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from geodata.storage.addresses import BY_ADDRESS
from geodata.storage.correct import BY_HAND
from geodata.storage.store import open_storage
from tests.browser.server import Server
from tests.geodata.making import NOW

pytestmark = pytest.mark.browser

Serve = Callable[..., Server]
READY_MS = 60_000
LEAD = ".st-key-placing [data-testid=stHeading] h3"
METHODS = "SELECT method, count(*) FROM places WHERE corrected IS NOT NULL GROUP BY 1"


def unplaced(page: Page) -> int:
    """How many rental buildings the sentence says are not placed."""
    said = page.locator(LEAD).inner_text()
    found = re.search(r"还有 ([\d,]+) 栋", said)
    assert found is not None, said
    return int(found[1].replace(",", ""))


def expect_unplaced(page: Page, number: int) -> None:
    expect(page.locator(LEAD)).to_contain_text(f"还有 {number:,} 栋")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def test_records_are_placed_one_by_one_by_a_click_and_all_that_are_sure(
    serve: Serve, sample_town: Path, tmp_path: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    town = shutil.copytree(sample_town, tmp_path / "town")
    page.goto(f"{serve(town).url}/placing?layers=rental")
    root = page.locator(".map-root")
    expect(root).to_have_attribute("data-offer", re.compile('"rental"'), timeout=READY_MS)
    before = unplaced(page)
    expect(page.locator(".sm-table tbody tr").first).to_contain_text("%")
    shot("placing")

    first = str(root.get_attribute("data-offer"))
    button(page, "采用建议位置").click()
    expect_unplaced(page, before - 1)
    expect(root).not_to_have_attribute("data-offer", first)  # the next record is offered

    offered = str(root.get_attribute("data-offer"))
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2 - 30)
    expect(button(page, "采用点选位置")).to_be_visible()
    expect(root).not_to_have_attribute("data-offer", offered)
    clicked = str(root.get_attribute("data-offer"))
    button(page, "采用点选位置").click()
    expect_unplaced(page, before - 2)
    expect(root).not_to_have_attribute("data-offer", clicked)  # drawn last: the page is whole

    offered = str(root.get_attribute("data-offer"))
    button(page, "暂不上图").click()
    page.get_by_label("暂不上图的理由（必填）").fill("地址不详")
    page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
    expect(page.locator('[data-focus="tab-left"]')).to_contain_text("1")
    expect(root).not_to_have_attribute("data-offer", offered)

    ask = page.get_by_role("button", name=re.compile(r"^采用全部 \d+ 条$"))
    confirm = page.get_by_role("button", name=re.compile(r"^确定，采用 \d+ 条$"))
    if ask.is_enabled():  # the town is of today: on some days nothing is that sure
        ask.click()
        expect(confirm).to_be_visible()
    page.get_by_test_id("stSelectbox").locator("input").last.click()
    page.get_by_role("option", name="80 %").click()
    expect(confirm).to_have_count(0)  # it was about the surest
    ask.click()
    expect(page.get_by_text("把握都不低于 80 %")).to_be_visible()
    count = int(re.sub(r"\D", "", confirm.inner_text()))
    shot("placing-all")
    confirm.click()
    expect_unplaced(page, before - 2 - count)
    page.goto("about:blank")

    storage = open_storage(town, now=NOW)
    with storage.reading() as connection:
        methods: dict[str, int] = {}
        methods |= {row[0]: row[1] for row in connection.exec_driver_sql(METHODS)}
    storage.close()
    assert methods == {BY_ADDRESS: 1 + count, BY_HAND: 1}
