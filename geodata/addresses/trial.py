"""How far each way of finding an address can be trusted: tried on records whose place is known."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import sqrt
from typing import Final, NamedTuple

import numpy as np

from geodata.addresses.book import AddressBook, Found, KnownPlace, Way

RIGHT_M: Final = 50.0
"""A proposal within this distance of the true place is right."""
AROUND_M: Final = 100.0
SURELY: Final = 1.6448536269514722
"""Standard normal quantile of 95 %, one-sided."""
FEW_TRIALS: Final = 20
OUTSIDE_M: Final = 100.0
"""A proposal farther outside the community that is written contradicts it."""


class Trial(NamedTuple):
    """What became of a way of finding, tried on records without looking at themselves.

    Parameters
    ----------
    tried
        How many of them it proposed a place for.
    right, around
        How many of these were within `RIGHT_M`, and within `AROUND_M`.
    precision_m
        Distance within which nine in ten were; None where fewer than `FEW_TRIALS` were tried.
    """

    tried: int = 0
    right: int = 0
    around: int = 0
    precision_m: float | None = None

    @property
    def score(self) -> float:
        """Share that is right at least, with 95 % confidence; 0 where nothing could be tried.

        Lower limit of Wilson's interval for a share (Journal of the American Statistical
        Association 22, 1927, 209-212).
        """
        if not self.tried:
            return 0.0
        share, n, z2 = self.right / self.tried, self.tried, SURELY**2
        margin = SURELY * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
        return max(0.0, (share + z2 / (2 * n) - margin) / (1 + z2 / n))


class Proposal(NamedTuple):
    """The best place found for a record, and how far it can be trusted.

    Parameters
    ----------
    score
        Of the way it was found, as `Trial.score`; 0 where it contradicts the written community.
    precision_m
        Metres within which the true place should lie: nine in ten of those tried did, and no
        less than what it rests on lies apart; None where too few were tried.
    """

    found: Found
    score: float
    precision_m: float | None


def try_ways(book: AddressBook, known: Iterable[KnownPlace]) -> dict[Way, Trial]:
    """Look up records by their address as if they were not placed, and measure the distance.

    Each is counted under the surest way found for it alone, as it would be proposed: the others
    are tried on those that have no surer one.
    """
    errors_m: dict[Way, list[float]] = defaultdict(list)
    for place in known:
        for found in book.find(place.address, without=place.key)[:1]:
            away_m = float(np.hypot(found.x_m - place.x_m, found.y_m - place.y_m))
            errors_m[found.way].append(away_m)
    return {way: _judge(np.array(errors)) for way, errors in errors_m.items()}


def propose(book: AddressBook, trials: Mapping[Way, Trial], address: str | None) -> Proposal | None:
    """Return the place for an address that was found the surest way; None where none was.

    One that contradicts the written community comes last.
    """
    ways = sorted(book.find(address), key=lambda one: one.outside_m > OUTSIDE_M)
    return next((Proposal(w, _score(w, trials), _precision_m(w, trials)) for w in ways), None)


def _score(found: Found, trials: Mapping[Way, Trial]) -> float:
    return 0.0 if found.outside_m > OUTSIDE_M else trials.get(found.way, Trial()).score


def _precision_m(found: Found, trials: Mapping[Way, Trial]) -> float | None:
    tried_m = trials.get(found.way, Trial()).precision_m
    return None if tried_m is None else max(tried_m, found.spread_m)


def _judge(errors_m: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Trial:
    enough = len(errors_m) >= FEW_TRIALS
    return Trial(
        len(errors_m),
        int((errors_m <= RIGHT_M).sum()),
        int((errors_m <= AROUND_M).sum()),
        round(float(np.quantile(errors_m, 0.9)), 1) if enough else None,
    )
