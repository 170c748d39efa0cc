from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.map_site import Site

pytestmark = pytest.mark.browser

QUIET = "{ setStateValue() {}, setTriggerValue() {} }"
NUMBERS = """(keys) => [...document.querySelectorAll(".map-values > :is(button, div)")]
    .filter((node) => keys.some((key) => (node.dataset.key ?? node.innerText).startsWith(key)))
    .map((node) => Number(node.querySelector("em").innerText.replaceAll(",", "")))"""


def rerun(page: Page, site: Site, **selection: Any) -> None:
    chosen = {**site.view["selection"], **selection}
    page.evaluate(
        f"(view) => window.map.update(view, {QUIET})",
        {**site.view, "serial": 1, "selection": chosen},
    )


def see(page: Page, zoom: float) -> None:
    page.evaluate(f"window.map.map.setView([23.2, 113.57], {zoom}, {{ animate: false }})")


def test_grades_and_those_without_one_add_up_to_what_the_layer_shows(
    shown: Page, site: Site
) -> None:
    rerun(shown, site, layers=["incident"])
    placed = shown.evaluate("window.map.scene.results.incident.placed")
    found = shown.evaluate(NUMBERS, ["grades-incident", "未填"])
    statuses = shown.evaluate(NUMBERS, ["statuses-incident"])
    assert sum(found) == 2 * placed - sum(statuses)


def test_a_value_switched_off_tells_no_number(shown: Page) -> None:
    shown.click("[data-key='grades-rental-0']")
    assert shown.locator("[data-key='grades-rental-0'] em").inner_text() == "已关"


def test_lines_around_what_is_not_there_leave_the_legend(shown: Page, site: Site) -> None:
    assert shown.locator(".map-lines").is_visible()
    rerun(shown, site, areas=[])
    assert shown.locator(".map-lines").count() == 0


def test_the_legend_parts_what_is_drawn_from_what_is_only_counted(shown: Page) -> None:
    see(shown, 15)
    assert shown.locator(".map-values > small").count() == 0
    see(shown, 12)
    counted = shown.locator(".map-values", has=shown.locator("small")).first
    assert counted.locator("[data-key='grades-rental-1']").count() == 1
    assert counted.locator("[data-key='grades-rental-0']").count() == 0


def test_incidents_on_one_point_are_one_circle_with_their_number(shown: Page, site: Site) -> None:
    columns = site.columns["incident"]
    for name in ("x", "y", "placed", "from_day"):
        getattr(columns, name)[:8] = 9100 if name == "from_day" else getattr(columns, name)[8]
    columns.placed[:9] = 1
    columns.from_day[8] = 9100
    shown.reload()
    shown.wait_for_function("window.map?.scene.results.incident")
    see(shown, 14)
    found = shown.evaluate(
        "window.map.scene.plans.find(({ layer }) => layer.id === 'incident').stacks"
    )
    assert [stack["n"] for stack in found] == [9]
    assert shown.locator(".map-stack").count() == 1
    see(shown, 13)
    assert shown.locator(".map-stack").count() == 0
