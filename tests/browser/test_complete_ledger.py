"""A complete ledger on the page: its changes seen first, what ends confirmed, then imported."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import READY_MS, Serve
from tests.dashboard.small_town import write_small_town

pytestmark = pytest.mark.browser


def test_changes_are_seen_before_a_complete_ledger_is_imported(
    serve: Serve, tmp_path: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    write_small_town(tmp_path / "town")
    ledger = tmp_path / "全部.csv"
    ledger.write_text("房屋编码,房屋地址,套数\nR-1,新庄西街12号3栋502房,15\n", encoding="utf-8")
    page.goto(f"{serve(tmp_path / 'town').url}/ledgers")
    page.locator("input[type=file]").set_input_files(ledger, timeout=READY_MS)
    page.get_by_text("这是完整台账").click(timeout=READY_MS)
    expect(page.get_by_role("checkbox", name="这是完整台账")).to_be_checked()
    page.get_by_role("button", name="下一步：检查").click()
    expect(page.get_by_text("将新增 0，更新 1，未变 0")).to_be_visible(timeout=READY_MS)
    trial = page.locator(".sm-table", has_text="试运行，尚未写入")
    expect(trial.locator("tbody tr").first).to_contain_text("套数")
    expect(trial.locator("tbody tr")).to_have_count(3)
    assert "502" not in trial.inner_text()
    shot("ledger-trial")
    page.get_by_text("确认将结束的 2 条确实已不存在").click()
    page.get_by_role("button", name="写入", exact=True).click()
    expect(page.get_by_text("导入完成：新增 0，更新 1")).to_be_visible(timeout=READY_MS)
    done = page.locator(".sm-table", has_text="全部.csv").first
    expect(done.locator("tbody tr")).to_have_count(1)
    expect(done.locator("tbody tr")).to_contain_text("15")
    done.locator(".tabs button", has_text="结束").click()
    expect(done.locator("tbody tr")).to_have_count(2)
    shot("ledger-ended")
