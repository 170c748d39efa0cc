from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
import shapely
from playwright.sync_api import Page, Route, expect

from geodata.columns import mask
from geodata.coordinates.mercator import to_world
from geodata.criteria import Criteria
from geodata.shapes import Shapes, pack_shapes
from geodata.tiles import square_side
from tests.browser import map_site
from tests.browser.map_site import HOME, HOSTILE, Site

pytestmark = pytest.mark.browser

NOW: dict[str, Any] = {"name": "2025", "start_day": 9250, "end_day": 9500, "notes": {}}
BEFORE: dict[str, Any] = {"name": "2024", "start_day": 9000, "end_day": 9250, "notes": {}}
MONTH = {"name": "2025-12", "start_day": 9470, "end_day": 9500, "notes": {}}
INCIDENTS = "[data-key='layer-incident']"
QUIET = "{ setStateValue() {}, setTriggerValue() {} }"
PLANS = (
    "(scene) => scene.plans.map(({ layer, mask }) => [layer.id, mask.reduce((a, b) => a + b, 0)])"
)
INK = """() => {
  const canvas = document.querySelector(".map-change");
  if (!canvas) return {};
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const near = (at, ...colour) => colour.every((part, n) => Math.abs(data[at + n] - part) < 12);
  let [rise, fall] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] < 190) continue;
    rise += near(at, 217, 98, 43);
    fall += near(at, 29, 108, 166);
  }
  return { rise: rise > 200, fall: fall > 200 };
}"""
BASES = """() => [...document.querySelectorAll(".map-base")].map((canvas) => canvas.toDataURL())"""
"""What is painted below the records, on each map."""

ON_STREET = """(lat) => {
  const { map } = window.map;
  const corner = map.getContainer().getBoundingClientRect();
  const { x, y } = map.latLngToContainerPoint([lat, map.getCenter().lng]);
  return { x: corner.left + x, y: corner.top + y };
}"""
CENTRE_ON = """(id) => {
  const { map, scene, times } = window.map;
  const { arrays } = scene.columns(id);
  const [here, there] = [scene, times.beside().scene].map((one) => one.results[id].mask);
  const row = here.findIndex((is, n) => is && there[n] && arrays.placed[n]);
  const y = Math.PI * (1 - (2 * arrays.y[row]) / 2 ** 32);
  const lat = (Math.atan(Math.sinh(y)) * 180) / Math.PI;
  map.setView([lat, (arrays.x[row] / 2 ** 32) * 360 - 180], 18, { animate: false });
}"""


def rerun(page: Page, site: Site, compared: dict[str, Any] | None) -> None:
    view = {**site.view, "months": [MONTH], "compared": compared}
    page.evaluate(f"(view) => window.map.update(view, {QUIET})", view)


def two_periods(silence: str | None = None) -> dict[str, Any]:
    return {
        "against": "last_year",
        "now": NOW,
        "before": BEFORE,
        "silence": silence,
        "mode": "squares",
    }


def unit(at: object, before: int, now: int, arrow: int) -> dict[str, object]:
    return {"at": at, "before": before, "now": now, "arrow": arrow}


def changes(*units: dict[str, object], side: float = 0, left: int = 0) -> dict[str, Any]:
    return {"side": side, "units": units, "elsewhere": {"now": left, "before": 0}}


def two_streets() -> Shapes:
    """Two streets across the map, the second with a name that must stay a text."""
    lats, names = (23.197, 23.203), ("永岗大道", HOSTILE)
    lines = [shapely.linestrings([(HOME.west, lat), (HOME.east, lat)]) for lat in lats]
    return pack_shapes(
        "street",
        np.array(lines, dtype=object),
        number=np.arange(2, dtype=np.uint32),
        classes=np.zeros(2, np.uint8),
        areas=np.zeros(2, np.uint16),
        names=names,
    )


def test_squares_are_coloured_where_there_is_evidence_and_only_there(
    shown: Page, site: Site
) -> None:
    side = square_side(500, HOME)
    x, y = to_world((HOME.west + HOME.east) / 2, (HOME.south + HOME.north) / 2)
    column, row = int(x // side), int(y // side)
    quiet = unit([column, row], 9, 12, 0)
    site.compared["squares"] = changes(quiet, side=side, left=3)
    rerun(shown, site, two_periods())
    card = shown.locator(".map-card")
    expect(card).to_contain_text("≈ 无显著变化 1 格")
    expect(card).to_contain_text("▲ 上升 0 格")
    expect(card).to_contain_text("2025 对比 2024")
    expect(card).to_contain_text("另有 前 0 起、现 3 起")
    assert shown.evaluate(INK) == {"rise": False, "fall": False}
    site.compared["squares"] = changes(unit([column, row], 9, 40, 1), side=side)
    shown.click(INCIDENTS)  # the legend asks anew
    expect(card).to_contain_text("▲ 上升 1 格")
    assert shown.evaluate(INK) == {"rise": True, "fall": False}
    asked = [parse_qs(query, keep_blank_values=True)["layers"] for query in site.compared_asked]
    assert asked[0] == ["incident"]
    assert asked[-1] == [""]


def test_the_legend_lists_what_is_compared_and_names_what_is_not_drawn(
    shown: Page, site: Site
) -> None:
    rows, absent = shown.locator(".map-row b"), shown.locator(".map-absent")
    assert "出租屋" in rows.all_inner_texts()
    assert shown.locator(".map-lines").is_visible()
    rerun(shown, site, two_periods())
    expect(rows).to_have_text(["事故案件"])
    expect(shown.locator(".map-row small")).to_contain_text("比较 ")
    expect(absent).to_contain_text("比较时不画出租屋\u00a0· 三小场所")
    expect(shown.locator(".map-lines")).to_have_count(0)
    shown.click("[data-key='mode-beside']")
    expect(absent).to_have_count(0)
    assert "出租屋" in rows.all_inner_texts()


def test_streets_are_coloured_and_named_by_their_change(shown: Page, site: Site) -> None:
    site.shapes["street"] = two_streets()
    site.compared["streets"] = changes(unit("永岗大道", 4, 30, 1), unit(HOSTILE, 30, 4, -1))
    shown.reload()
    shown.wait_for_function("window.map?.store.shapes('street')?.count === 2")
    rerun(shown, site, {**two_periods(), "mode": "streets"})
    card = shown.locator(".map-card")
    expect(card).to_contain_text("▲ 上升 1 条街路")
    expect(card).to_contain_text("▼ 下降 1 条街路")
    assert shown.evaluate(INK) == {"rise": True, "fall": True}
    at = shown.evaluate(ON_STREET, 23.203)
    shown.mouse.move(at["x"], at["y"])
    tip = shown.locator(".map-tip").first
    expect(tip).to_contain_text("▼ 下降：前 30 起，现 4 起")
    expect(tip).to_contain_text(HOSTILE)
    assert shown.evaluate("window.ran") is None


def test_what_comes_late_is_painted_on_both_maps(shown: Page, site: Site) -> None:
    site.shapes["street"] = two_streets()
    late: list[Route] = []

    def keep(route: Route) -> None:
        late.append(route)

    shown.route("**/api/shapes/street*", keep)
    shown.reload()
    shown.wait_for_function("Object.keys(window.map?.scene.results ?? {}).length === 7")
    rerun(shown, site, {**two_periods(), "mode": "beside"})
    shown.locator(".map-second .map-base").wait_for()
    shown.evaluate("new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)))")
    before = shown.evaluate(BASES)
    for one in late:
        one.continue_()
    shown.wait_for_function("window.map.store.shapes('street')?.count === 2")
    shown.evaluate("new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)))")
    assert not set(before) & set(shown.evaluate(BASES))


def test_while_the_server_counts_what_was_told_before_is_dimmed(shown: Page, site: Site) -> None:
    site.compared["squares"] = changes(unit([1, 1], 5, 50, 1), side=square_side(500, HOME))
    rerun(shown, site, two_periods())
    card, box = shown.locator(".map-card"), shown.locator(".map-box")
    expect(card).to_contain_text("▲ 上升 1 格")
    site.held_back, site.compared["squares"] = frozenset({"compared"}), map_site.no_changes()
    site.may_come.clear()
    shown.click(INCIDENTS)
    expect(box).to_have_attribute("data-compare-due", "")
    expect(card).to_contain_text("▲ 上升 1 格")
    site.may_come.set()
    expect(card).to_contain_text("▲ 上升 0 格")
    expect(box).not_to_have_attribute("data-compare-due", "")


def test_the_way_it_is_shown_is_told_to_python_and_taken_from_it(shown: Page, site: Site) -> None:
    rerun(shown, site, {**two_periods(), "mode": "beside"})
    expect(shown.locator(".map-second-map")).to_be_visible()
    shown.click("[data-key='mode-streets']")
    expect(shown.locator(".map-second-map")).to_have_count(0)
    expect(shown.locator("[data-key='mode-streets']")).to_have_attribute("aria-pressed", "true")


def test_what_cannot_be_compared_says_why_and_paints_no_squares(shown: Page, site: Site) -> None:
    rerun(shown, site, two_periods("台账自 2025-01 起"))
    assert "台账自 2025-01 起" in shown.locator(".map-card").inner_text()
    assert shown.locator(".map-change").count() == 0


def test_side_by_side_each_map_shows_its_period_and_both_move_together(
    shown: Page, site: Site
) -> None:
    rerun(shown, site, two_periods())
    shown.click("[data-key='mode-beside']")
    shown.evaluate("""() => {
        const { map } = window.map;
        map.setView([23.2, 113.57], 15, { animate: false });
    }""")
    first, second = shown.locator(".folium-map"), shown.locator(".map-second-map")
    one, other = first.bounding_box(), second.bounding_box()
    assert one is not None
    assert other is not None
    assert abs(one["width"] - other["width"]) < 4
    counts = shown.evaluate(f"({PLANS})(window.map.scene)")
    beside = shown.evaluate(f"({PLANS})(window.map.times.beside().scene)")
    for found, period in ((counts, NOW), (beside, BEFORE)):
        criteria = Criteria(period["start_day"], period["end_day"], 0, None, {}, {}, {}, ())
        assert dict(found)["incident"] == int(mask(site.columns["incident"], criteria).sum())
    centres = """() => [window.map.map, window.map.times.beside().second]
        .map((map) => [map.getZoom(), map.getCenter().lng.toFixed(4)].join())"""
    assert len(set(shown.evaluate(centres))) == 1
    shown.evaluate("window.map.times.beside().second.panBy([80, 0], { animate: false })")
    assert len(set(shown.evaluate(centres))) == 1
    rerun(shown, site, None)
    assert second.count() == 0


def test_enter_opens_what_lies_in_the_middle_of_either_map(shown: Page, site: Site) -> None:
    rerun(shown, site, two_periods())
    shown.click("[data-key='mode-beside']")
    for which, layer in (("folium-map", "rental"), ("map-second-map", "school")):
        shown.evaluate(CENTRE_ON, layer)
        shown.locator(f".{which}").focus()
        shown.keyboard.press("Enter")
        expect(shown.locator(".map-facts :focus")).to_have_count(1)
        shown.keyboard.press("Escape")
        expect(shown.locator(".map-facts")).to_be_hidden()


def test_the_choice_of_a_comparison_is_asked_of_python(shown: Page, site: Site) -> None:
    note = "{ setStateValue() {}, setTriggerValue: (...told) => window.sent.push(told) }"
    view = {**site.view, "months": [MONTH], "compared": None}
    shown.evaluate(f"(view) => window.map.update(view, {note})", view)
    shown.click("[data-key='compare']")
    assert shown.evaluate("window.sent.at(-1)") == ["time", {"against": "last_year"}]
