"""What is painted is what the selection says: symbols counted by colour on the canvas."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from geodata.columns import Columns, mask
from geodata.coordinates.mercator import to_world
from geodata.criteria import Criteria
from tests.browser.map_site import Site

pytestmark = pytest.mark.browser

COLOURS = {0: (163, 7, 26), 1: (228, 130, 0), 2: (217, 190, 90), 3: (157, 188, 174)}
"""By grade, red to green, as the style guide has them for rentals in light."""

ROUNDS = 12
SYMBOLS = """(colours) => {
  const canvas = document.querySelector(".map-marks");
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const isOf = (at, colour) => data[4 * at + 3] > 200
    && colour.every((value, n) => Math.abs(data[4 * at + n] - value) < 9);
  const count = (colour) => {
    const seen = new Uint8Array(width * height);
    let found = 0;
    for (let start = 0; start < seen.length; start++) {
      if (seen[start] || !isOf(start, colour)) continue;
      found += 1;
      const open = [start];
      while (open.length) {
        const at = open.pop();
        if (seen[at] || !isOf(at, colour)) continue;
        seen[at] = 1;
        for (const step of [1, width, width - 1, width + 1]) open.push(at - step, at + step);
      }
    }
    return found;
  };
  return colours.map(count);
}"""
STORM = """async (views) => {
  const quiet = { setStateValue() {}, setTriggerValue() {} };
  const { map } = window.map;
  for (const [n, view] of views.entries()) {
    document.querySelector("[data-key='layer-rental']").click();
    window.map.update(view, quiet);
    map.setZoom(n % 2 ? 15 : 14, { animate: false });
    document.querySelector("[data-key='layer-rental']").click();
    if (n % 3 === 0) await new Promise((next) => requestAnimationFrame(next));
  }
  map.setView([23.1992, 113.5701], 15, { animate: false });
  window.map.update({ ...views.at(-1), serial: 99 }, quiet);
}"""
LEGEND = "() => document.querySelector('.map-legend').innerText"
SHOW = """(view) => {
  window.map.update(view, { setStateValue() {}, setTriggerValue() {} });
}"""


def on_a_lattice(columns: Columns) -> None:
    """Put rentals so far apart that no symbol touches another; all are placed."""
    count = len(columns)
    lng = 113.5625 + 0.0008 * (np.arange(count) % 20)
    lat = 23.1950 + 0.0006 * (np.arange(count) // 20)
    columns.x[:], columns.y[:] = to_world(lng, lat)
    columns.placed[:] = 1


@pytest.fixture
def apart(shown: Page, site: Site) -> Page:
    """A tab with 300 rentals on a lattice and nothing else."""
    on_a_lattice(site.columns["rental"])
    site.view = {**site.view, "selection": {**site.view["selection"], "layers": ["rental"]}}
    shown.reload()
    shown.wait_for_function("window.map?.scene.results.rental")
    shown.evaluate("window.map.map.setView([23.1992, 113.5701], 15, { animate: false })")
    return shown


@pytest.fixture
def from_tiles(shown: Page, site: Site) -> Iterator[Page]:
    """The same, of which only tiles come before `site.may_come` is set."""
    on_a_lattice(site.columns["rental"])
    chosen = {**site.view["selection"], "layers": ["rental"]}
    site.view = {**site.view, "selection": chosen, "tiled": ["rental"]}
    site.held_back = frozenset({"rental"})
    site.may_come.clear()
    shown.reload()
    shown.wait_for_function("window.map?.scene.plans.length && window.map.store.tiles.isWhole()")
    yield shown
    site.may_come.set()
    shown.goto("about:blank")


def rounds(rng: np.random.Generator) -> list[dict[str, Any]]:
    """Filters one after the other, each with its own grades, statuses and days."""
    chosen = []
    for serial in range(1, ROUNDS + 1):
        start = int(rng.integers(8990, 9300))
        grades = tuple(int(n) for n in np.flatnonzero(rng.random(4) < 0.6))
        chosen.append(
            {
                "serial": serial,
                "start_day": start,
                "end_day": start + int(rng.integers(50, 300)),
                "grades": {"rental": grades} if serial % 3 else {},
                "statuses": {"rental": (serial % 2,)} if serial % 4 == 0 else {},
            }
        )
    return chosen


def told(site: Site, one: Mapping[str, Any]) -> dict[str, Any]:
    changed = {name: value for name, value in one.items() if name != "serial"}
    selection = {**site.view["selection"], **changed}
    return {**site.view, "serial": one["serial"], "selection": selection}


def expected(columns: Columns, one: Mapping[str, Any]) -> list[int]:
    days, lists = (one["start_day"], one["end_day"]), (one["grades"], one["statuses"])
    chosen = mask(columns, Criteria(*days, 0, None, {}, *lists, ()))
    return [int((chosen & (columns.grades == grade)).sum()) for grade in COLOURS]


def painted(page: Page) -> list[int]:
    found: list[int] = page.evaluate(SYMBOLS, [list(colour) for colour in COLOURS.values()])
    return found


def test_symbols_by_colour_are_the_columns_by_grade_after_every_filter(
    apart: Page, site: Site
) -> None:
    columns = site.columns["rental"]
    chosen = rounds(np.random.default_rng(11))
    for one in chosen:
        apart.evaluate(SHOW, told(site, one))
        assert painted(apart) == expected(columns, one)
    assert len({tuple(expected(columns, one)) for one in chosen}) > ROUNDS // 2


def test_after_a_storm_of_filters_toggles_and_moves_the_last_is_what_is_painted(
    apart: Page, site: Site
) -> None:
    columns = site.columns["rental"]
    chosen = rounds(np.random.default_rng(12))
    apart.evaluate(STORM, [told(site, one) for one in chosen])
    assert painted(apart) == expected(columns, chosen[-1])


def test_after_a_storm_over_tiles_the_last_is_what_is_painted_and_what_the_legend_says(
    from_tiles: Page, site: Site
) -> None:
    columns = site.columns["rental"]
    chosen = rounds(np.random.default_rng(13))
    from_tiles.evaluate(STORM, [told(site, one) for one in chosen])
    from_tiles.wait_for_function("window.map.store.tiles.isWhole()")
    of_tiles, legend = painted(from_tiles), from_tiles.evaluate(LEGEND)
    assert from_tiles.evaluate("'rental' in window.map.scene.results") is False
    assert of_tiles == expected(columns, chosen[-1])
    site.may_come.set()
    from_tiles.wait_for_function("window.map.scene.results.rental")
    assert (painted(from_tiles), from_tiles.evaluate(LEGEND)) == (of_tiles, legend)
