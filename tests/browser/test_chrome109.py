"""The last Chrome for Windows 7 shows the pages and can be worked with."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.chromium import FLAGS
from tests.browser.old_chromium import FLAGS as OLD_FLAGS
from tests.browser.old_chromium import old_chromium
from tests.browser.server import Server
from tests.browser.test_imports import READY_MS as IMPORTED_MS
from tests.browser.test_pages import (
    DRAWN,
    INK,
    READY_MS,
    RED_HOUSE,
    card,
    choose,
    number_of,
    open_map,
)
from tests.conftest import require_or_skip

pytestmark = pytest.mark.browser

Serve = Callable[..., Server]
KNOWS_NO_V = "() => { try { new Function('return /a/v')(); return false; } catch { return true; } }"


@pytest.fixture(scope="module")
def chromium(driver: Playwright) -> Iterator[Browser]:
    """Chromium 109 in the place of the one of this machine."""
    program = old_chromium()
    if not program.exists():
        require_or_skip("no Chromium 109: python -m tests.browser.old_chromium fetches it by npm")
    browser = driver.chromium.launch(executable_path=program, args=[*FLAGS, *OLD_FLAGS])
    assert browser.version.startswith("109.")
    yield browser
    browser.close()


def test_the_map_is_drawn_filtered_and_clicked(
    serve: Serve, sample_town: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    open_map(page, f"{serve(sample_town).url}/?layers=rental,incident")
    assert page.evaluate(KNOWS_NO_V)
    page.wait_for_function(f"() => ({INK})() > {DRAWN}", timeout=READY_MS)
    house = page.evaluate(RED_HOUSE)
    page.mouse.click(house["x"], house["y"])
    expect(page.locator(".map-facts")).to_contain_text("周边 100 米")
    shot("chrome-109")
    year = number_of(card(page, "道路交通事故"))
    choose(page, "period", "上月")
    expect(page.locator(".sm-cards .note")).to_contain_text("上月（")
    expect(card(page, "道路交通事故").locator(".value b")).not_to_have_text(str(year))


def test_a_ledger_is_handed_in(serve: Serve, sample_town: Path, tmp_path: Path, page: Page) -> None:
    data = shutil.copytree(sample_town, tmp_path / "town")
    ledger = tmp_path / "旧机.csv"
    ledger.write_text("房屋编码,房屋地址,套数\nYH-ZZ-1,新庄街1号,3\n", encoding="utf-8")
    page.goto(f"{serve(data).url}/ledgers")
    page.locator("input[type=file]").set_input_files(ledger, timeout=IMPORTED_MS)
    page.get_by_role("button", name="下一步：检查").click(timeout=IMPORTED_MS)
    page.get_by_role("button", name="写入", exact=True).click(timeout=IMPORTED_MS)
    done = page.get_by_text("导入完成：新增 1，更新 0，未变 0，退回 0")
    expect(done).to_be_visible(timeout=IMPORTED_MS)
