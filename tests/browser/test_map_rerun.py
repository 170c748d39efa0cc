"""Runs of the page one after the other: the map stays, and fetches what is new."""

import pytest
from playwright.sync_api import Page, expect

from dashboard.map.element import SCRIPT
from tests.browser.map_site import Site

pytestmark = pytest.mark.browser

ROOT = ".map-root"
UPDATE = "(view) => window.map.update(view, { setStateValue() {}, setTriggerValue() {} })"


def test_a_run_that_the_next_one_overtook_ends_without_the_map(shown: Page, site: Site) -> None:
    left = shown.evaluate(
        """async ([script, data]) => {
            const from = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
            const { default: run } = await import(from);
            window.map.leave();
            const parentElement = document.getElementById("place");
            const told = { parentElement, data, setStateValue() {}, setTriggerValue() {} };
            const overtaken = run(told);
            const map = await parentElement.safetyMap;
            const end = run(told);
            let gone = 0;
            map.map.on("unload", () => (gone += 1));
            overtaken();
            const found = [gone, (await parentElement.safetyMap) === map];
            parentElement.remove();
            end();
            await map;
            return [...found, gone, parentElement.safetyMap];
        }""",
        [SCRIPT, site.view],
    )
    assert left == [0, True, 1, None]


def test_of_new_data_only_what_changed_is_fetched_and_the_old_is_dimmed_until_it_comes(
    shown: Page, site: Site
) -> None:
    kept, root = {"columns/rental": "a", "shapes/street": "a"}, shown.locator(ROOT)
    asked: set[str] = set()
    shown.on("request", lambda request: asked.add(request.url.partition("/api/")[2]))
    with shown.expect_response("**/api/shapes/street?v=a"):
        shown.evaluate(UPDATE, {**site.view, "versions": kept})
    shown.wait_for_function("!window.map.store.isOld('rental')")
    asked.clear()
    site.held_back = frozenset(site.columns)
    site.may_come.clear()
    with shown.expect_response("**/api/shapes/ground?v=2"):
        shown.evaluate(UPDATE, {**site.view, "version": 2, "versions": kept})
    expect(root).to_have_attribute("data-columns-due", "")
    site.may_come.set()
    expect(root).not_to_have_attribute("data-columns-due", "")
    assert {path for path in asked if "?v=2" in path} >= {"layers/incident/columns?v=2"}
    assert not [path for path in asked if "rental" in path or "street" in path]
