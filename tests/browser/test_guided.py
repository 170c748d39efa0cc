"""A ledger without a word about its datum, from the upload to the right place on the map."""

import csv
import re
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import from_wgs84, local_metric_crs, parse_crs
from tests.browser.server import Server

pytestmark = pytest.mark.browser

Serve = Callable[..., Server]
Places = Sequence[tuple[float, float]]
READY_MS = 60_000
SHOPS = 12
HEADINGS = 1
PIXEL = """async ([lng, lat]) => {
  const { map } = await document.querySelector(".map-root").parentElement.safetyMap;
  const { x, y } = map.latLngToContainerPoint([lat, lng]);
  return [x, y];
}"""
TOLERANCE_M = 0.2


class Case(NamedTuple):
    """The CRS of a ledger, and how the right and a wrong reading of it begin."""

    crs: str
    right: str
    wrong: str
    swapped: bool = False


def buildings(data: Path) -> Places:
    """Longitude and latitude of rental buildings all over the town."""
    with sqlite3.connect(data / "records.sqlite") as records:
        rows = records.execute(
            "SELECT lng, lat FROM places WHERE layer = 'rental' AND lng IS NOT NULL ORDER BY key"
        ).fetchall()
    return rows[:: len(rows) // SHOPS][:SHOPS]


def write_shops(path: Path, places: Places, crs: str, *, swapped: bool) -> Path:
    """Write shops at these places into a ledger whose coordinates are in a CRS it does not name.

    X is the northing in surveying; swapped, it is the easting.
    """
    lng, lat = np.array(places).T
    first, second = from_wgs84(lng, lat, parse_crs(crs))
    named = ("X坐标", "Y坐标") if swapped else ("经度", "纬度")
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["场所编号", "场所名称", "场所性质", *named])
        rows.writerows(
            (f"HD-{n}", f"核对店{n}", "小档口", f"{x:.7f}", f"{y:.7f}")
            for n, (x, y) in enumerate(zip(first, second, strict=True))
        )
    return path


def shops_in(data: Path) -> Places:
    with sqlite3.connect(data / "records.sqlite") as records:
        return records.execute(
            "SELECT lng, lat FROM places WHERE code LIKE 'HD-%' ORDER BY length(code), code"
        ).fetchall()


def worst_m(found: Places, true: Places) -> float:
    lng, lat = np.array(true).T
    around = Bounds.around(lng, lat)
    assert around is not None
    crs = local_metric_crs(around)
    placed_lng, placed_lat = np.array(found).T
    at = np.stack(from_wgs84(placed_lng, placed_lat, crs))
    wanted = np.stack(from_wgs84(lng, lat, crs))
    return float(np.hypot(*(at - wanted)).max())


def reading(page: Page, name: str) -> Locator:
    return page.locator(".map-reading").filter(
        has=page.locator("b", has_text=re.compile(rf"^{name}"))
    )


@pytest.mark.parametrize(
    "case",
    [
        Case("GCJ-02", right="GCJ-02", wrong="WGS84"),
        Case("BD-09", right="BD-09", wrong="GCJ-02"),
        Case("EPSG:4547", right="CGCS2000", wrong="西安", swapped=True),
    ],
    ids=lambda case: case.crs,
)
def test_a_ledger_without_a_word_about_its_datum_gets_to_the_right_place(
    serve: Serve,
    sample_town: Path,
    tmp_path: Path,
    page: Page,
    shot: Callable[[str], Path],
    case: Case,
) -> None:
    data = shutil.copytree(sample_town, tmp_path / "town")
    true = buildings(data)
    ledger = write_shops(tmp_path / "三小场所核对.csv", true, case.crs, swapped=case.swapped)
    page.goto(f"{serve(data).url}/ledgers")
    page.locator("input[type=file]").set_input_files(ledger, timeout=READY_MS)
    wrong, right = reading(page, case.wrong).first, reading(page, case.right).first
    expect(wrong).to_be_visible(timeout=READY_MS)
    wrong.get_by_role("radio").check()
    expect(wrong).to_have_class(re.compile("map-taken"))
    shot(f"guided-wrong-{case.right}")
    # the datums of old grids lie too near for buildings and clicks to tell
    assert case.swapped or hits(right) > hits(wrong)
    for n, row in enumerate(far_apart(true)):
        click_true_place(page, row + HEADINGS + 1, true[row], clicked=n)
    expect(right).to_contain_text("：相符")
    shot(f"guided-{case.right}")
    if case.swapped:
        expect(right).to_contain_text("建议先核实这一种")
        expect(wrong).to_contain_text("：相符")
    else:
        expect(wrong).to_contain_text("不符，已排除")
        expect(wrong.get_by_role("radio")).to_be_disabled()
        assert nearest_m(wrong) > 400
    right.get_by_role("radio").check()
    expect(right).to_have_class(re.compile("map-taken"))
    page.get_by_role("button", name="下一步：检查").click()
    expect(page.get_by_text(f"将新增 {SHOPS}，更新 0，未变 0，退回 0，提示 0")).to_be_visible(
        timeout=READY_MS
    )
    read_in = re.compile(rf"坐标按 {case.right}.* 读取：导入人选定")
    expect(page.get_by_text(read_in)).to_be_visible()
    shot("guided-check")
    page.get_by_role("button", name="写入", exact=True).click()
    expect(page.get_by_text(f"导入完成：新增 {SHOPS}")).to_be_visible(timeout=READY_MS)
    assert worst_m(shops_in(data), true) < TOLERANCE_M


def far_apart(places: Places) -> list[int]:
    """Choose three places, each as far as can be from those before."""
    lng, lat = np.array(places).T
    around = Bounds.around(lng, lat)
    assert around is not None
    at = np.stack(from_wgs84(lng, lat, local_metric_crs(around)), axis=1)
    chosen = [0]
    for _ in range(2):
        off_m = np.hypot(*(at[:, None] - at[chosen]).transpose(2, 0, 1)).min(axis=1)
        chosen.append(int(off_m.argmax()))
    return chosen


def click_true_place(page: Page, row: int, at: tuple[float, float], *, clicked: int) -> None:
    """Choose a row of the ledger and click where it truly is."""
    box = page.get_by_role("combobox", name="真实位置已知的一行")
    box.click()
    page.get_by_role("option", name=re.compile(rf"^第 {row} 行 · ")).click()
    expect(page.get_by_text(f"请在地图上点它的真实位置（已点 {clicked} 处")).to_be_visible()
    expect(page.locator(".folium-map")).to_have_class(re.compile("map-placing"))
    x, y = page.evaluate(PIXEL, list(at))
    page.locator(".folium-map").click(position={"x": x, "y": y})
    expect(page.get_by_text("重新点", exact=True)).to_be_visible()
    expect(page.get_by_text(f"已点 {clicked} 处，共需")).to_have_count(0)
    expect(page.locator(".folium-map")).not_to_have_class(re.compile("map-placing"))


def nearest_m(shown: Locator) -> int:
    """Read the smallest distance between a reading and the clicks."""
    found = re.search(r"相差 (.+) 米", shown.inner_text())
    assert found is not None
    return min(int(one.replace(",", "")) for one in found[1].split("、"))


def hits(shown: Locator) -> int:
    """Read how many rows lie on a building in a reading."""
    found = re.search(r"(\d+)/\d+ 在建筑物上", shown.inner_text())
    assert found is not None
    return int(found[1])
