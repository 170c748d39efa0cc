"""The page of duplicates: merged, taken back, kept apart, and the merged record among the facts."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from geodata.storage.store import FILE_NAME, open_storage
from tests.browser.server import Server
from tests.dashboard.comparing import compare
from tests.geodata.making import NOW
from tests.geodata.twice_told import write_twice_told

pytestmark = pytest.mark.browser

Serve = Callable[..., Server]
READY_MS = 60_000
WHEN = "period=2025-07-01/2026-01-05"
NAMED_BESIDE_SIGNS = """() => {
  const canvas = document.querySelector(".map-marks");
  const on = canvas.getBoundingClientRect();
  const times = canvas.width / on.width;
  const inked = ({ left, top, width, height }) => canvas.getContext("2d")
    .getImageData(...[left - on.left, top - on.top, width, height].map((px) => px * times))
    .data.some((value, n) => n % 4 === 3 && value > 0);
  const signs = [...document.querySelectorAll(".map-twin b")]
    .map((one) => one.getBoundingClientRect());
  return signs.length === 2 && inked(on) && !signs.some(inked);
}"""
"""Names are painted, and none of them below a sign."""

LEAD = ".st-key-duplicates [data-testid=stHeading] h3"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A town with two events and one building in two ledgers, compared already."""
    folder = tmp_path / "town"
    storage = open_storage(folder, now=NOW)
    write_twice_told(storage)
    compare(storage)
    storage.close()
    return folder


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def merged(folder: Path) -> list[tuple[int, int]]:
    connection = sqlite3.connect(folder / FILE_NAME)
    rows = connection.execute(
        "SELECT id, merged_into FROM incidents WHERE merged_into IS NOT NULL"
    ).fetchall()
    connection.close()
    return rows


def test_a_pair_is_compared_merged_taken_back_and_kept_apart(
    serve: Serve, town: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    page.goto(f"{serve(town).url}/duplicates?layers=incident")
    lead, root = page.locator(LEAD), page.locator(".map-root")
    expect(lead).to_contain_text("3 对", timeout=READY_MS)
    expect(root).to_have_attribute("data-spots", re.compile("甲.*乙"), timeout=READY_MS)
    page.wait_for_function(NAMED_BESIDE_SIGNS, timeout=READY_MS)
    expect(page.locator(".sm-pair .sure")).to_contain_text("%")
    expect(page.locator(".sm-pair tr.differs").first).to_contain_text("P1")
    shot("duplicates")

    button(page, "同一件，保留甲").click()
    expect(lead).to_contain_text("2 对")
    expect(root).not_to_have_attribute("data-spots", re.compile("甲.*乙"))  # the next is unplaced
    assert merged(town) == [(121, 1)]
    shot("duplicates-merged")
    button(page, "撤销").click()
    expect(lead).to_contain_text("3 对")
    expect(page.get_by_text("已撤销，两条记录恢复原样。")).to_be_visible()
    assert merged(town) == []

    button(page, "不是同一件").click()
    expect(page.locator('[data-focus="tab-decided"]')).to_contain_text("1")
    expect(lead).to_contain_text("2 对")
    button(page, "同一件，保留乙").click()
    expect(page.locator('[data-focus="tab-decided"]')).to_contain_text("2")
    assert merged(town) == [(2, 122)]
    page.locator('[data-focus="tab-decided"]').click()
    expect(page.locator(".sm-pair .note")).to_contain_text("判为同一件")
    shot("duplicates-decided")
    page.locator(".sm-table tbody tr", has_text="不是同一件").click()
    expect(page.locator(".sm-pair .note")).to_contain_text("判为不是同一件")

    page.goto(f"{serve(town).url}/?layers=incident&{WHEN}&pick=incident.122")
    facts = page.locator(".map-facts")
    expect(facts.locator(".map-merged")).to_contain_text("派出所 · ", timeout=READY_MS)
    expect(facts.locator(".map-merged")).to_contain_text("派出所.xlsx 第 4 行")
    shot("duplicates-facts")
    page.goto("about:blank")
