"""What speaks for a reading of coordinates: rows that stand where their words or the ground say.

Every clue asks one question of a position (on a building? near the place known by that name?). How
often the answer is yes by chance is not assumed but measured: the same points, moved together by
400 to 1,600 m in many directions, are asked the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from etl.datum.surroundings import RowWords, Surroundings, bare
from etl.words import plain

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Bools = NDArray[np.bool_]
Ask = Callable[[Floats, Rows], Bools]

KNOWN_M, NAMED_STREET_M, FOOTPRINT_M, STREET_M = 150.0, 60.0, 2.0, 12.0
"""How near is near: to a known place, a street named in the address, a building, any street."""

OUTLINE_M = 30.0
"""How near two drawings of one border are: two offices simplify it differently."""


@dataclass(frozen=True, slots=True)
class Clue:
    """One question that can be asked of some rows.

    Parameters
    ----------
    kind
        ``known``, ``community``, ``named_street``, ``footprint``, ``street``, ``district`` or,
        of points of an outline, ``outline``.
    applies
        Of which rows it can be asked.
    ask
        Answers for positions in metres, shape (m, 2), each of the row numbered beside it.
    """

    kind: str
    applies: Bools
    ask: Ask


def find_clues(words: Sequence[RowWords], around: Surroundings) -> list[Clue]:
    """List the questions that can be asked of these rows here; none where nothing is known."""
    if around.bounds is None:
        return []
    if any(row.is_corner for row in words):
        known = bool(around.edge_tree.geometries.size)
        every = np.full(len(words), known)
        return [Clue("outline", every, _within(around.edge_tree, OUTLINE_M))] if known else []
    made = (_known, _community, _named_street)
    clues = [clue for make in made if (clue := make(words, around)).applies.any()]
    everywhere = np.ones(len(words), dtype=bool)
    if around.footprint_tree.geometries.size:
        clues.append(Clue("footprint", everywhere, _within(around.footprint_tree, FOOTPRINT_M)))
    if around.street_tree.geometries.size:
        clues.append(Clue("street", everywhere, _within(around.street_tree, STREET_M)))
    if around.outline_m is not None:
        # who is in a community is in the sub-district: not to be counted twice
        asked = [clue.applies for clue in clues if clue.kind == "community"]
        rest = everywhere & ~asked[0] if asked else everywhere
        if rest.any():
            clues.append(Clue("district", rest, _inside([around.outline_m], np.zeros(len(words)))))
    return clues


def _known(words: Sequence[RowWords], around: Surroundings) -> Clue:
    """Ask whether a row stands where a place of its key, name or address is known to be."""
    at = np.full((len(words), 2), np.nan)
    for i, row in enumerate(words):
        places = (around.place_m.get(plain(name)) for name in row.names if name)
        at[i] = next((place for place in places if place), (np.nan, np.nan))
    return Clue(
        "known",
        np.isfinite(at[:, 0]),
        lambda xy, rows: np.asarray(np.hypot(*(xy - at[rows]).T) <= KNOWN_M),
    )


def _community(words: Sequence[RowWords], around: Surroundings) -> Clue:
    """Ask whether a row stands in the community that is written in it."""
    names = list(around.community_m)
    place = {name: number for number, name in enumerate(names)}
    which = np.array([place.get(bare(row.community or ""), -1) for row in words])
    return Clue("community", which >= 0, _inside(list(around.community_m.values()), which))


def _named_street(words: Sequence[RowWords], around: Surroundings) -> Clue:
    """Ask whether a row stands at the street its address names; of several the longest name."""
    names = sorted(around.named_street_m, key=len, reverse=True)
    lines = [around.named_street_m[name] for name in names]
    which = np.full(len(words), -1)
    for i, row in enumerate(words):
        address = plain(row.address or "")
        which[i] = next((n for n, name in enumerate(names) if name in address), -1)

    def ask(xy: Floats, rows: Rows) -> Bools:
        near = np.zeros(len(xy), dtype=bool)
        for n in np.unique(which[rows]):
            of = which[rows] == n
            near[of] = shapely.dwithin(lines[n], shapely.points(xy[of]), NAMED_STREET_M)
        return near

    return Clue("named_street", which >= 0, ask)


def _inside(shapes: list[shapely.Geometry], which: NDArray[np.generic]) -> Ask:
    """Ask whether a row lies in the outline whose number stands in `which`."""
    shapely.prepare(shapes)

    def ask(xy: Floats, rows: Rows) -> Bools:
        inside = np.zeros(len(xy), dtype=bool)
        for n in np.unique(which[rows]).astype(int):
            of = which[rows] == n
            inside[of] = shapely.intersects_xy(shapes[n], xy[of])
        return inside

    return ask


def _within(tree: shapely.STRtree, distance_m: float) -> Ask:
    """Ask whether a row lies within some metres of anything in a tree."""

    def ask(xy: Floats, rows: Rows) -> Bools:
        near = np.zeros(len(rows), dtype=bool)
        near[tree.query(shapely.points(xy), predicate="dwithin", distance=distance_m)[0]] = True
        return near

    return ask
