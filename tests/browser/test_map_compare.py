from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from dashboard.map.assets import own
from geodata.analysis.trends import compare_places
from geodata.columns import mask
from geodata.criteria import Criteria
from tests.browser.map_site import Site

pytestmark = pytest.mark.browser

NOW: dict[str, Any] = {"name": "2025", "start_day": 9250, "end_day": 9500, "notes": {}}
BEFORE: dict[str, Any] = {"name": "2024", "start_day": 9000, "end_day": 9250, "notes": {}}
MONTH = {"name": "2025-12", "start_day": 9470, "end_day": 9500, "notes": {}}
QUIET = "{ setStateValue() {}, setTriggerValue() {} }"
PLANS = (
    "(scene) => scene.plans.map(({ layer, mask }) => [layer.id, mask.reduce((a, b) => a + b, 0)])"
)
ARROWS = """async ([exact, rounds]) => {
  const { arrows } = await import(exact);
  return rounds.map(({ now, before, days }) => arrows(
    now.map((n, i) => ({ now: n, before: before[i] })), ...days));
}"""
CHANGE = """async ([change, told]) => {
  const { changeOf } = await import(change);
  const { scene, state, store } = window.map;
  const layer = state.view.layers.find(({ id }) => id === "incident");
  const layers = [{ layer, block: store.columns("incident") }];
  return changeOf(layers, { ...state.selection }, told, layers[0].block.arrays.y[0]);
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
    return {"against": "last_year", "now": NOW, "before": BEFORE, "silence": silence}


def test_the_browser_finds_the_same_arrows_as_python(shown: Page) -> None:
    rng = np.random.default_rng(5)
    rounds = []
    for days in ((365, 365), (365, 366), (30, 90)):
        now = rng.poisson(rng.gamma(1.0, 8.0, 80) * rng.choice([1.0, 1.0, 3.0], 80))
        before = rng.poisson(rng.gamma(1.0, 8.0, 80)) + (now == 0)
        rounds.append({"now": now.tolist(), "before": before.tolist(), "days": days})
    answer = shown.evaluate(ARROWS, [own("exact.js"), rounds])
    for one, found in zip(rounds, answer, strict=True):
        days_now, days_before = one["days"]
        expected = compare_places(
            one["now"], one["before"], days_now=days_now, days_before=days_before
        )
        assert found == expected.arrow.tolist()
    assert {-1, 0, 1} == {arrow for found in answer for arrow in found}


def test_squares_hold_every_placed_incident_of_both_periods_once(shown: Page, site: Site) -> None:
    found = shown.evaluate(CHANGE, [own("change.js"), {"now": NOW, "before": BEFORE}])
    columns = site.columns["incident"]
    for name, period in (("now", NOW), ("before", BEFORE)):
        criteria = Criteria(period["start_day"], period["end_day"], 0, None, {}, {}, {}, ())
        placed = int((mask(columns, criteria) & (columns.placed == 1)).sum())
        assert sum(cell[name] for cell in found["cells"]) == placed
    corners = {(cell["column"], cell["row"]) for cell in found["cells"]}
    assert len(corners) == len(found["cells"])


def test_without_evidence_no_change_is_shown(shown: Page, site: Site) -> None:
    rerun(shown, site, two_periods())
    words = shown.locator(".map-card").inner_text()
    assert "▲ 上升 0 格" in words
    assert "▼ 下降 0 格" in words
    assert "2025 对比 2024" in words


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
