"""Square cells, for incidents that do not happen on a street and for comparing methods."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array

from geodata.analysis.streets.network import Network

CELL_M = 100.0
POINTS_A_PIECE = 11
"""A piece is shared among the cells it runs through by so many points along it."""

ROWS = 2**31
"""More than any lattice has: makes one number of column and row."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lattice:
    """The cells that have something in them, by number; edges are whole multiples of the side.

    Parameters
    ----------
    side_m
        Of each cell, metres.
    keys
        Column and row in one, ascending; a cell's place in here is its number.
    """

    side_m: float
    keys: Integers

    def __len__(self) -> int:
        """Count the cells."""
        return len(self.keys)

    @property
    def middles(self) -> Floats:
        """Points in the middle of the cells, x and y, shape (cells, 2)."""
        corners = np.stack([self.keys // ROWS, self.keys % ROWS], axis=1).astype(np.float64)
        return (corners + 0.5) * self.side_m

    def cell_of(self, xy: Floats) -> Integers:
        """Find the cell of each point, shape (points, 2); -1 for none. West and south edges belong.

        A point without a position (NaN) has none.
        """
        placed = np.asarray(np.isfinite(xy).all(axis=1))
        key = _keys(np.where(placed[:, np.newaxis], xy, 0.0), self.side_m)
        place = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        return np.where(placed & (self.keys[place] == key), place, -1)


def cells_around(xy: Floats, *, side_m: float = CELL_M) -> Lattice:
    """Make the cells that hold at least one point (middles of pieces, buildings), shape (n, 2).

    Coordinates must not be negative, as they never are in a metric CRS of China.
    """
    return Lattice(side_m, np.unique(_keys(xy, side_m)))


def piece_shares(network: Network, lattice: Lattice) -> csr_array:
    """Share of each piece (column) in each cell (row), what lies in no cell left out."""
    along = np.linspace(0.0, 1.0, POINTS_A_PIECE)
    piece = np.repeat(np.arange(len(network)), POINTS_A_PIECE)
    points = shapely.line_interpolate_point(
        network.lines[piece], np.tile(along, len(network)), normalized=True
    )
    cell = lattice.cell_of(shapely.get_coordinates(points))
    within = cell >= 0
    share = np.full(np.count_nonzero(within), 1.0 / POINTS_A_PIECE)
    shape = (len(lattice), len(network))
    return csr_array((share, (cell[within], piece[within])), shape=shape)


def _keys(xy: Floats, side_m: float) -> Integers:
    column, row = np.floor(xy / side_m).astype(np.int64).T
    return np.asarray(column * ROWS + row)
