"""The list of sites: stretches of street that do not overlap, the worst first."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.hotspots.posterior import Posterior
from geodata.analysis.hotspots.scoring import HOT, Hotspots, Streets

FEWEST = 5
"""A stretch with fewer incidents is no site: 证据不足."""

MOST_SITES = 60
TOP = 20
DRAWS = 2_000
SURELY, LIKELY = 0.8, 0.5

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sites:
    """Sites in order, the worst first; arrays of one length.

    Parameters
    ----------
    piece
        The piece in the middle of each.
    members
        The pieces of each.
    length_m
        Street in each.
    count
        Incidents on each, over as long as was counted.
    number
        True number over the same time.
    usual
        What as much of the average street would have.
    hot_probability
        That the rate is above `HOT` times the average.
    """

    piece: Integers
    members: tuple[Integers, ...]
    length_m: Floats
    count: Integers
    number: Posterior
    usual: Floats
    hot_probability: Floats

    def __len__(self) -> int:
        """Count the sites."""
        return len(self.piece)

    @property
    def times_average(self) -> Floats:
        """Rate against that of the average street."""
        return np.asarray(self.number.mean / self.usual)

    def places(self, pieces: int) -> Integers:
        """Return the number of the site each piece belongs to, -1 for none.

        Parameters
        ----------
        pieces
            How many pieces the network has.
        """
        site = np.full(pieces, -1)
        for number, members in enumerate(self.members):
            site[members] = number
        return site


@dataclass(frozen=True, slots=True)
class Ranks:
    """How sure the order of sites is; arrays of one length.

    Parameters
    ----------
    low, high
        Ends of the 90 % interval of each site's rank, 1 the worst.
    top_probability
        That the site is truly among the top ones.
    band
        A surely (80 % or more), B likely (50 % or more), C to be watched.
    """

    low: Integers
    high: Integers
    top_probability: Floats
    band: NDArray[np.str_]


def list_sites(
    hotspots: Hotspots,
    streets: Streets,
    *,
    fewest: int = FEWEST,
    most: int = MOST_SITES,
    length_share: float = 1.0,
) -> Sites:
    """Choose windows that share no piece, by the incidents they have beyond a hot street's.

    Ranked by expected excess (Highway Safety Manual 2010, 4.4.2: excess expected average crash
    frequency with empirical Bayes adjustment), what is to be exceeded being `HOT` times the average
    street: so a long window does not win by its length alone. Ties go to the lower piece number.

    Parameters
    ----------
    fewest
        Incidents a site must have.
    most
        Sites listed at most.
    length_share
        Listing stops before the sites would make up more than this share of all street.
    """
    length_m = streets.window_length_m
    excess = hotspots.windows.mean - HOT * hotspots.average_per_m * length_m
    budget_m = length_share * streets.network.length_m.sum()
    taken = np.zeros(len(excess), dtype=np.bool_)
    chosen: list[int] = []
    for piece in _candidates(excess, window_counts(hotspots, streets) >= fewest):
        members = _members(streets, piece)
        if taken[members].any():
            continue
        budget_m -= length_m[piece]
        if budget_m < 0.0 or len(chosen) == most:
            break
        taken[members] = True
        chosen.append(piece)
    return _described(np.array(chosen, dtype=np.int64), hotspots, streets)


def rank_sites(sites: Sites, *, top: int = TOP, seed: int = 1) -> Ranks:
    """Say how sure each site's place in the list is, by drawing true numbers again and again.

    Parameters
    ----------
    top
        Sites that bands are about; at most half of those listed, so that a short list is not all A.
    """
    top = min(top, (len(sites) + 1) // 2)
    rng = np.random.default_rng(seed)
    shape = (DRAWS, len(sites))
    draws = rng.gamma(sites.number.shape, 1.0 / sites.number.rate, shape)
    worst_first = np.argsort(HOT * sites.usual - draws, axis=1)
    ranks = np.argsort(worst_first, axis=1) + 1
    low, high = np.quantile(ranks, [0.05, 0.95], axis=0, method="nearest")
    probability = (ranks <= top).mean(axis=0)
    band = np.where(probability >= SURELY, "A", np.where(probability >= LIKELY, "B", "C"))
    return Ranks(low.astype(np.int64), high.astype(np.int64), probability, band)


def _candidates(excess: Floats, enough: NDArray[np.bool_]) -> Integers:
    order = np.argsort(-excess, kind="stable")
    return np.asarray(order[enough[order]])


def _members(streets: Streets, piece: int) -> Integers:
    windows = streets.windows
    return np.asarray(windows.indices[windows.indptr[piece] : windows.indptr[piece + 1]])


def _described(chosen: Integers, hotspots: Hotspots, streets: Streets) -> Sites:
    length_m = streets.window_length_m[chosen]
    number = Posterior(hotspots.windows.shape[chosen], hotspots.windows.rate[chosen])
    usual = hotspots.average_per_m * length_m
    return Sites(
        piece=chosen,
        members=tuple(_members(streets, piece) for piece in chosen),
        length_m=length_m,
        count=window_counts(hotspots, streets)[chosen],
        number=number,
        usual=usual,
        hot_probability=number.exceeds(HOT * usual),
    )


def window_counts(hotspots: Hotspots, streets: Streets) -> Integers:
    """Incidents in the window around each piece."""
    return np.asarray(np.rint(streets.windows @ hotspots.counts), dtype=np.int64)
