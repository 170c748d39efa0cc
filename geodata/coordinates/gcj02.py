"""The two Chinese map offsets, GCJ-02 and BD-09, there and back.

GCJ-02 is what 高德, 腾讯 and other approved public maps show; BD-09 is Baidu's second offset on
top. Neither is published by its makers: these are the widely published re-engineered formulas (on
the Krasovsky 1940 ellipsoid), as in the open-source libraries eviltransform and gcoord.

Rule for the edge: the offset applies within the published rectangle (`RECTANGLE`), which also
covers Hong Kong, Macau, Taiwan and parts of neighbouring countries; elsewhere all three agree.
Whether a point lies inside is asked of its position before the offset, edges included, so every
point inside comes back where it was. Outside, a point closer to the edge than its offset (some
1.3 km) cannot be told from an offset one and is taken for it.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.coordinates.bounds import Bounds

Floats = NDArray[np.float64]
Offset = Callable[[Floats, Floats], tuple[Floats, Floats]]

RECTANGLE = Bounds(72.004, 0.8293, 137.8347, 55.8271)
"""Where the offsets apply, degrees."""

EDGE = RECTANGLE.padded(0.001)
"""A millimetre of room for rounding, so that points on the very edge come back too."""

REACH = RECTANGLE.padded(5_000.0)
"""What offset points of the rectangle can lie in; the formulas are asked no farther."""

KRASOVSKY_AXIS_M = 6_378_245.0
KRASOVSKY_ECCENTRICITY2 = 0.00669342162296594323
BAIDU_PI = np.pi * 3000.0 / 180.0

BLOCK = 1 << 14
"""Points worked on at once: their intermediate arrays stay in the processor's cache."""

LAST_STEP = 1e-10
"""Degrees: a step of the inverse this short leaves less than 3 % of it undone, 3e-12 (0.3 µm).

Not on 105°E, where the root in the formula has a kink: some 1e-11 of latitude is left there.
"""

MAX_STEPS = 20
"""More than twice what any point of the rectangle needs."""


def wgs84_to_gcj02(lng: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Offset WGS84 degrees to GCJ-02; any one shape, NaN stays NaN."""
    return _in_blocks(_forward, _gcj02_from_wgs84, lng, lat)


def gcj02_to_wgs84(lng: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Take the GCJ-02 offset off again, by iteration to 1e-10 degrees (10 µm)."""
    return _in_blocks(_inverse, _gcj02_from_wgs84, lng, lat)


def wgs84_to_bd09(lng: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Offset WGS84 degrees to BD-09; any one shape, NaN stays NaN."""
    return _in_blocks(_forward, _bd09_from_wgs84, lng, lat)


def bd09_to_wgs84(lng: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Take both offsets off again, by iteration to 1e-10 degrees (10 µm)."""
    return _in_blocks(_inverse, _bd09_from_wgs84, lng, lat)


def gcj02_to_bd09(lng: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Offset GCJ-02 degrees to BD-09; any one shape, NaN stays NaN."""
    return _in_blocks(_forward, _bd09_from_gcj02, lng, lat)


def bd09_to_gcj02(lng: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Take Baidu's offset off again, by iteration to 1e-10 degrees (10 µm).

    The closed formula often printed for this is off by up to 1e-6 degrees (0.1 m).
    """
    return _in_blocks(_inverse, _bd09_from_gcj02, lng, lat)


def _gcj02_from_wgs84(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    x, y = lng - 105.0, lat - 35.0
    root, product = np.sqrt(np.abs(x)), x * y
    wave = np.sin(2.0 * np.pi * x)
    short = 80.0 * wave * (1.0 - wave * wave)  # 20 (sin 6πx + sin 2πx), one sine instead of two
    east_m = (
        300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * product + 0.1 * root
        + (short + _waves(x) + _long_waves(x, 150.0, 12.0, 300.0, 30.0)) * 2.0 / 3.0
    )  # fmt: skip
    north_m = (
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * product + 0.2 * root
        + (short + _waves(y) + _long_waves(y, 160.0, 12.0, 320.0, 30.0)) * 2.0 / 3.0
    )  # fmt: skip
    phi = np.radians(lat)
    bend = 1.0 - KRASOVSKY_ECCENTRICITY2 * np.sin(phi) ** 2
    across_m = KRASOVSKY_AXIS_M / np.sqrt(bend)
    along_m = across_m * (1.0 - KRASOVSKY_ECCENTRICITY2) / bend
    return (
        lng + np.degrees(east_m / (across_m * np.cos(phi))),
        lat + np.degrees(north_m / along_m),
    )


def _waves(angle: Floats) -> Floats:
    third = np.sin(np.pi * angle / 3.0)
    return third * (100.0 - 80.0 * third * third)  # 20 sin πa + 40 sin πa/3, likewise


def _long_waves(angle: Floats, a: float, a_deg: float, b: float, b_deg: float) -> Floats:
    return a * np.sin(np.pi * angle / a_deg) + b * np.sin(np.pi * angle / b_deg)


def _bd09_from_gcj02(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    radius = np.hypot(lng, lat) + 0.00002 * np.sin(lat * BAIDU_PI)
    angle = np.arctan2(lat, lng) + 0.000003 * np.cos(lng * BAIDU_PI)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _bd09_from_wgs84(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    return _bd09_from_gcj02(*_gcj02_from_wgs84(lng, lat))


def _forward(offset: Offset, lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    inside = RECTANGLE.contains(lng, lat)
    there = offset(lng, lat)
    return np.where(inside, there[0], lng), np.where(inside, there[1], lat)


def _inverse(offset: Offset, lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Find what the offset brings to these points.

    The offset changes by less than 3 % of a move, so stepping back by what is missing converges.
    """
    back_lng, back_lat = lng, lat
    for _ in range(MAX_STEPS):
        there_lng, there_lat = offset(back_lng, back_lat)
        step_lng, step_lat = lng - there_lng, lat - there_lat
        back_lng, back_lat = back_lng + step_lng, back_lat + step_lat
        if not ((np.abs(step_lng) > LAST_STEP) | (np.abs(step_lat) > LAST_STEP)).any():
            break
    inside = EDGE.contains(back_lng, back_lat)
    return np.where(inside, back_lng, lng), np.where(inside, back_lat, lat)


def _in_blocks(
    change: Callable[[Offset, Floats, Floats], tuple[Floats, Floats]],
    offset: Offset,
    lng: ArrayLike,
    lat: ArrayLike,
) -> tuple[Floats, Floats]:
    lngs, lats = np.broadcast_arrays(
        np.asarray(lng, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    )
    near = REACH.contains(lngs, lats)
    near_lngs, near_lats = lngs[near], lats[near]
    for start in range(0, near_lngs.size, BLOCK):
        block = slice(start, start + BLOCK)
        near_lngs[block], near_lats[block] = change(offset, near_lngs[block], near_lats[block])
    changed_lngs, changed_lats = lngs.copy(), lats.copy()
    changed_lngs[near], changed_lats[near] = near_lngs, near_lats
    return changed_lngs, changed_lats
