"""Symbols are told apart in grey and by eyes that lack a kind of cone, measured as drawn."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page

from dashboard.map.assets import own
from tests.browser.seeing import EYES, Floats, seen

pytestmark = pytest.mark.browser

SIDE = 36
FAR, NEAR = 14, 17
INK = 6.0
"""From here on a pixel counts as drawn: its distance in CIE L*a*b* to the land around."""

LEAST_NEAR, LEAST_URGENT, LEAST_LAYERS = 8.0, 9.0, 5.0
"""Least mean distance in CIE L*a*b* over what is drawn of either; 2.3 is just noticed."""

URGENT = ("red", "orange", "death", "serious")
DRAWN_ALIKE = {frozenset({"incident slight", "incident plain"})}
"""A slight injury and none are one small dot; the legend counts them."""

DRAW = """async ([files, side, theme, zoom]) => {
  const { sprite } = await import(files.symbols);
  const { looksOf } = await import(files.points);
  const { palette } = await import(files.palette);
  const drawn = {};
  for (const layer of window.map.scene.view.layers) {
    for (const look of looksOf(layer)) {
      const { image, side: wide } = sprite(layer, look, zoom, theme);
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = side;
      const context = canvas.getContext("2d");
      context.fillStyle = palette(theme).land;
      context.fillRect(0, 0, side, side);
      const at = Math.round((side - wide) / 2);
      context.drawImage(image, at, at, wide, wide);
      const name = `${layer.id} ${look.closed ? "closed" : look.mark}`;
      drawn[name] = [...context.getImageData(0, 0, side, side).data];
    }
  }
  return drawn;
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_symbols_differ_to_every_eye_and_in_grey(shown: Page, theme: str) -> None:
    near, far = drawn(shown, theme, NEAR), drawn(shown, theme, FAR)
    assert len(near) > 20
    alike = []
    for eyes in EYES:
        for (one, other), distance in distances(near, eyes).items():
            if distance < LEAST_NEAR and {one, other} not in DRAWN_ALIKE:
                alike.append((NEAR, eyes, one, other, distance))
        for (one, other), distance in distances(far, eyes).items():
            if distance < least_far(one, other):
                alike.append((FAR, eyes, one, other, distance))
    assert alike == []


def least_far(one: str, other: str) -> float:
    """From afar what asks for action stands out, and every layer is itself; the rest is quiet."""
    if one.endswith(URGENT) != other.endswith(URGENT):
        return LEAST_URGENT
    layers = {name.partition(" ")[0] for name in (one, other)}
    return LEAST_LAYERS if len(layers) == 2 else 0.0


def drawn(page: Page, theme: str, zoom: int) -> dict[str, NDArray[np.uint8]]:
    """Draw each look of each layer on bare land; its sRGB pixels by layer and look."""
    files = {name: own(f"{name}.js") for name in ("symbols", "points", "palette")}
    told: dict[str, list[int]] = page.evaluate(DRAW, [files, SIDE, theme, zoom])
    return {
        name: np.array(colours, np.uint8).reshape(SIDE, SIDE, 4)[..., :3]
        for name, colours in told.items()
    }


def distances(pictures: dict[str, NDArray[np.uint8]], eyes: str) -> dict[tuple[str, str], float]:
    """Mean distance in CIE L*a*b* of every two pictures, over what is drawn of either."""
    pixels = {name: seen(picture, eyes) for name, picture in pictures.items()}
    return {
        (one, other): between(pixels[one], pixels[other]) for one, other in combinations(pixels, 2)
    }


def between(one: Floats, other: Floats) -> float:
    """Mean distance over the pixels that either draws."""
    land = one[0, 0]
    ink = (np.linalg.norm(one - land, axis=-1) > INK) | (
        np.linalg.norm(other - land, axis=-1) > INK
    )
    return float(np.linalg.norm(one - other, axis=-1)[ink].mean())
