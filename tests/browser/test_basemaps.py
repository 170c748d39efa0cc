"""Other people's base maps below our data: where they lie, what they say, when they are silent."""

import csv
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.map_site import Site
from tests.dashboard.basemap.tiles import png

TILE_PX = 256
RED = (230, 0, 0, 255)
PAPER = (240, 240, 235, 255)
LEVEL = 16

TO = """([lng, lat, zoom]) => {
  window.map.map.setView([lat, lng], zoom, { animate: false });
}"""
RESTS = """() => {
  const tiles = [...document.querySelectorAll(".map-tiles img")];
  return tiles.length > 0 && tiles.every((tile) => tile.matches(".leaflet-tile-loaded"));
}"""
MARKS = """() => {
  const corner = window.map.map.getContainer().getBoundingClientRect();
  const found = [];
  for (const tile of document.querySelectorAll(".map-tiles img")) {
    const box = tile.getBoundingClientRect();
    const canvas = Object.assign(document.createElement("canvas"), { width: 256, height: 256 });
    const ctx = canvas.getContext("2d");
    ctx.drawImage(tile, 0, 0);
    const { data } = ctx.getImageData(0, 0, 256, 256);
    for (let n = 0; n < data.length; n += 4) {
      if (data[n] < 200 || data[n + 1] > 60) continue;
      const [x, y] = [(n / 4) % 256, Math.floor(n / 1024)];
      found.push([box.left - corner.left + ((x + 0.5) / 256) * box.width,
        box.top - corner.top + ((y + 0.5) / 256) * box.height]);
    }
  }
  return found;
}"""
WHERE = """([lng, lat]) => {
  const { x, y } = window.map.map.latLngToContainerPoint([lat, lng]);
  return [x, y];
}"""
CHOOSE = """(name) => [...document.querySelectorAll(".leaflet-control-layers-base label")]
  .find((label) => label.textContent.trim() === name).querySelector("input").click()"""


def pixel_of(lng: float, lat: float, z: int) -> tuple[int, int]:
    """Where a position lies in the picture of the whole world at a level, by the tiling's rule."""
    size = TILE_PX * 2**z
    north = math.asinh(math.tan(math.radians(lat))) / math.pi
    return int((lng + 180) / 360 * size), int((1 - north) / 2 * size)


BLANK = png([[PAPER]])


def drawn(points: list[tuple[float, float]]) -> Callable[[int, int, int], bytes]:
    """Tiles with one red pixel at each of the points."""

    def tile(z: int, x: int, y: int) -> bytes:
        pixels = [pixel_of(lng, lat, z) for lng, lat in points]
        here = {(px % TILE_PX, py % TILE_PX) for px, py in pixels if tile_at(px, py) == (x, y)}
        if not here:
            return BLANK
        sides = range(TILE_PX)
        return png([[RED if (px, py) in here else PAPER for px in sides] for py in sides])

    return tile


def tile_at(px: int, py: int) -> tuple[int, int]:
    return px // TILE_PX, py // TILE_PX


def told(datum: str) -> dict[str, Any]:
    return {
        "id": "office", "name": "区里的底图<b>", "datum": datum, "min_zoom": 3, "max_zoom": 18,
        "note": "某局 · 审图号：粤S（2026）001号",
    }  # fmt: skip


@pytest.fixture
def shelters(testdata: Path) -> list[dict[str, float]]:
    """Shelters of Guangzhou, each in GCJ-02 and in WGS84."""
    with (testdata / "guangzhou" / "shelters_gcj02.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))[::30]
    return [{name: float(row[name]) for name in row if "_" in name} for row in rows]


@pytest.mark.parametrize("datum", ["gcj02", "wgs84"])
def test_what_a_tile_shows_lies_where_our_data_has_it(
    site: Site, shown: Page, shelters: list[dict[str, float]], datum: str
) -> None:
    site.basemap = drawn([(row[f"lng_{datum}"], row[f"lat_{datum}"]) for row in shelters])
    site.view["sources"] = [told(datum)]
    shown.reload()
    shown.wait_for_function("window.map")
    shown.evaluate(CHOOSE, "区里的底图<b>")
    for row in shelters:
        shown.evaluate(TO, [row["lng_wgs84"], row["lat_wgs84"], LEVEL])
        shown.wait_for_function(RESTS)
        x, y = shown.evaluate(WHERE, [row["lng_wgs84"], row["lat_wgs84"]])
        nearest = min(math.dist((x, y), mark) for mark in shown.evaluate(MARKS))
        assert nearest < 2, "more than two pixels (some 4 m) beside it"


def test_it_says_whose_it_is_and_is_there_again_next_time(site: Site, shown: Page) -> None:
    site.basemap, site.view["sources"] = drawn([]), [told("gcj02")]
    shown.reload()
    note = shown.locator(".map-note")
    expect(note).to_contain_text("本街道数据")
    toggle = shown.locator(".leaflet-control-layers-toggle")
    expect(toggle).to_have_attribute("title", "底图")
    toggle.hover()
    shown.get_by_text("区里的底图<b>").click()
    expect(note).to_contain_text("粤S（2026）001号")
    expect(note).to_contain_text("GCJ-02")
    shown.reload()
    expect(note).to_contain_text("粤S（2026）001号")
    expect(shown.locator(".map-tiles img.leaflet-tile-loaded").first).to_be_attached()


def test_a_silent_one_gives_way_to_our_own_and_says_so(site: Site, shown: Page) -> None:
    site.view["sources"] = [told("wgs84")]
    shown.reload()
    shown.wait_for_function("window.map")
    shown.evaluate(CHOOSE, "区里的底图<b>")
    expect(shown.locator(".map-said")).to_contain_text("没有回应")
    expect(shown.locator(".map-note")).to_contain_text("本街道数据")
    expect(shown.locator(".map-tiles img")).to_have_count(0)
