import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pyproj import Geod

from dashboard.map.assets import own
from geodata.selection import parse_shape

pytestmark = pytest.mark.browser

GRS80 = Geod(ellps="GRS80")
TOWN = [(113.52, 23.16), (113.62, 23.17), (113.61, 23.24), (113.55, 23.22)]
PLACES = [*TOWN, (87.6, 43.8), (-0.1, 51.5), (113.52, 23.1600001)]
MEASURED = """async ({file, places, town}) => {
  const { distance_m, area_m2, circle } = await import(file);
  return {
    lengths: places.flatMap((a) => places.map((b) => distance_m(a, b))),
    area: area_m2(town), mirrored: area_m2([...town].reverse()), circle: circle(town[0], 2500),
  };
}"""
SENT = "window.sent.filter(([name]) => name === 'toggled').at(-1)?.[1]"
ACCENT = "rgb(31, 90, 153)"
CORNERS = [(300, 120), (500, 130), (450, 300)]


def shape_sent(page: Page) -> list[Any]:
    page.wait_for_function(SENT)
    found: list[Any] = page.evaluate(SENT)["shape"]
    return found


def click(page: Page, x: int, y: int) -> None:
    page.locator(".folium-map").click(position={"x": x, "y": y})


def test_lengths_and_areas_are_those_of_the_ellipsoid(shown: Page) -> None:
    given = {"file": own("geodesy.js"), "places": PLACES, "town": TOWN}
    found = shown.evaluate(MEASURED, given)
    pairs = [(a, b) for a in PLACES for b in PLACES]
    expected = [GRS80.inv(*a, *b)[2] for a, b in pairs]
    assert found["lengths"] == pytest.approx(expected, rel=1e-9, abs=2e-3)
    area, _ = GRS80.polygon_area_perimeter([x for x, _ in TOWN], [y for _, y in TOWN])
    assert found["area"] == pytest.approx(abs(area), rel=2e-5)
    assert found["mirrored"] == pytest.approx(found["area"])
    radii = [GRS80.inv(*TOWN[0], *corner)[2] for corner in found["circle"]]
    assert radii == pytest.approx([2500] * 64, rel=5e-4)


def test_a_drawn_polygon_filters_here_at_once_and_is_reported_as_a_link_has_it(shown: Page) -> None:
    everything = shown.evaluate("window.map.scene.results.rental.total")
    shown.click("[data-tool=polygon]")
    # White on the accent, also under the pointer: on the hover's pale ground it was not to be seen.
    expect(shown.locator("[data-tool=polygon]")).to_have_css("background-color", ACCENT)
    for corner in CORNERS:
        click(shown, *corner)
    expect(shown.locator(".map-drawbar")).to_contain_text("面积")
    shown.locator(".map-drawbar button", has_text="完成").click()
    shape = shape_sent(shown)
    assert len(shape) == len(CORNERS)
    link = " ".join(f"{lng},{lat}" for lng, lat in shape)
    assert [list(corner) for corner in parse_shape(link)] == shape
    assert 0 < shown.evaluate("window.map.scene.results.rental.total") < everything
    expect(shown.locator(".map-drawbar")).to_contain_text("所画范围")
    shown.locator(".map-drawbar button", has_text="取消范围").click()
    assert shown.evaluate("window.map.scene.results.rental.total") == everything
    assert shape_sent(shown) == []


def test_a_circle_takes_two_clicks_and_fits_a_link(shown: Page) -> None:
    shown.click("[data-tool=circle]")
    click(shown, 400, 200)
    click(shown, 450, 200)
    shape = shape_sent(shown)
    assert len(parse_shape(" ".join(f"{lng},{lat}" for lng, lat in shape))) == 64
    assert shown.evaluate("window.map.scene.sketch") is None


def test_a_measurement_by_keyboard_filters_nothing(shown: Page) -> None:
    shown.click("[data-tool=measure]")
    shown.keyboard.press("Enter")
    shown.wait_for_function("window.map.scene.sketch.points.length === 1")
    shown.evaluate("window.map.map.panBy([120, 0], { animate: false })")
    shown.keyboard.press("Enter")
    shown.wait_for_function("window.map.scene.sketch.points.length === 2")
    shown.keyboard.press("Enter")
    expect(shown.locator(".map-drawbar")).to_contain_text("长")
    assert shown.evaluate("window.map.scene.sketch.isDone")
    assert shown.evaluate(SENT) is None
    expect(shown.locator(".map-facts")).to_be_hidden()
    shown.keyboard.press("Escape")
    expect(shown.locator(".map-drawbar")).to_be_hidden()


def test_enter_opens_what_the_cross_points_at_and_escape_closes_it(shown: Page) -> None:
    record = """() => {
      const { scene, map } = window.map;
      const { arrays } = scene.columns("rental");
      const row = scene.results.rental.mask.findIndex((is, n) => is && arrays.placed[n]);
      const y = Math.PI * (1 - (2 * arrays.y[row]) / 2 ** 32);
      const lat = (Math.atan(Math.sinh(y)) * 180) / Math.PI;
      map.setView([lat, (arrays.x[row] / 2 ** 32) * 360 - 180], 18, { animate: false });
    }"""
    for layer in ("premises", "incident", "school", "shelter"):  # they lie on the same points
        shown.uncheck(f"[data-key='layer-{layer}']")
    shown.evaluate(record)
    shown.locator(".folium-map").focus()
    shown.keyboard.press("Enter")
    expect(shown.locator(".map-facts button").first).to_be_focused()
    shown.keyboard.press("Escape")
    expect(shown.locator(".map-facts")).to_be_hidden()
    expect(shown.locator(".folium-map")).to_be_focused()
    assert json.loads(shown.evaluate("JSON.stringify(window.map.scene.pick)")) is None
