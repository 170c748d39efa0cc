"""The base map of a street and of a city: buildings near and far, names of streets in pieces."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from playwright.sync_api import Page

from geodata.catalogue.load import read_catalogue
from geodata.shapes import Shapes, pack_shapes
from tests.browser.map_site import LAYERS, Site, made_up

pytestmark = pytest.mark.browser

WEST, SOUTH = 113.570, 23.200
L_SHAPED = shapely.Polygon([(0, 0), (2, 0), (2, 0.7), (0.7, 0.7), (0.7, 2), (0, 2)])
CORNER, NOTCH = (SOUTH + 0.00006, WEST + 0.00006), (SOUTH + 0.00014, WEST + 0.00014)
"""Latitude and longitude of a point in the building and of one in its notch, both in its box."""

BUILDING = (0xE0, 0xDC, 0xD2)
AT = """([[lat, lng], zoom]) => {
  const map = window.map.map;
  map.setView([lat, lng], zoom, { animate: false });
  const canvas = document.querySelector(".map-base");
  const corner = map.getPixelOrigin().add(L.DomUtil.getPosition(canvas));
  const { x, y } = map.project([lat, lng]).subtract(corner);
  const dpr = window.devicePixelRatio;
  const pixel = [Math.floor(x * dpr), Math.floor(y * dpr), 1, 1];
  return [...canvas.getContext("2d").getImageData(...pixel).data];
}"""
WRITTEN = """([lat, lng, zoom]) => {
  const pen = CanvasRenderingContext2D.prototype;
  const [write, written] = [pen.fillText, []];
  pen.fillText = function (text, ...rest) {
    written.push(text);
    write.call(this, text, ...rest);
  };
  window.map.map.setView([lat, lng], zoom, { animate: false });
  pen.fillText = write;
  return written.join("");
}"""


def packed(layer: str, geometry: Sequence[Any], kind: str, names: Sequence[str]) -> Shapes:
    classes = read_catalogue().by_layer[layer].classes
    assert classes is not None
    return pack_shapes(
        layer,
        np.array(geometry, dtype=object),
        number=np.arange(1, len(geometry) + 1, dtype=np.uint32),
        classes=np.full(len(geometry), classes.index(kind), dtype=np.uint8),
        areas=np.full(len(geometry), 65_535, dtype=np.uint16),
        names=names,
    )


@pytest.fixture
def ground(shown: Page, site: Site) -> Page:
    """A tab with one building, and a street that ends at each of its crossings."""
    building = shapely.transform(L_SHAPED, lambda xy: xy * 1e-4 + [WEST, SOUTH])
    crossings = [(WEST + 0.0004 * n, SOUTH + 0.002) for n in range(16)]
    # pieces are drawn in any order and either way
    pieces = [(a, b) if n % 3 else (b, a) for n, (a, b) in enumerate(pairwise(crossings))]
    street = [shapely.LineString(piece) for piece in pieces[::2] + pieces[1::2]]
    site.columns = {layer: made_up(layer, 0) for layer in LAYERS}
    site.shapes = {
        "ground": packed("ground", [building], "building", [""]),
        "street": packed("street", street, "arterial", ["永岗大道"] * len(street)),
    }
    shown.reload()
    shown.wait_for_function(
        "['ground', 'street'].every((name) => window.map?.store.shapes(name)?.count)"
    )
    return shown


def test_a_building_is_its_outline_near_and_its_box_far(ground: Page) -> None:
    def colour(at: tuple[float, float], zoom: float) -> tuple[int, ...]:
        return tuple(ground.evaluate(AT, [at, zoom])[:3])

    for zoom in (18, 15.5):
        assert colour(CORNER, zoom) == BUILDING
        assert colour(NOTCH, zoom) != BUILDING
    for at in (CORNER, NOTCH):
        assert colour(at, 13.75) == BUILDING
        assert colour(at, 13) != BUILDING


def test_a_street_in_pieces_bears_its_name_once(ground: Page) -> None:
    for zoom in (16, 18):  # all of it in view, and a stretch that goes on beyond
        written = ground.evaluate(WRITTEN, [SOUTH + 0.002, WEST + 0.003, zoom])
        assert written.count("永岗大道") == 1
