import base64
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Server
from tests.browser.test_pages import ELEMENT, open_map
from tests.dashboard.small_town import write_small_town

pytestmark = pytest.mark.browser

SHEET = (2925, 2068)
"""A4 across at 250 pixels per inch."""
PLANS = f"async () => (await {ELEMENT}).scene.plans.map(({{ layer }}) => layer.id).join()"
OPENED = """
  const image = new Image();
  image.src = `data:image/png;base64,${file}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
"""
"""A PNG told in base64 as `file`, on a canvas whose `pen` reads it."""
INKS = (
    f"async (file) => {{{OPENED}"
    """
  const count = (left, top, width, height, is) => {
    const { data } = pen.getImageData(left, top, width, height);
    let n = 0;
    for (let at = 0; at < data.length; at += 4) n += is(data[at], data[at + 1], data[at + 2]);
    return n;
  };
  const red = (r, g, b) => Math.abs(r - 163) < 9 && g < 20 && Math.abs(b - 26) < 12;
  const dark = (r, g, b) => r + g + b < 330;
  return {
    red: count(70, 240, 2170, 1660, red), heading: count(70, 60, 1200, 150, dark),
    legend: count(2290, 240, 560, 1600, dark), foot: count(70, 1920, 2000, 140, dark),
    sample: count(2500, 70, 400, 90, dark), symbols: count(2290, 240, 560, 1600, red),
  };
}"""
)
PRINTS = """
window.print = () => {
  window.dispatchEvent(new Event("beforeprint"));
  window.hasPrinted = true;
};
"""
"""Prints as a browser does, without asking for a printer."""
GAP = (1150, 260, 14, 1600)
"""Between two maps side by side: at 100 to the inch from 458 to 468."""
WHITE = INKS.replace(
    INKS[INKS.index("  return {") :],
    f"  return count(...{list(GAP)}, (r, g, b) => r + g + b === 765);\n}}",
)


def test_two_periods_side_by_side_are_two_maps_on_the_sheet(
    serve: Callable[..., Server], sample_town: Path, page: Page, tmp_path: Path
) -> None:
    years = "period=2025-01-01/2026-01-01&against=2024-01-01/2025-01-01&compare=beside"
    open_map(page, f"{serve(sample_town).url}/?layers=incident&{years}")
    expect(page.locator(".map-second-map")).to_be_visible()
    with page.expect_download() as download:
        page.click("[data-tool=picture]")
    download.value.save_as(tmp_path / "map.png")
    sheet = base64.b64encode((tmp_path / "map.png").read_bytes()).decode()
    assert page.evaluate(WHITE, sheet) == GAP[2] * GAP[3]


def test_a_print_is_noted_once_by_whichever_way_it_begins(
    serve: Callable[..., Server], tmp_path: Path, page: Page
) -> None:
    write_small_town(tmp_path / "town")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/api/")[2]))
    page.add_init_script(PRINTS)
    open_map(page, f"{serve(tmp_path / 'town').url}/?pick=rental.1&layers=rental")
    page.click("[data-key=action-print]")
    page.wait_for_function("() => window.hasPrinted")
    with page.expect_response("**/api/printed?*") as noted:
        page.pdf()
    assert noted.value.status == 204
    first, second = (one for one in asked if one.startswith(("picture", "printed")))
    assert first.startswith("picture?")
    assert first.endswith("&page=map&pick=rental.1")
    assert second.startswith("printed?page=map&pick=rental.1&ago=")


def test_a_print_while_nobody_answers_is_noted_once_somebody_does(
    serve: Callable[..., Server], tmp_path: Path, page: Page
) -> None:
    write_small_town(tmp_path / "town")
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    open_map(page, f"{serve(tmp_path / 'town').url}/?layers=rental")
    page.route("**/api/printed?*", lambda route: route.abort(), times=1)
    with page.expect_response("**/api/printed?*") as noted:
        page.pdf()
    assert noted.value.status == 204
    (first,) = (url for url in failed if "/api/printed?" in url)
    same = "/api/printed?page=map&pick=&ago="
    assert same in first
    assert same in noted.value.url


def test_the_map_is_saved_as_a_sheet_for_print(
    serve: Callable[..., Server], sample_town: Path, page: Page, tmp_path: Path
) -> None:
    open_map(page, f"{serve(sample_town).url}/?layers=rental,school")
    before = "rental,school"
    page.wait_for_function(f"async () => (await ({PLANS})()) === '{before}'")
    with page.expect_download() as download:
        page.click("[data-tool=picture]")
    picture = tmp_path / "map.png"
    download.value.save_as(picture)
    assert download.value.suggested_filename.startswith("街道安全地图_示例数据_")
    assert struct.unpack(">II", picture.read_bytes()[16:24]) == SHEET
    inks = page.evaluate(INKS, base64.b64encode(picture.read_bytes()).decode())
    assert all(ink > 400 for ink in inks.values()), inks
    assert page.evaluate(PLANS) == before
    assert page.locator(".map-print").count() == 0
