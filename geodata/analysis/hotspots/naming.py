"""What a stretch of street is called: a junction by the streets that meet, else its street."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geodata.analysis.hotspots.units import JUNCTION
from geodata.analysis.streets.network import Network
from geodata.results.monthlist import SiteName

AT_JUNCTION_M = 50.0
"""A site whose middle is no farther from a junction is called after it."""

Integers = NDArray[np.int64]


class Gazetteer:
    """The names of a network, ready to be asked.

    Parameters
    ----------
    network
        Its pieces know their street.
    names
        Of each source line as given to `cut_network`, '' for none.
    """

    def __init__(self, network: Network, names: Sequence[str]) -> None:
        self._network = network
        self._name = np.array(names, dtype=np.object_)[network.street]
        ends = np.concatenate([network.tail, network.head])
        self._named = np.flatnonzero(self._name != "")
        self._tree = cKDTree(network.middles_of(self._named)) if len(self._named) else None
        self._order = np.argsort(ends, kind="stable")
        self._first = np.searchsorted(ends[self._order], np.arange(len(network.nodes) + 1))

    def name(self, piece: int, members: Integers) -> SiteName:
        """Name a site by the pieces it is made of.

        Of the junctions within it that one gives the name where most differently named streets
        meet; of equals the nearest to the middle.

        Parameters
        ----------
        piece
            In the middle.
        members
            All pieces of the site, also `piece`.
        """
        network = self._network
        middle = network.middles_of(np.append(members, piece))
        away_m = np.hypot(*(middle[:-1] - middle[-1]).T)
        own = next((name for name in self._name[members[np.argsort(away_m)]] if name), "")
        street = own or self._nearest(middle[-1])
        nodes = np.unique(np.concatenate([network.tail[members], network.head[members]]))
        junctions = nodes[network.degree[nodes] >= JUNCTION]
        if not len(junctions):
            return SiteName(street, not own, (), -1, at_junction=False)
        far_m = np.hypot(*(network.nodes[junctions] - middle[-1]).T)
        crossings = [self._crossing(node) for node in junctions]
        best = min(range(len(junctions)), key=lambda n: (-min(len(crossings[n]), 2), far_m[n]))
        at_junction = bool(far_m[best] <= AT_JUNCTION_M)
        return SiteName(street, not own, crossings[best], int(junctions[best]), at_junction)

    def _nearest(self, xy: NDArray[np.float64]) -> str:
        if self._tree is None:
            return ""
        _, place = self._tree.query(xy)
        return str(self._name[self._named[place]])

    def _crossing(self, node: int) -> tuple[str, ...]:
        pieces = self._order[self._first[node] : self._first[node + 1]] % len(self._network)
        names = [name for name in self._name[pieces].tolist() if name]
        return tuple(sorted(set(names), key=lambda name: (-names.count(name), name)))
