import pytest
from playwright.sync_api import Page

from dashboard.map.assets import own
from tests.browser.map_site import Site

pytestmark = pytest.mark.browser

STACKED = 300
PUT_UNDER_THE_MIDDLE = """() => {
  const { map } = window.map;
  const plan = window.map.scene.plans.find(({ layer }) => layer.id === "rental");
  const { x, y } = plan.block.arrays;
  const lng = (x[0] / 2 ** 32) * 360 - 180;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y[0]) / 2 ** 32))) * 180) / Math.PI;
  map.setView([lat, lng], 18, { animate: false });
}"""


@pytest.fixture
def stacked(shown: Page, site: Site) -> Page:
    """A tab whose 300 rentals all stand on one building, in the middle of the map."""
    columns = site.columns["rental"]
    columns.x[:], columns.y[:], columns.placed[:] = columns.x[columns.placed == 1][0], 0, 1
    columns.y[:] = site.columns["school"].y[site.columns["school"].placed == 1][0]
    columns.from_day[:], columns.to_day[:] = 9000, 65535
    columns.grades[:] = 0
    shown.reload()
    shown.wait_for_function("window.map?.scene.results.rental")
    for layer in ("premises", "incident", "school", "shelter"):
        shown.uncheck(f"[data-key='layer-{layer}']")
    shown.evaluate(PUT_UNDER_THE_MIDDLE)
    return shown


def click_the_middle(page: Page) -> None:
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def focused(page: Page) -> str | None:
    key: str | None = page.evaluate("document.activeElement.dataset.key")
    return key


def test_a_click_on_a_full_building_lists_all_its_records_by_name(stacked: Page) -> None:
    click_the_middle(stacked)
    assert f"{STACKED} 个" in stacked.locator(".map-facts-head").inner_text()
    for listed in (50, 100, 150):
        last = stacked.locator(f".map-list li:nth-child({listed}) small")
        last.wait_for()
        assert last.inner_text() == f"No. {listed}"
        stacked.click("[data-key='more']")
    for _ in range(2):
        stacked.click("[data-key='more']")
    assert stacked.locator(".map-list li").count() == STACKED
    assert stacked.locator("[data-key='more']").count() == 0


def test_the_list_is_worked_by_keyboard_alone(stacked: Page) -> None:
    stacked.focus(".folium-map")
    stacked.keyboard.press("Enter")
    stacked.locator(".map-list small").first.wait_for()  # named: nothing moves the focus any more
    assert focused(stacked) == "record-rental-1"
    stacked.keyboard.press("ArrowDown")
    assert focused(stacked) == "record-rental-2"
    stacked.keyboard.press("Enter")
    stacked.locator(".map-facts dl").wait_for()
    stacked.wait_for_function("document.activeElement.dataset.key === 'back'")
    stacked.keyboard.press("Enter")
    stacked.locator(".map-list").wait_for()
    assert focused(stacked) == "record-rental-2"
    stacked.keyboard.press("End")
    assert focused(stacked) == "more"
    stacked.keyboard.press("Escape")
    assert stacked.locator(".map-facts").is_hidden()


def test_a_record_is_found_by_its_number_and_no_other_is(shown: Page) -> None:
    rows = shown.evaluate(
        """async (decode) => {
            const { rowOf } = await import(decode);
            const arrays = { number: Uint32Array.of(2, 3, 7, 4294967295) };
            return [1, 2, 3, 7, 8, 4294967295].map((number) => rowOf(arrays, { number, row: 1 }));
        }""",
        own("decode.js"),
    )
    assert rows == [-1, 0, 1, 2, -1, 3]
