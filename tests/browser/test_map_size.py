"""The map in more room, in less beside the facts, and in none."""

import pytest
from playwright.sync_api import Page

from tests.browser.test_map_element import INK, POINT_OF_A_RED_HOUSE

pytestmark = pytest.mark.browser

WIDTH = "window.map.map.getSize().x"


def test_the_middle_stays_where_the_map_grows_and_its_corner_where_the_facts_open(
    shown: Page,
) -> None:
    where = """(part) => {
        const { map } = window.map;
        const { lng, lat } = map.containerPointToLatLng(map.getSize().multiplyBy(part));
        return [lng, lat];
    }"""
    middle, width = shown.evaluate(where, 0.5), shown.evaluate(WIDTH)
    shown.set_viewport_size({"width": 1700, "height": 900})
    shown.wait_for_function(f"{WIDTH} > {width}")
    pixel = abs(shown.evaluate(where, 1)[0] - shown.evaluate(where, 0)[0]) / shown.evaluate(WIDTH)
    assert shown.evaluate(where, 0.5) == pytest.approx(middle, abs=pixel)

    corner, width = shown.evaluate(where, 0), shown.evaluate(WIDTH)
    found = shown.evaluate(POINT_OF_A_RED_HOUSE)
    shown.mouse.click(found["x"], found["y"])
    shown.wait_for_function(f"{WIDTH} < {width}")
    assert shown.evaluate(where, 0) == pytest.approx(corner, abs=1e-9)


def test_a_map_without_room_paints_nothing_and_is_whole_when_it_has_some(shown: Page) -> None:
    red = [163, 7, 26]
    before, width = shown.evaluate(INK, red), shown.evaluate(WIDTH)
    shown.evaluate("window.map.parts.root.style.display = 'none'")
    shown.wait_for_function(f"{WIDTH} === 0")
    shown.evaluate("window.map.parts.root.style.display = ''")
    shown.wait_for_function(f"{WIDTH} === {width}")
    assert shown.evaluate(INK, red) == before > 0
