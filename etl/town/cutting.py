"""Cut ground into pieces by gently bent streets, the way blocks are laid out."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import shapely
from shapely.ops import split

from etl.town.parts import largest, polygons

GRID_M = 0.01
"""All corners lie on this grid, so that neighbours share theirs exactly."""

SMALLEST_SHARE = 0.34
"""What the smaller piece of a cut has at least."""


class Cut(NamedTuple):
    """Two pieces and the street between them."""

    pieces: tuple[shapely.Polygon, shapely.Polygon]
    line: shapely.LineString


def heading(face: shapely.Polygon) -> float:
    """Direction of the longer side of the smallest turned box around a face, in radians."""
    corners = np.asarray(largest(shapely.minimum_rotated_rectangle(face)).exterior.coords)
    sides = np.diff(corners[:3], axis=0)
    longer = sides[np.argmax(np.hypot(*sides.T))]
    return float(np.arctan2(longer[1], longer[0]))


def _bent_line(face: shapely.Polygon, rng: np.random.Generator) -> shapely.LineString:
    """Draw a slightly bent line across the middle of a face, square to its longer side."""
    angle = heading(face) + rng.normal(0, 0.06)
    along = np.array((np.cos(angle), np.sin(angle)))
    across = np.array((-along[1], along[0]))
    middle = np.asarray(face.centroid.coords[0]) + along * rng.normal(0, 0.05) * face.area**0.5
    reach_m = face.length / 2
    u = np.linspace(-1, 1, 33)
    bow_m = rng.normal(0, 0.035) * reach_m * (1 - u**2) + rng.normal(0, 0.02) * reach_m * np.sin(
        np.pi * u
    )
    return shapely.LineString(middle + np.outer(u * reach_m, across) + np.outer(bow_m, along))


def cut(face: shapely.Polygon, rng: np.random.Generator) -> Cut | None:
    """Cut a face in two pieces of similar size.

    Parameters
    ----------
    face
        Polygon in metres, without holes.
    rng
        Source of the bends.

    Returns
    -------
    :
        The cut, or nothing where eight attempts gave slivers only.
    """
    for _ in range(8):
        line = _bent_line(face, rng)
        inside = line.intersection(face)
        if not isinstance(inside, shapely.LineString):
            continue
        one, *others = polygons(split(face, line))
        if len(others) == 1 and SMALLEST_SHARE < one.area / face.area < 1 - SMALLEST_SHARE:
            return Cut((one, others[0]), inside)
    return None


def divide(
    faces: Iterable[shapely.Polygon],
    rng: np.random.Generator,
    *,
    weight: Callable[[shapely.Polygon], float],
    wanted: Callable[[list[float]], bool],
) -> tuple[list[shapely.Polygon], list[shapely.LineString]]:
    """Cut the heaviest face again and again.

    Parameters
    ----------
    faces
        What to start from.
    rng
        Source of the bends.
    weight
        How urgent it is to cut a face; a face that cannot be cut gets 0.
    wanted
        Told the weights, whether another cut is wanted.

    Returns
    -------
    :
        The faces and the lines that cut them, in the order they were made.
    """
    pieces, lines = list(faces), list[shapely.LineString]()
    weights = [weight(piece) for piece in pieces]
    while wanted(weights):
        heaviest = int(np.argmax(weights))
        found = cut(pieces[heaviest], rng)
        if found is None:
            weights[heaviest] = 0.0
            continue
        lines.append(found.line)
        pieces[heaviest] = found.pieces[0]
        weights[heaviest] = weight(found.pieces[0])
        pieces.append(found.pieces[1])
        weights.append(weight(found.pieces[1]))
    return pieces, lines


def _overshot(line: shapely.LineString, by_m: float = 1.0) -> shapely.LineString:
    """Lengthen a line at both ends, so that it surely crosses what it is to touch."""
    points = np.asarray(line.coords)
    first, last = points[0] - points[1], points[-1] - points[-2]
    head = points[0] + first / np.hypot(*first) * by_m
    tail = points[-1] + last / np.hypot(*last) * by_m
    return shapely.LineString(np.vstack((head, points, tail)))


def faces_between(
    rim: shapely.Polygon, lines: Iterable[shapely.LineString]
) -> list[shapely.Polygon]:
    """Return the faces into which lines cut the inside of a rim.

    Corners lie on a grid of `GRID_M` and are shared by all faces around them, so nothing overlaps
    and nothing is left over. Faces come from south to north.
    """
    crossing = [rim.exterior, *(_overshot(line) for line in lines)]
    joined = shapely.union_all(crossing, grid_size=GRID_M)
    faces = polygons(shapely.polygonize([joined]))
    inside = [face for face in faces if rim.contains(face.representative_point())]
    return sorted(inside, key=lambda face: (round(face.centroid.y), round(face.centroid.x)))
