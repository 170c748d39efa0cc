import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from dashboard.map.assets import own
from dashboard.texts import Language
from geodata.columns import mask
from geodata.criteria import Criteria
from tests.browser.map_site import HOSTILE, Site, block_of, made_up, view_in

pytestmark = pytest.mark.browser

ROUNDS = 60
SAME_FILTER = """
async ({decode, filter, block, layer, rounds}) => {
  const { decodeBlock } = await import(decode);
  const { applySelection } = await import(filter);
  const bytes = Uint8Array.from(atob(block), (letter) => letter.charCodeAt(0));
  const columns = decodeBlock(bytes.buffer);
  return rounds.map((selection) => [...applySelection(layer, columns, selection).mask]);
}"""
INK = """(wanted) => {
  const canvas = document.querySelector(".map-marks");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let found = 0;
  for (let at = 0; at < data.length; at += 4) {
    const near = wanted.every((value, n) => Math.abs(data[at + n] - value) < 9);
    if (near && data[at + 3] > 200) found += 1;
  }
  return found;
}"""
POINT_OF_A_RED_HOUSE = """() => {
  const { scene, map } = window.map;
  const plan = scene.plans.find(({ layer }) => layer.id === "rental");
  const { rows } = plan.drawn.find(({ look }) => look.mark === "red" && !look.closed);
  const view = scene.viewNow();
  const scale = 2 ** (view.zoom - 24);
  const box = document.querySelector(".folium-map").getBoundingClientRect();
  const found = [...rows].map((row) => ({
    number: plan.block.arrays.number[row],
    x: plan.block.arrays.x[row] * scale - view.left - view.margin[0],
    y: plan.block.arrays.y[row] * scale - view.top - view.margin[1],
  })).find(({ x, y }) => x > 120 && y > 120 && x < box.width - 120 && y < box.height - 60);
  return { number: found.number, x: box.left + found.x, y: box.top + found.y };
}"""


def criteria(layer: str, rng: np.random.Generator) -> Criteria:
    start = int(rng.integers(8990, 9400))

    def indices(of: int) -> tuple[int, ...]:
        return tuple(int(n) for n in np.flatnonzero(rng.random(of) < 0.6))

    def lists(of: int) -> dict[str, tuple[int, ...]]:
        return {layer: indices(of)} if rng.random() < 0.5 else {}

    corners = ((113.562, 23.192), (113.579, 23.195), (113.571, 23.209), (113.566, 23.199))
    return Criteria(
        start_day=start,
        end_day=start + int(rng.integers(1, 200)),
        projects=int(rng.choice([0, 1, 1 << 32, 1 << 63, 0x11])),
        areas=indices(6) if rng.random() < 0.5 else None,
        classes=lists(4),
        grades=lists(4),
        statuses=lists(2),
        shape=corners if rng.random() < 0.3 else (),
    )


def as_sent(chosen: Criteria) -> dict[str, Any]:
    return {
        "projects": [chosen.projects & 0xFFFFFFFF, chosen.projects >> 32],
        "start_day": chosen.start_day,
        "end_day": chosen.end_day,
        "areas": chosen.areas,
        "classes": chosen.classes,
        "grades": chosen.grades,
        "statuses": chosen.statuses,
        "shape": chosen.shape,
    }


@pytest.mark.parametrize(("layer", "record"), [("rental", "place"), ("incident", "incident")])
def test_the_browser_filters_exactly_as_python_does(shown: Page, layer: str, record: str) -> None:
    columns = made_up(layer, 1000, seed=7)
    rng = np.random.default_rng(3)
    rounds = [criteria(layer, rng) for _ in range(ROUNDS)]
    answer = shown.evaluate(
        SAME_FILTER,
        {
            "decode": own("decode.js"),
            "filter": own("filter.js"),
            "block": base64.b64encode(block_of(columns)).decode(),
            "layer": {"id": layer, "record": record},
            "rounds": [as_sent(one) for one in rounds],
        },
    )
    for chosen, found in zip(rounds, answer, strict=True):
        assert found == mask(columns, chosen).astype(int).tolist()
    assert any(sum(found) for found in answer)


def test_every_layer_is_drawn_and_leaves_the_picture_when_switched_off(
    shown: Page, shot: Callable[[str], Path]
) -> None:
    red, school, shelter = [163, 7, 26], [0, 60, 128], [58, 124, 98]
    shot("map-element")
    for colour, layers in ((red, ("rental", "premises")), (school, ("school",)),
                           (shelter, ("shelter",))):  # fmt: skip
        assert shown.evaluate(INK, colour) > 20
        for layer in layers:
            shown.click(f"[data-key='layer-{layer}']")
        assert shown.evaluate(INK, colour) == 0
    sent = shown.evaluate("window.sent.at(-1)")
    assert sent[0] == "toggled"
    assert sent[1]["layers"] == ["incident"]


def test_a_click_opens_the_facts_and_hostile_text_shows_as_itself(shown: Page) -> None:
    found = shown.evaluate(POINT_OF_A_RED_HOUSE)
    shown.mouse.click(found["x"], found["y"])
    facts = shown.locator(".map-facts")
    facts.wait_for()
    first = facts.locator("li button")
    if first.count():
        first.first.click()
    facts.locator("dl").wait_for()
    assert HOSTILE in facts.inner_text()
    assert shown.evaluate("window.ran") is None
    assert facts.locator("img").count() == 0


def test_a_late_answer_does_not_undo_a_later_toggle(shown: Page, site: Site) -> None:
    shown.click("[data-key='layer-school']")
    shown.evaluate(
        "(view) => window.map.update(view, { setStateValue() {}, setTriggerValue() {} })", site.view
    )
    assert not shown.is_checked("[data-key='layer-school']")
    caught_up = {**site.view, "serial": 1}
    shown.evaluate(
        "(view) => window.map.update(view, { setStateValue() {}, setTriggerValue() {} })", caught_up
    )
    assert shown.is_checked("[data-key='layer-school']")


def test_extent_and_zoom_stay_through_a_rerun(shown: Page, site: Site) -> None:
    shown.evaluate("window.map.map.setView([23.2, 113.57], 16, { animate: false })")
    shown.evaluate(
        "(view) => window.map.update(view, { setStateValue() {}, setTriggerValue() {} })",
        {**site.view, "serial": 1},
    )
    assert shown.evaluate("window.map.map.getZoom()") == 16


def test_a_new_data_version_is_reported_within_three_seconds(shown: Page, site: Site) -> None:
    site.version = 2
    shown.wait_for_function("window.sent.some(([name]) => name === 'version')", timeout=5000)
    assert ["version", 2] in shown.evaluate("window.sent")


def test_records_without_a_position_are_counted_beside_the_layer(shown: Page, site: Site) -> None:
    columns = site.columns["school"]
    missing = int(
        np.sum((columns.placed == 0) & (columns.from_day < 9500) & (columns.to_day > 9499))
    )
    link = shown.locator("[data-key='unplaced-school']")
    assert str(missing) in link.inner_text()
    link.click()
    assert shown.evaluate("window.sent.at(-1)") == ["unplaced", {"layer": "school"}]


def test_the_map_is_worked_by_keyboard_alone(shown: Page) -> None:
    shown.focus(".folium-map")
    before = shown.evaluate("window.map.map.getCenter().lng")
    shown.keyboard.press("ArrowRight")
    shown.wait_for_function(f"window.map.map.getCenter().lng > {before}")
    zoom = shown.evaluate("window.map.map.getZoom()")
    shown.keyboard.press("+")
    shown.wait_for_function(f"window.map.map.getZoom() > {zoom}")


def test_who_may_neither_open_records_nor_take_pictures_is_offered_neither(
    site: Site, shown: Page
) -> None:
    open_one = """() => {
        const { actions, facts, scene: { plans: [{ layer, block }] } } = window.map;
        facts.pick([actions.recordOf({ layer: layer.id, number: block.arrays.number[0] })]);
        return [facts.isOpen(), document.querySelectorAll("[data-tool=picture]").length];
    }"""
    assert shown.evaluate(open_one) == [True, 1]
    expect(shown.locator(".map-search")).to_be_visible()
    site.view = {**site.view, "readable": False, "pictured": False}
    shown.reload()
    shown.wait_for_function("window.map?.scene.plans.length")
    assert shown.evaluate(open_one) == [False, 0]
    expect(shown.locator(".map-search")).to_be_hidden()


def test_a_link_carries_filter_extent_and_record(shown: Page) -> None:
    link = shown.evaluate(
        """async (module) => (await import(module)).linkTo({
            query: "period=x&layers=rental", bounds: window.map.map.getBounds(),
            pick: { layer: "rental", number: 7 } })""",
        own("link.js"),
    )
    assert "period=x&layers=rental&extent=113." in link
    assert link.endswith("pick=rental.7")


def test_the_number_of_a_community_is_all_its_layer_has_placed_there(shown: Page) -> None:
    shown.evaluate("window.map.map.setZoom(12, { animate: false })")
    counted, placed = shown.evaluate(
        """async ([cells, filter]) => {
            const { countAreas } = await import(cells);
            const { applySelection } = await import(filter);
            const { scene } = window.map;
            const plan = scene.plans.find(({ layer }) => layer.id === "rental");
            const counts = countAreas(plan, [-1, 0, 0, 0, 1, 1], [1, 2, 3]);
            const below = [[1, 4, 5], [2], [3]];
            return [[1, 2, 3].map((area) => counts.get(area)), below.map((areas) =>
                applySelection(plan.layer, plan.block, { ...scene.selection, areas }).placed)];
        }""",
        [own("cells.js"), own("filter.js")],
    )
    assert counted == placed
    assert min(counted) > 0


def test_facts_close_and_say_why_when_the_filter_hides_their_record(shown: Page) -> None:
    shown.evaluate("document.dispatchEvent(new CustomEvent('safety-map:pick', "
                   "{ detail: { layer: 'school', number: 1 } }))")  # fmt: skip
    shown.locator(".map-facts dl").wait_for()
    shown.click("[data-key='layer-school']")
    assert shown.locator(".map-facts").is_hidden()
    assert "不在所选条件内" in shown.locator(".map-said").inner_text()
    assert shown.evaluate("window.map.scene.pick") is None


def test_a_list_tells_records_of_one_kind_apart(shown: Page) -> None:
    shown.evaluate(
        """() => {
            const { scene, facts } = window.map;
            const { layer, block } = scene.plans.find((plan) => plan.layer.id === "incident");
            const rows = [0, 1, 2].filter((row) => block.arrays.number[row]);
            facts.pick(rows.map((row) => ({ layer, row, number: block.arrays.number[row],
                look: { grade: 255, role: "incident" }, x: 0, y: 0 })));
        }"""
    )
    listed = shown.locator(".map-list small")
    listed.first.wait_for()
    assert listed.all_inner_texts() == ["No. 1", "No. 2", "No. 3"]


def test_another_language_changes_every_word_and_keeps_the_view(shown: Page, site: Site) -> None:
    shown.evaluate("window.map.map.setView([23.2, 113.57], 16, { animate: false })")
    title = shown.locator("[data-tool=measure]").get_attribute("title")
    for view in (view_in(Language.ENGLISH), site.view):
        shown.evaluate(
            """async (view) => {
                const quiet = { setStateValue() {}, setTriggerValue() {} };
                window.map = await window.map.update(view, quiet);
            }""",
            view,
        )
        assert shown.locator(".map-head h3").inner_text() == view["text"]["legend"]
        assert view["text"]["north"] in shown.locator(".map-north").inner_text()
        measure = shown.locator("[data-tool=measure]").get_attribute("title")
        assert (measure == title) == (view is site.view)
    assert shown.evaluate("window.map.map.getZoom()") == 16
    assert shown.locator(".folium-map").count() == 1
