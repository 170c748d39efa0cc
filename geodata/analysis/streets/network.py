"""A street network cut into short pieces, once per version of the network."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from geodata.analysis.streets.noding import JOIN_M, drop_twins, join_lines, number_nodes
from geodata.errors import AnalysisError

PIECE_M = 50.0
"""Length a piece should have: the basic unit that hotspots are made of."""

SNAP_M = 30.0
"""Farther from any street than this an incident is no street incident."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Lines = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Network:
    """Pieces of street between nodes; arrays of one length each.

    Parameters
    ----------
    lines
        A LineString for each piece, metres in a local metric CRS.
    length_m
        Length of each piece.
    tail, head
        Node at the first and at the last vertex of each piece.
    street
        Number of the source line that each piece is part of, as given to `cut_network`.
    nodes
        x and y of each node, shape (nodes, 2).
    degree
        Ends of pieces that meet in each node: 1 a dead end, 2 a cut along a street, 3 and more a
        junction.
    """

    lines: Lines
    length_m: Floats
    tail: Integers
    head: Integers
    street: Integers
    nodes: Floats
    degree: Integers

    def __len__(self) -> int:
        """Count the pieces."""
        return len(self.lines)

    @property
    def middles(self) -> Floats:
        """Points halfway along each piece, x and y, shape (pieces, 2)."""
        return self.middles_of(np.arange(len(self)))

    def middles_of(self, pieces: Integers) -> Floats:
        """Return the points halfway along some pieces, x and y, shape (given pieces, 2)."""
        middle = shapely.line_interpolate_point(self.lines[pieces], 0.5, normalized=True)
        return np.asarray(shapely.get_coordinates(middle))


def cut_network(
    lines: Sequence[BaseGeometry] | Lines,
    *,
    levels: ArrayLike | None = None,
    join_m: float = JOIN_M,
    piece_m: float = PIECE_M,
) -> Network:
    """Cut streets into pieces of about one length, none across a junction.

    Each stretch between two junctions is cut into equal pieces, as many as come closest to
    `piece_m`; a shorter stretch is one piece. A line given twice (both directions of a street) is
    one street.

    Parameters
    ----------
    lines
        LineStrings or MultiLineStrings in metres; those without a length are left out.
    levels
        Storey of each line (0 the ground, 1 a bridge over it): lines of one level join where they
        cross, others only where their ends meet. None: the lines are a routable graph already,
        joined at their ends and nowhere else.
    join_m
        With levels, a line that ends so close to another of its level is led on to it: drawn lines
        stop short of each other by rounding, and lanes at the kerb.
    piece_m
        Length aimed at, metres.

    Raises
    ------
    AnalysisError
        Where no line is left to cut.
    """
    streets, owner = shapely.get_parts(np.asarray(lines, dtype=np.object_), return_index=True)
    long = shapely.length(streets) > 0.0
    streets, owner = streets[long], owner[long]
    if not len(streets):
        raise AnalysisError(
            f"{len(lines)} street lines, none with a length",
            "a street network of at least one line",
            "import the streets, then analyse again",
        )
    parts = (
        drop_twins(streets)
        if levels is None
        else join_lines(streets, np.asarray(levels)[owner], join_m)
    )
    pieces = _cut(_stretches(parts), piece_m)
    tail, head, nodes = number_nodes(pieces)
    return Network(
        lines=pieces,
        length_m=shapely.length(pieces),
        tail=tail,
        head=head,
        street=owner[_source(pieces, streets)],
        nodes=nodes,
        degree=np.bincount(np.concatenate([tail, head]), minlength=len(nodes)),
    )


def _stretches(parts: Lines) -> Lines:
    """Merge lines up to the next junction or dead end."""
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(parts)))
    return np.asarray(merged[shapely.length(merged) > 0.0])


def _cut(stretches: Lines, piece_m: float) -> Lines:
    """Cut each line into equal pieces."""
    length = shapely.length(stretches)
    count = np.maximum(np.round(length / piece_m), 1.0).astype(np.int64)
    xy, line = shapely.get_coordinates(stretches, return_index=True)
    along = _along(xy, line)
    # Cuts between the pieces of a line, as shares of its length.
    at = np.repeat(np.arange(len(stretches)), count - 1)
    nth = np.arange(len(at)) - np.repeat(np.cumsum(count - 1) - (count - 1), count - 1) + 1
    cut_m = nth / count[at] * length[at]
    cuts = shapely.get_coordinates(shapely.line_interpolate_point(stretches[at], cut_m))
    # A cut ends one piece and begins the next: it is there twice, in this order.
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    piece = np.floor(along / (length / count)[line] * (1 + 1e-12)).astype(np.int64)
    owner = first[line] + np.minimum(piece, count[line] - 1)
    every_xy = np.concatenate([xy, cuts, cuts])
    every_piece = np.concatenate([owner, first[at] + nth - 1, first[at] + nth])
    every_along = np.concatenate([along, cut_m, cut_m])
    order = np.lexsort([every_along, every_piece])
    return np.asarray(shapely.linestrings(every_xy[order], indices=every_piece[order]))


def _along(xy: Floats, line: Integers) -> Floats:
    """Metres from the start of its line to each vertex."""
    step = np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)
    starts = np.diff(line, prepend=-1) > 0
    step[starts] = 0.0
    total = np.cumsum(step)
    return np.asarray(total - total[starts][line])


def _source(pieces: Lines, streets: Lines) -> Integers:
    """Find the street that the middle of each piece lies on."""
    middle = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    return np.asarray(shapely.STRtree(streets).nearest(middle))
