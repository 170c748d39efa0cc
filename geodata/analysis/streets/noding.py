"""Drawn street lines joined where they meet, ready to be cut."""

import numpy as np
import shapely
from numpy.typing import NDArray

GRID_M = 0.01
"""Ends of lines within the same centimetre are one node."""

STUB_M = 1.0
"""A loose end shorter than this is a slip of the hand."""

JOIN_M = 15.0
"""Half a wide street: how far before its middle line a drawn lane may end."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Lines = NDArray[np.object_]


def drop_twins(streets: Lines) -> Lines:
    """Drop lines that are there twice, in whichever direction."""
    _, first = np.unique(shapely.to_wkb(shapely.normalize(streets)), return_index=True)
    return streets[np.sort(first)]


def join_lines(streets: Lines, levels: Integers, join_m: float) -> Lines:
    """Split lines where they join others of their level; what is there twice is there once.

    Parameters
    ----------
    streets
        LineStrings, metres.
    levels
        Storey of each.
    join_m
        A loose end is led on to another line this close.
    """
    stories = [streets[levels == level] for level in np.unique(levels)]
    joined = [
        shapely.union_all(np.append(lines, _links(lines, join_m)), grid_size=GRID_M)
        for lines in stories
    ]
    parts = shapely.get_parts(np.array(joined, dtype=np.object_))
    tail, head, nodes = number_nodes(parts)
    degree = np.bincount(np.concatenate([tail, head]), minlength=len(nodes))
    # A line drawn a hair across another leaves a stub, which would make a crossing of a junction.
    loose = np.minimum(degree[tail], degree[head]) == 1
    stub = loose & (shapely.length(parts) < STUB_M)
    return np.asarray(parts if stub.all() else parts[~stub])


def number_nodes(lines: Lines) -> tuple[Integers, Integers, Floats]:
    """Give the ends of lines numbers, those within the same centimetre the same.

    Returns
    -------
    tail, head, nodes
        Node at the first and at the last vertex of each line; x and y of each node.
    """
    ends = shapely.get_coordinates([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    keys, node = np.unique(np.round(ends / GRID_M).astype(np.int64), axis=0, return_inverse=True)
    tail, head = node.reshape(2, len(lines))
    return tail, head, (keys * GRID_M).astype(np.float64)


def _links(lines: Lines, join_m: float) -> Lines:
    """Lead loose ends on to the nearest other line within reach."""
    ends = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    end, other = shapely.STRtree(lines).query(ends, predicate="dwithin", distance=join_m)
    elsewhere = end % len(lines) != other
    end, other = end[elsewhere], other[elsewhere]
    order = np.lexsort([shapely.distance(ends[end], lines[other]), end])
    _, nearest = np.unique(end[order], return_index=True)
    chosen = order[nearest]
    links = shapely.shortest_line(ends[end[chosen]], lines[other[chosen]])
    return np.asarray(links[shapely.length(links) > 0.0])
