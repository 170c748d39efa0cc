"""A large layer is painted from tiles until its columns have come, and then not otherwise."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from geodata.columns import Columns
from tests.browser import map_site
from tests.browser.map_site import Site, made_up
from tests.browser.test_picture import OPENED

pytestmark = pytest.mark.browser

MANY = 12_000
ALL_COME = "window.map.scene.results.rental && window.map.scene.results.incident"
PAINTED = """() => {
  const canvas = document.querySelector(".map-marks");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const found = {};
  new Uint32Array(data.buffer).forEach((ink) => { if (ink) found[ink] = (found[ink] ?? 0) + 1; });
  return found;
}"""
POINTS = """() => {
  const { x, y, grades } = window.map.scene.plans[0].block.arrays;
  return [[...x], [...y], [...grades]];
}"""
ON_SCREEN = """() => {
  const { map } = window.map;
  const { x, y } = window.map.scene.plans[0].block.arrays;
  const at = (i) => map.latLngToContainerPoint(map.unproject([x[i] / 64, y[i] / 64], 18));
  const size = map.getSize();
  const isFree = ({ x, y }) => x > 400 && x < size.x - 300 && y > 150 && y < size.y - 150;
  const near = [...x.keys()].map(at).find(isFree);
  const box = map.getContainer().getBoundingClientRect();
  return [near.x + box.left, near.y + box.top];
}"""
SHEET = (
    f"async (file) => {{{OPENED}"
    """
  const found = { ink: 0, warning: 0 };
  const { data } = pen.getImageData(70, 240, 2170, 1660);
  for (let at = 0; at < data.length; at += 4) found.ink = (31 * found.ink + data[at]) % 1_000_003;
  const across = pen.getImageData(70, 1020, 2170, 100).data;
  const isPaper = (at) => across[at] + across[at + 1] + across[at + 2] === 765;
  let paper = 0;
  for (let at = 0; at < across.length; at += 4) paper += isPaper(at);
  if (paper > 0.6 * (across.length / 4)) found.warning = paper;
  return found;
}"""
)
HURRIED = "() => { const now = Date.now; let n = 0; Date.now = () => now() + 60_000 * n++; }"
"""Each look at the clock is a minute later."""
LEGEND = "() => document.querySelector('.map-legend').innerText"


def two_layers(columns: Columns) -> Columns:
    """Columns without areas, which this small server knows none of."""
    return replace(columns, areas=np.full(len(columns), 65535, np.uint16))


@pytest.fixture
def held(site: Site, page: Page, origins: set[str]) -> Iterator[Page]:
    """A tab whose rentals and incidents are large; their columns are held back."""
    site.columns = {layer: two_layers(made_up(layer, 0)) for layer in site.columns}
    site.columns["rental"] = two_layers(made_up("rental", MANY))
    site.columns["incident"] = two_layers(made_up("incident", 2_000, seed=2))
    chosen = {**site.view["selection"], "layers": ["rental", "incident"], "projects": [0, 0]}
    query = "period=2024-08-22/2026-01-04"
    site.view = {**site.view, "selection": chosen, "query": query, "tiled": ["rental", "incident"]}
    site.held_back = frozenset(site.view["tiled"])
    site.may_come.clear()
    with map_site.serve(site) as address:
        origins.add(address)
        page.goto(f"http://{address}/")
        page.wait_for_function("Object.keys(window.map?.scene.results ?? {}).length >= 3")
        yield page
        site.may_come.set()
        page.goto("about:blank")


def look(page: Page, zoom: float) -> None:
    """Show a zoom and wait for all that its tiles tell."""
    page.evaluate(f"window.map.map.setView([23.2, 113.57], {zoom}, {{ animate: false }})")
    page.wait_for_function("window.map.scene.plans.length && window.map.store.tiles.isWhole()")


@pytest.mark.parametrize("zoom", [12.25, 13, 16.25, 17.5])
def test_tiles_paint_what_the_columns_paint(held: Page, site: Site, zoom: float) -> None:
    look(held, zoom)
    assert held.evaluate("'rental' in window.map.scene.results") is False
    tiled, legend = held.evaluate(PAINTED), held.evaluate(LEGEND)
    site.may_come.set()
    held.wait_for_function(ALL_COME)
    assert (held.evaluate(PAINTED), held.evaluate(LEGEND)) == (tiled, legend)


def test_of_too_many_records_dots_are_painted_within_a_pixel_of_them(
    held: Page, site: Site
) -> None:
    look(held, 14.25)
    assert held.evaluate("window.map.scene.plans[0].isCut")
    x, y, grades = held.evaluate(POINTS)
    cell = 2 ** (32 - 14) // 256
    found = {(int(a) // cell, int(b) // cell, g) for a, b, g in zip(x, y, grades, strict=True)}
    assert len(found) > 3_000
    columns = site.columns["rental"]
    rows = (columns.x // cell, columns.y // cell, columns.grades)
    assert found <= set(zip(*(values.tolist() for values in rows), strict=True))


def test_a_filter_is_shown_from_tiles_too_and_figures_follow(held: Page, site: Site) -> None:
    look(held, 16.25)
    before = held.evaluate(PAINTED)
    held.click("[data-key='grades-rental-0']")
    held.wait_for_function("window.map.store.tiles.isWhole()")
    after, legend = held.evaluate(PAINTED), held.evaluate(LEGEND)
    assert after != before
    site.may_come.set()
    held.wait_for_function(ALL_COME)
    assert (held.evaluate(PAINTED), held.evaluate(LEGEND)) == (after, legend)


def test_a_record_in_a_tile_opens_and_no_tile_is_asked_for_once_columns_are_there(
    held: Page, site: Site
) -> None:
    look(held, 18)
    at = held.evaluate(ON_SCREEN)
    held.mouse.click(*at)
    expect(held.locator(".map-facts")).to_be_visible()
    site.may_come.set()
    held.wait_for_function(ALL_COME)
    asked = len(site.tiles_asked)
    held.evaluate("window.map.map.setView([23.2, 113.57], 14, { animate: false })")
    held.wait_for_function("window.map.scene.viewNow().zoom === 14")
    assert len(site.tiles_asked) == asked


def saved(page: Page, to: Path) -> dict[str, int]:
    """Save the sheet for print and count its pixels by colour within the map's frame."""
    with page.expect_download() as download:
        page.click("[data-tool=picture]")
    download.value.save_as(to)
    sheet: dict[str, int] = page.evaluate(SHEET, base64.b64encode(to.read_bytes()).decode())
    return sheet


def test_a_sheet_for_print_is_as_whole_from_tiles_as_from_columns(
    held: Page, site: Site, tmp_path: Path
) -> None:
    """Of its own extent, which the screen has no tiles of."""
    look(held, 17.5)
    held.evaluate("window.map.map.setView([23.2, 113.57], 15, { animate: false })")
    tiled = saved(held, tmp_path / "tiled.png")
    assert held.evaluate("'rental' in window.map.scene.results") is False
    site.may_come.set()
    held.wait_for_function(ALL_COME)
    assert saved(held, tmp_path / "whole.png") == tiled


def test_a_sheet_that_lacks_a_layer_says_so_across_the_map(
    held: Page, site: Site, tmp_path: Path
) -> None:
    held.evaluate(HURRIED)
    held.route("**/api/tiles/rental/**", lambda route: route.abort())
    look(held, 15)
    assert saved(held, tmp_path / "lacking.png")["warning"] > 1_000
    held.unroute_all()
    site.may_come.set()
    held.wait_for_function(ALL_COME)
    assert saved(held, tmp_path / "whole.png")["warning"] == 0
