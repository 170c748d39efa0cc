"""What is declared is what the page shows: a layer nobody wrote code for, another folium map."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import folium
import pytest
from playwright.sync_api import Page, expect

from dashboard.map import base, declaration, routes
from dashboard.map.base import BaseWords
from dashboard.texts import Language
from deploy.steps import ROOT, environment
from tests.browser import map_site
from tests.browser.server import Server

pytestmark = pytest.mark.browser

READY_MS = 30_000
HYDRANTS = """\
id: hydrant
name: {zh: 消火栓, en: Hydrants}
record: place
geometry: point
unit: {zh: 个, en: hydrants}
order: 55
shown: true
listed: true
key: [code]
symbol: {shape: hexagon, light: "#8A1C5C", dark: "#F2A7D3"}
fields:
  - {id: code, name: {zh: 栓号, en: Code}, column: code, required: true}
  - {id: x, name: {zh: 经度, en: Longitude}, type: coordinate, column: x}
  - {id: "y", name: {zh: 纬度, en: Latitude}, type: coordinate, column: "y"}
"""
LEDGER = "栓号,经度,纬度\nX-1,113.570,23.200\nX-2,113.571,23.201\nX-3,113.572,23.202\n"
INK = """() => {
  const canvas = document.querySelector(".map-marks");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let ink = 0;
  for (let at = 3; at < data.length; at += 4) ink += data[at] > 100;
  return ink;
}"""


def test_a_layer_that_is_only_declared_is_imported_and_stands_on_the_map(
    serve: Callable[[Path], Server], awkward_folder: Path, page: Page
) -> None:
    layers = awkward_folder / "catalogue" / "layers"
    layers.mkdir(parents=True)
    (layers / "hydrant.yaml").write_text(HYDRANTS, encoding="utf-8")
    ledger = awkward_folder / "消火栓.csv"
    ledger.write_text(LEDGER, encoding="utf-8")
    told = ["--layer", "hydrant", "--crs", "wgs84"]
    command = [sys.executable, "-m", "etl", "import", str(ledger), *told]
    subprocess.run(
        [*command, "--data", str(awkward_folder)], cwd=ROOT, env=environment(), check=True
    )
    page.goto(f"{serve(awkward_folder).url}/?layers=hydrant")
    legend = page.locator(".map-legend")
    expect(legend).to_contain_text("消火栓", timeout=READY_MS)
    expect(legend).to_contain_text("图上 3 个", timeout=READY_MS)
    page.wait_for_function(f"() => ({INK})() > 100", timeout=READY_MS)
    expect(page.locator(".sm-table tbody")).to_contain_text("X-2")


def test_a_change_of_the_folium_map_is_seen_in_the_page(
    site: map_site.Site, page: Page, origins: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = base.declare_map

    def with_a_second_control(words: BaseWords) -> folium.Map:
        changed = declared(words)
        base._named(folium.LayerControl(position="bottomleft"), "second").add_to(changed)
        return changed

    def controls() -> int:
        with map_site.serve(site) as address:
            origins.add(address)
            page.goto(f"http://{address}/")
            page.wait_for_function("window.map")
            count = page.locator(".leaflet-bottom.leaflet-left .leaflet-control-layers").count()
            page.goto("about:blank")
        return count

    assert controls() == 0
    for module in (declaration, routes):
        monkeypatch.setattr(module, "declare_map", with_a_second_control)
    routes._modules.cache_clear()
    site.view = map_site.view_in(Language.CHINESE)
    try:
        assert controls() == 1
    finally:
        routes._modules.cache_clear()
