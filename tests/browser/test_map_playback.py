from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from geodata.columns import mask
from geodata.criteria import Criteria
from tests.browser.map_site import ALL_DRAWN, Site

pytestmark = pytest.mark.browser

MONTHS: list[dict[str, Any]] = [
    {"name": f"2025-{n + 1:02d}", "start_day": 9000 + 30 * n, "end_day": 9030 + 30 * n, "notes": {}}
    for n in range(4)
]
SHOWN = """() => Object.fromEntries(window.map.scene.plans.map(({ layer, mask, block }) => {
    const rows = [...mask.keys()].filter((row) => mask[row]);
    return [layer.id, rows.map((row) => block.arrays.number[row])];
}))"""
AHEAD = "document.documentElement.hasAttribute('data-map-ahead')"


@pytest.fixture
def played(shown: Page, site: Site) -> Page:
    """A tab whose map has four months to play, the last of them not wholly known."""
    last = {**MONTHS[-1], "notes": {"incident": "ledger ends", "nope": "another layer"}}
    site.view = {**site.view, "months": [*MONTHS[:-1], last]}
    shown.reload()
    shown.wait_for_function(ALL_DRAWN)
    shown.click("[data-key='open-play']")
    return shown


def numbers(site: Site, layer: str, month: dict[str, Any]) -> list[int]:
    columns = site.columns[layer]
    days = (month["start_day"], month["end_day"])
    chosen = mask(columns, Criteria(*days, 0, None, {}, {}, {}, ()))
    return [int(number) for number in columns.number[chosen]]


def test_each_month_shows_its_incidents_and_the_places_standing_at_its_end(
    played: Page, site: Site
) -> None:
    found = []
    for month in reversed(MONTHS):
        assert month["name"] in played.locator(".map-month b").inner_text()
        painted = played.evaluate(SHOWN)
        for layer in ("incident", "rental"):
            assert painted[layer] == numbers(site, layer, month)
        found.append(painted["incident"])
        played.focus("[data-key='month']")
        played.keyboard.press("ArrowLeft")
    assert len({tuple(one) for one in found}) == len(MONTHS)
    assert played.locator(".map-month b").inner_text() == MONTHS[0]["name"]


def test_bars_are_the_incidents_of_the_months(played: Page, site: Site) -> None:
    heights = played.evaluate(
        "[...document.querySelectorAll('.map-bars i')].map((bar) => parseFloat(bar.style.height))"
    )
    counts = [len(numbers(site, "incident", month)) for month in MONTHS]
    assert np.allclose(heights, [22 * n / max(counts) for n in counts], atol=0.01)


def test_what_is_not_known_of_a_month_is_said_for_the_layers_that_are_on(played: Page) -> None:
    assert played.locator(".map-month em").all_inner_texts() == ["ledger ends"]
    played.uncheck("[data-key='layer-incident']")
    played.click("[data-key='earlier']")
    played.click("[data-key='later']")
    assert played.locator(".map-month em").count() == 0


def test_figures_are_dimmed_while_a_month_is_shown_and_no_longer(played: Page, site: Site) -> None:
    assert played.evaluate(AHEAD)
    played.click("[data-key='end-play']")
    assert not played.evaluate(AHEAD)
    whole = {"start_day": 9000, "end_day": 9500}
    assert played.evaluate(SHOWN)["incident"] == numbers(site, "incident", whole)


def test_play_begins_anew_at_the_end_pauses_by_the_space_bar_and_stops_with_the_last(
    played: Page,
) -> None:
    played.select_option("[data-key='speed']", "fast")
    played.focus("[data-key='month']")
    played.keyboard.press(" ")
    played.wait_for_function("document.querySelector('.map-month b').innerText === '2025-02'")
    played.keyboard.press(" ")
    pause = played.locator("[data-key='play']").inner_text()
    assert "播放" in pause
    played.keyboard.press(" ")
    played.wait_for_function(
        "document.querySelector('.map-month b').innerText === '2025-04'"
        " && document.querySelector('[data-key=play]').innerText.includes('播放')"
    )


def test_a_month_can_be_made_the_period_of_the_page(played: Page) -> None:
    played.click("[data-key='earlier']")
    played.click("[data-key='use-month']")
    days = [MONTHS[2]["start_day"], MONTHS[2]["end_day"]]
    assert played.evaluate("window.sent.at(-1)") == ["time", {"period": days}]


def test_a_toggle_is_painted_in_the_month_and_dims_until_it_is_counted(
    shown: Page, site: Site
) -> None:
    shown.click("[data-key='layer-school']")
    assert shown.evaluate(AHEAD)
    shown.evaluate(
        "(view) => window.map.update(view, { setStateValue() {}, setTriggerValue() {} })",
        {**site.view, "serial": 1},
    )
    assert not shown.evaluate(AHEAD)
