"""A street from nothing: an empty folder, its boundary, a drawn and a named community, a ledger."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.server import Server
from tests.etl.making import write_csv

pytestmark = pytest.mark.browser

Serve = Callable[..., Server]
READY_MS = 60_000
OUTLINE = [(113.50, 23.10), (113.54, 23.10), (113.54, 23.13), (113.50, 23.13)]
VILLAGE = [(113.502, 23.110), (113.518, 23.110), (113.518, 23.126), (113.502, 23.126)]
PIXELS = """async (corners) => {
  const { map } = await document.querySelector(".map-root").parentElement.safetyMap;
  return corners.map(([lng, lat]) => map.latLngToContainerPoint([lat, lng]));
}"""


def write_boundary(path: Path) -> Path:
    ring = [[list(at) for at in (*OUTLINE, OUTLINE[0])]]
    feature = {
        "type": "Feature",
        "properties": {"code": "440112015", "name": "永和街道"},
        "geometry": {"type": "Polygon", "coordinates": ring},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def bring_on(page: Page, new: int) -> None:
    """Have the file that was recognised checked and imported."""
    page.get_by_role("button", name="下一步：检查").click(timeout=READY_MS)
    page.get_by_role("button", name="写入", exact=True).click(timeout=READY_MS)
    expect(page.get_by_text(f"导入完成：新增 {new}")).to_be_visible(timeout=READY_MS)


def turn_to(page: Page, name: str) -> None:
    page.locator(".sm-head nav button", has_text=name).click()


def row(page: Page, name: str) -> Locator:
    return page.locator(".st-key-setup .sm-table tbody tr", has_text=name)


def draw(page: Page, corners: list[tuple[float, float]]) -> None:
    """Draw an outline on the map as the clerk does, and wait until the page has it."""
    page.locator("[data-tool=polygon]").click()
    for at in page.evaluate(PIXELS, corners):
        page.locator(".folium-map").click(position=at)
    page.locator(".map-drawbar button", has_text="完成").click()
    expect(page.locator(".map-drawbar")).to_contain_text("所画界线")


def save(page: Page, name: str, button: str) -> None:
    page.get_by_label("名称", exact=True).fill(name)
    page.get_by_label("依据（必填，记入审计）").fill("居委会的示意图")
    page.get_by_role("button", name=button, exact=True).click()


def test_a_street_is_set_up_from_an_empty_folder(
    serve: Serve, tmp_path: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    page.goto(serve(tmp_path / "own").url)
    lead = page.locator(".st-key-setup [data-testid=stHeading] h3")
    expect(lead).to_have_text("先建立街道，再导入台账", timeout=READY_MS)
    expect(row(page, "街道界线")).to_contain_text("○ 缺")
    shot("setup-empty")

    page.get_by_role("button", name="导入文件").click()
    expect(page.get_by_text("接下来选的文件按“街道界线”读取。")).to_be_visible()
    boundary = write_boundary(tmp_path / "boundary.geojson")
    page.locator("input[type=file]").set_input_files(boundary, timeout=READY_MS)
    expect(page.locator(".map-reading")).to_have_count(3, timeout=READY_MS)
    known = page.get_by_role("textbox", name="一处您知道的地方")
    known.fill("113.50, 23.10")
    known.press("Enter")
    expect(page.locator(".map-reading").first).to_contain_text("最近约 0 米", timeout=READY_MS)
    expect(page.locator(".map-reading").last).to_contain_text("常见于百度地图")
    shot("setup-asked")
    page.get_by_role("radio").first.check()
    bring_on(page, new=1)

    turn_to(page, "街道设置")
    expect(lead).to_contain_text("还缺社区、居民小组")
    expect(row(page, "街道界线")).to_contain_text("● 已有")
    draw(page, VILLAGE)
    shot("setup-drawn")
    save(page, "新庄社区", "保存所画的界线")
    expect(page.get_by_text("已保存“新庄社区”和所画的界线，代码 440112015-1")).to_be_visible()
    expect(row(page, "社区")).to_contain_text("● 已有")
    save(page, "永岗社区", "只按名称保存，不画界线")
    expect(page.get_by_text("已保存“永岗社区”，代码 440112015-2")).to_be_visible()
    expect(row(page, "社区")).to_contain_text("1 个没有界线")
    shot("setup-areas")

    turn_to(page, "台账")
    ledger = write_csv(
        tmp_path / "出租屋.csv",
        [
            ["房屋编码", "地址", "所属社区", "套数", "经度", "纬度"],
            ["A-1", "新庄西街1号", "新庄", "3", "113.510", "23.110"],
            ["A-2", "永岗大道2号", "永岗", "4", "113.530", "23.110"],
        ],
    )
    page.locator("input[type=file]").set_input_files(ledger, timeout=READY_MS)
    page.get_by_role("radio").first.check(timeout=READY_MS)
    bring_on(page, new=2)
    turn_to(page, "地图")
    expect(page.locator(".map-note")).to_contain_text("没有界线：永岗社区", timeout=READY_MS)
    expect(page.locator(".map-legend")).to_contain_text(re.compile("图上 2 栋"))
    shot("setup-map")
