"""What the ground of the sample town is used for: centres of villages, works, estates and hills."""

from typing import Literal, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from etl.town.outline import bend

Use = Literal["village", "industry", "estate", "hill", "park", "open"]


class Centre(NamedTuple):
    """A place around which one use prevails."""

    name: str
    use: Use
    s: float
    t: float
    radius_m: float
    """Beyond it the use ends; hills and open ground take what is left, the relatively nearer."""


BLOCK_M2: dict[Use, float] = {
    "village": 48_000.0,
    "industry": 95_000.0,
    "estate": 52_000.0,
    "hill": 900_000.0,
    "park": 90_000.0,
    "open": 110_000.0,
}
"""Largest block of each use; larger ones are cut by a street."""

CENTRES = (
    Centre("新庄", "village", 0.315, 0.405, 295),
    Centre("布岭", "village", 0.135, 0.435, 245),
    Centre("田心", "village", 0.355, 0.275, 265),
    Centre("上塘", "village", 0.13, 0.275, 230),
    Centre("石迳", "village", 0.415, 0.185, 210),
    Centre("岗贝", "village", 0.42, 0.53, 245),
    Centre("永岗", "village", 0.615, 0.4, 290),
    Centre("塘头", "village", 0.565, 0.225, 220),
    Centre("新围", "village", 0.7, 0.275, 230),
    Centre("沙湾", "village", 0.655, 0.525, 240),
    Centre("岗头", "village", 0.83, 0.445, 215),
    Centre("贤江", "village", 0.385, 0.715, 285),
    Centre("荷塘", "village", 0.175, 0.725, 230),
    Centre("凤尾", "village", 0.335, 0.9, 215),
    Centre("禾丰", "village", 0.625, 0.71, 280),
    Centre("大岭", "village", 0.86, 0.705, 205),
    Centre("井头", "village", 0.635, 0.875, 215),
    Centre("永盛", "industry", 0.9, 0.53, 900),
    Centre("田园", "industry", 0.905, 0.29, 800),
    Centre("新业", "industry", 0.9, 0.85, 700),
    Centre("桑田", "industry", 0.74, 0.9, 500),
    Centre("摇田河", "industry", 0.08, 0.57, 550),
    Centre("斗塘", "industry", 0.18, 0.1, 600),
    Centre("沧海", "industry", 0.44, 0.06, 420),
    Centre("誉山", "estate", 0.58, 0.64, 360),
    Centre("康湖", "estate", 0.46, 0.41, 325),
    Centre("华峰", "estate", 0.45, 0.83, 360),
    Centre("骏达", "estate", 0.68, 0.19, 360),
    Centre("永泰", "estate", 0.3, 0.58, 360),
    Centre("翟洞", "estate", 0.23, 0.34, 310),
    Centre("来安", "estate", 0.74, 0.62, 325),
    Centre("黄旗山", "hill", 0.1, 0.93, 800),
    Centre("鸡冠岭", "hill", 0.66, 0.05, 640),
    Centre("白云嶂", "hill", 0.93, 0.06, 560),
    Centre("石桥山", "hill", 0.06, 0.3, 460),
    Centre("永和河湿地公园", "park", 0.555, 0.555, 190),
    Centre("新庄公园", "park", 0.365, 0.475, 150),
    Centre("贤江公园", "park", 0.285, 0.755, 150),
    Centre("永岗公园", "park", 0.7, 0.41, 140),
    Centre("禾丰公园", "park", 0.7, 0.755, 140),
    Centre("", "open", 0.52, 0.93, 630),
    Centre("", "open", 0.55, 0.11, 495),
    Centre("", "open", 0.18, 0.64, 570),
    Centre("", "open", 0.3, 0.17, 540),
    Centre("", "open", 0.78, 0.36, 540),
    Centre("", "open", 0.77, 0.74, 495),
    Centre("", "open", 0.3, 0.83, 495),
)

_YIELD: dict[Use, float] = {"village": 0.01, "park": 0.005, "estate": 0.1, "industry": 0.3}
"""Uses that end at their radius; within it the smaller number pushes the larger aside."""


POSITIONS: NDArray[np.float64] = bend(np.array([(centre.s, centre.t) for centre in CENTRES]))
"""Centres on the plane, shape (n, 2), metres."""
_RADII = np.array([centre.radius_m for centre in CENTRES])
_NAMED = [number for number, centre in enumerate(CENTRES) if centre.name]
_PUSH = np.array([_YIELD.get(centre.use, np.nan) for centre in CENTRES])


def centre_at(x: float, y: float) -> Centre:
    """Find the centre whose use prevails at a point of the plane."""
    away = np.hypot(POSITIONS[:, 0] - x, POSITIONS[:, 1] - y) / _RADII
    ends = ~np.isnan(_PUSH)
    rank = np.where(ends, np.where(away > 1, np.inf, away * _PUSH), away)
    return CENTRES[int(np.argmin(rank))]


def namesake_at(x: float, y: float) -> str:
    """Name the nearest village, works, estate, hill or park."""
    near = min(_NAMED, key=lambda n: float(np.hypot(*(POSITIONS[n] - (x, y)))))
    return CENTRES[near].name.removesuffix("公园")


def centre_of(face: shapely.Polygon) -> Centre:
    """Find the centre whose use prevails in the middle of a face."""
    return centre_at(face.centroid.x, face.centroid.y)


def park_in(face: shapely.Polygon) -> Centre | None:
    """Find the park whose middle lies in a face, if any."""
    for centre, (x, y) in zip(CENTRES, POSITIONS, strict=True):
        if centre.use == "park" and shapely.contains_xy(face, x, y):
            return centre
    return None


def outline_of(centre: Centre) -> shapely.Polygon:
    """Draw the uneven edge of a village, a little beyond its radius."""
    middle = POSITIONS[CENTRES.index(centre)]
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    uneven = 1.04 + 0.1 * np.sin(2 * turn + centre.s * 40) + 0.07 * np.sin(5 * turn + centre.t * 60)
    ring = np.column_stack((np.cos(turn), np.sin(turn))) * (centre.radius_m * uneven)[:, None]
    return shapely.Polygon(middle + ring)
