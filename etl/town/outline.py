"""Outline, river and arterials of the sample town, drawn in a unit square that is then bent.

The town is a tile: its west rim is its east rim moved by `ACROSS`, its south rim its north rim
moved by `ALONG`. So towns stand side by side without gaps, roads run on into the neighbour, and
the area is the cross product of the two vectors however much the rim winds.

All lengths are metres on a local plane (x east, y north) whose origin is `ORIGIN` in EPSG:4547.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.ops import split

from etl.town.parts import longest

AREA_M2 = 32_960_000.0
"""Area of the reference sub-district."""

ORIGIN = (455_980.0, 2_566_752.0)
"""Easting and northing in EPSG:4547 of the middle of the first town (113.57 E, 23.20 N)."""

_ACROSS = np.array((5_450.0, 330.0))
_ALONG = np.array((-760.0, 6_050.0))
_SCALE = np.sqrt(AREA_M2 / (_ACROSS[0] * _ALONG[1] - _ACROSS[1] * _ALONG[0]))
ACROSS: NDArray[np.float64] = _ACROSS * _SCALE
"""From a town to its eastern neighbour."""
ALONG: NDArray[np.float64] = _ALONG * _SCALE
"""From a town to its northern neighbour."""

Points = NDArray[np.float64]
_Terms = Sequence[tuple[float, float]]


class Way(NamedTuple):
    """A named line drawn through points of the unit square."""

    name: str
    kind: str
    points: tuple[tuple[float, float], ...]
    ends_at: tuple[str, ...] = ()
    """Names of ways it ends at; without them it runs from rim to rim."""


RIVER = Way(
    "永和河",
    "river",
    ((-0.1, 0.626), (0.0, 0.64), (0.16, 0.662), (0.34, 0.628), (0.5, 0.592), (0.66, 0.598),
     (0.83, 0.652), (0.9, 0.626), (1.0, 0.64), (1.16, 0.662)),
)  # fmt: skip

ARTERIALS = (
    Way("永岗大道", "arterial",
        ((-0.1, 0.382), (0, 0.372), (0.2, 0.352), (0.4, 0.332), (0.55, 0.324), (0.72, 0.34),
         (0.9, 0.382), (1, 0.372), (1.2, 0.352))),
    Way("永顺大道", "arterial",
        ((-0.1, 0.83), (0, 0.84), (0.25, 0.828), (0.5, 0.79), (0.75, 0.806), (0.9, 0.83),
         (1, 0.84), (1.2, 0.835))),
    Way("新庄路", "arterial",
        ((0.25, -0.1), (0.262, 0), (0.25, 0.2), (0.216, 0.4), (0.222, 0.6), (0.262, 0.8),
         (0.25, 0.9), (0.262, 1), (0.25, 1.2))),
    Way("永贤大道", "arterial",
        ((0.545, -0.1), (0.53, 0), (0.532, 0.2), (0.505, 0.4), (0.482, 0.6), (0.508, 0.8),
         (0.545, 0.9), (0.53, 1), (0.532, 1.2))),
    Way("禾丰大道", "arterial",
        ((0.775, -0.1), (0.79, 0), (0.782, 0.15), (0.748, 0.34), (0.756, 0.56), (0.79, 0.8),
         (0.775, 0.9), (0.79, 1), (0.782, 1.2))),
    Way("井泉大道", "arterial",
        ((0.1, 0.13), (0.2, 0.132), (0.26, 0.128), (0.4, 0.108), (0.53, 0.118), (0.66, 0.15),
         (0.79, 0.146), (0.9, 0.12), (1.0, 0.132), (1.1, 0.132), (1.2, 0.13)), ("新庄路",)),
    Way("新元路", "arterial",
        ((0.55, 0.44), (0.575, 0.38), (0.598, 0.3), (0.63, 0.24), (0.66, 0.2), (0.678, 0.16),
         (0.686, 0.11), (0.69, 0.06)), ("永岗大道", "井泉大道")),
    Way("贤堂路", "arterial",
        ((0.1, 0.56), (0.18, 0.555), (0.24, 0.545), (0.34, 0.505), (0.44, 0.482), (0.55, 0.478),
         (0.6, 0.478)),
        ("新庄路", "永贤大道")),
)  # fmt: skip


def _waves(share: Points, sines: _Terms, cosines: _Terms) -> Points:
    """Sum whole waves, zero at both ends; the terms are (amplitude in metres, waves)."""
    turn = 2 * np.pi * share
    return np.asarray(
        sum(size_m * np.sin(waves * turn) for size_m, waves in sines)
        + sum(size_m * (np.cos(waves * turn) - 1) for size_m, waves in cosines)
    )


def bend(square: Points) -> Points:
    """Map points of the unit square to the town's plane.

    Parameters
    ----------
    square
        Shape (n, 2); the first column runs from the west rim (0) to the east rim (1), the second
        from the south rim to the north rim. Values outside go on into the neighbouring town.

    Returns
    -------
    :
        Shape (n, 2), metres from `ORIGIN`.

    Notes
    -----
    The rims wind strongly, the middle a little: the waves fade inwards. They are whole waves, so
    the map repeats from town to town.
    """
    s, t = square[:, 0], square[:, 1]
    south = _waves(s, ((170, 1), (-100, 2), (40, 3), (14, 8)), ((90, 2), (30, 5)))
    west = _waves(t, ((-190, 1), (150, 2), (-60, 3), (16, 7)), ((-110, 1), (60, 3)))
    fade_s, fade_t = (0.12 + 0.88 * np.cos(np.pi * u) ** 2 for u in (s, t))
    plane = np.outer(s - 0.5, ACROSS) + np.outer(t - 0.5, ALONG)
    across, along = ACROSS / np.hypot(*ACROSS), ALONG / np.hypot(*ALONG)
    return np.asarray(plane + np.outer(west * fade_s, across) + np.outer(south * fade_t, along))


def smooth(points: Sequence[tuple[float, float]], steps: int = 24) -> Points:
    """Draw a Catmull-Rom spline through points, leaving out the first and the last gap."""
    p = np.asarray(points, dtype=float)
    u = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = []
    for before, start, end, after in zip(p, p[1:], p[2:], p[3:], strict=False):
        slope, turn = end - before, 2 * before - 5 * start + 4 * end - after
        pieces.append(
            start + 0.5 * (slope * u + turn * u**2 + (3 * start - before - 3 * end + after) * u**3)
        )
    return np.asarray(np.vstack([*pieces, p[-2:-1]]))


def rim() -> shapely.Polygon:
    """Draw the town's outline, rounded to centimetres."""
    u = np.linspace(0, 1, 160, endpoint=False)
    square = np.vstack([
        np.column_stack((u, np.zeros_like(u))),
        np.column_stack((np.ones_like(u), u)),
        np.column_stack((1 - u, np.ones_like(u))),
        np.column_stack((np.zeros_like(u), 1 - u)),
    ])  # fmt: skip
    return shapely.Polygon(bend(square).round(2))


def course(way: Way) -> shapely.LineString:
    """Draw a way on the plane; it may run beyond the ways or the rim where it is to end."""
    return shapely.LineString(bend(smooth(way.points)).round(2))


def courses() -> dict[str, shapely.LineString]:
    """Draw the arterials by name, ended at the rim and at the ways they end at."""
    whole = {way.name: course(way) for way in ARTERIALS}
    town = rim()
    ended = {}
    for way in ARTERIALS:
        line = whole[way.name]
        for name in way.ends_at:
            line = longest(split(line, whole[name]))
        ended[way.name] = longest(line.intersection(town))
    return ended
