"""On a disk without room the pages say so, refuse ledgers, and show everything as before."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Server
from tests.dashboard.small_town import write_small_town
from tests.fault.mounting import small_disk

pytestmark = pytest.mark.browser

PATIENCE_MS = 60_000
LEDGER = "房屋编码,房屋地址,套数\nR-1,新庄西街1号,3\n"


@pytest.fixture
def narrow(tmp_path: Path, started: Callable[[Path], Server]) -> Iterator[Path]:
    write_small_town(tmp_path / "town")
    with small_disk(tmp_path / "disk", 64) as disk:
        folder = shutil.copytree(tmp_path / "town", disk / "own")
        yield folder
        started(folder).stop()


def test_a_disk_without_room_is_said_and_the_map_still_drawn(
    narrow: Path, serve: Callable[..., Server], page: Page, shot: Callable[[str], Path]
) -> None:
    server = serve(narrow)
    page.goto(server.url)
    banner = page.locator(".st-key-condition")
    expect(banner).to_contain_text("磁盘快满了", timeout=PATIENCE_MS)
    expect(page.locator(".map-legend")).to_contain_text("出租屋", timeout=PATIENCE_MS)
    shot("condition-map")
    page.goto(f"{server.url}/ledgers")
    ledger = narrow / "台账.csv"
    ledger.write_text(LEDGER, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(ledger, timeout=PATIENCE_MS)
    refused = page.get_by_text("暂不接收新台账")
    expect(refused.nth(1)).to_be_visible(timeout=PATIENCE_MS)  # the banner says it too
    shot("condition-ledgers")
    assert not (narrow / "uploads").exists()
