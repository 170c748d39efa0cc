"""Ledgers handed in on the page, in a real browser."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Server
from tests.dashboard.small_town import NASTY

pytestmark = pytest.mark.browser

Serve = Callable[..., Server]
READY_MS = 60_000


def test_a_ledger_is_imported_from_the_page_and_its_bad_rows_are_listed(
    serve: Serve, sample_town: Path, tmp_path: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    data = shutil.copytree(sample_town, tmp_path / "town")
    ledger = tmp_path / "新增.csv"
    ledger.write_text(
        f"房屋编码,房屋地址,套数\nYH-ZZ-1,新庄街1号,3\nYH-ZZ-2,{NASTY.replace(',', '')},x\n",
        encoding="utf-8",
    )
    page.goto(f"{serve(data).url}/ledgers")
    page.locator("input[type=file]").set_input_files(ledger, timeout=READY_MS)
    page.get_by_role("button", name="下一步：检查").click(timeout=READY_MS)
    page.get_by_role("button", name="写入", exact=True).click(timeout=READY_MS)
    expect(page.get_by_text("导入完成：新增 1，更新 0，未变 0，退回 1")).to_be_visible(
        timeout=READY_MS
    )
    rejected = page.locator(".sm-table", has_text="退回的行").first
    expect(rejected.locator("tbody td").first).to_have_text("3")
    shot("ledgers")
    page.get_by_role("button", name="撤销第").click()
    expect(page.get_by_text("新增的 1 条不再显示")).to_be_visible()
    shot("ledgers-undo")
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(page.get_by_text("恢复 0 条，移除 1 条")).to_be_visible()
    expect(page.locator(".sm-table", has_text="已导入的批次")).to_contain_text("已撤销")
    letter = tmp_path / "通知.docx"
    letter.write_bytes(b"PK")
    page.locator("input[type=file]").set_input_files(letter)
    expect(page.get_by_text("请用 WPS 或 Excel 另存为 .xlsx 后再选")).to_be_visible()
    expect(page.get_by_role("button", name="下一步：检查")).to_have_count(0)


def test_an_import_goes_on_when_its_tab_is_closed(
    serve: Serve, sample_town: Path, tmp_path: Path, new_page: Callable[..., Page]
) -> None:
    data = shutil.copytree(sample_town, tmp_path / "town")
    ledger = tmp_path / "关页.csv"
    ledger.write_text("房屋编码,房屋地址,套数\nYH-ZZ-1,新庄街1号,3\n", encoding="utf-8")
    page = new_page()
    page.goto(f"{serve(data).url}/ledgers")
    page.locator("input[type=file]").set_input_files(ledger, timeout=READY_MS)
    expect(page.get_by_text(re.compile("正在排队|正在识别|认出 3 列"))).to_be_visible(
        timeout=READY_MS
    )
    page.close()
    page = new_page()
    page.goto(f"{serve(data).url}/ledgers")
    expect(
        page.get_by_text("关页.csv：出租屋 · 2 行（含表头） · 认出 3 列中的 3 列")
    ).to_be_visible(timeout=READY_MS)
    page.get_by_role("button", name="下一步：检查").click()
    page.get_by_role("button", name="写入", exact=True).click(timeout=READY_MS)
    row = page.locator(".sm-table tbody tr", has_text="关页.csv")
    expect(row).to_contain_text("已导入", timeout=READY_MS)
