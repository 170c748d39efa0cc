"""A chequered town to analyse: straight streets, 150 m apart, crossing at level."""

from functools import cache

import numpy as np
import shapely

from geodata.analysis.hotspots.scoring import Streets, prepare_streets
from geodata.analysis.streets.network import Network, cut_network

BLOCK_M = 150.0


def chequered_lines(blocks: int) -> list[shapely.LineString]:
    """One line from end to end for each street: west-east first, then south-north."""
    ends = blocks * BLOCK_M
    at = np.arange(blocks + 1) * BLOCK_M
    rows = [shapely.LineString([(0.0, y), (ends, y)]) for y in at]
    return rows + [shapely.LineString([(x, 0.0), (x, ends)]) for x in at]


@cache
def chequered_network(blocks: int = 8) -> Network:
    lines = chequered_lines(blocks)
    return cut_network(lines, levels=np.zeros(len(lines), dtype=np.int64))


@cache
def chequered_streets(blocks: int = 8) -> Streets:
    return prepare_streets(chequered_network(blocks))


def piece_at(network: Network, x: float, y: float) -> int:
    """Find the piece whose middle is nearest."""
    return int(np.argmin(np.hypot(*(network.middles - (x, y)).T)))
