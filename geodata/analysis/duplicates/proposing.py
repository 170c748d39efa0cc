"""Proposing pairs of records that tell of one thing.

Fellegi & Sunter (1969): each feature two records are compared in adds the logarithm of m / u to the
odds that they are one thing, where m is the share of true pairs that compare so, declared, and u
the share of other pairs, estimated from the own data. Records of a busy street have to agree more
than those of a quiet one; what many share counts for little.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geodata.addresses.reading import AddressReader
from geodata.analysis.duplicates.chance import Odds, estimate_odds, rarer
from geodata.analysis.duplicates.near_pairs import Two, near_pairs
from geodata.analysis.duplicates.pair_levels import (
    EVENT,
    PLACE,
    Integers,
    Kind,
    Told,
    distances_m,
    gaps_s,
    level,
    plain_levels,
)
from geodata.analysis.duplicates.pair_texts import Texts
from geodata.results.duplicates import FEATURES, Pairs

LEAST_BITS: Final = -1.0
"""Odds from which a pair is proposed: one to two."""
STRONG_BITS: Final = 7.0
"""The same for two rows of one source, which are two things to whoever wrote them: 99 in 100."""
MOST_PAIRS: Final = 5_000
"""Pairs kept of a layer, the surest."""
MOST_NAMED: Final = 40
"""Records a text may stand in to bring them together: what more share is no name of one thing."""
MOST_AT_POINT: Final = 200
"""Places that stand at one very point and are brought together by it: more stand where a geocoder
puts what it does not find, and their pairs grow with the square."""
TEXTS: Final = ("name", "address", "code")


def propose_pairs(
    told: Told, layer: str, reader: AddressReader, *, events: bool, seed: int
) -> Pairs:
    """Find the pairs of a layer that are rather one thing than two, the surest first.

    Parameters
    ----------
    told
        Its records.
    layer
        Id, for the result.
    reader
        Knows the streets and communities.
    events
        Whether they are incidents, else places.
    seed
        Of the random pairs that u is estimated from.

    Returns
    -------
    Pairs
        At most `MOST_PAIRS`; equal odds in the order of their numbers. Empty below two records.
    """
    kind = EVENT if events else PLACE
    texts = Texts(told, reader, kind)
    odds = estimate_odds(told, kind, texts, np.random.default_rng(seed))
    one, other = _Search(told, kind, texts, odds).candidates()
    levels = plain_levels(told, kind, one, other) | texts.levels(one, other)
    added, bits = odds.added(levels), odds.bits(levels)
    if events:  # places do not meet by chance: they stand
        bits -= rarer(bits, len(told))
    is_one_source = levels["source"] == level("source", "one")
    likely = bits >= np.where(is_one_source, STRONG_BITS, LEAST_BITS)
    order = np.flatnonzero(likely)[np.lexsort((other[likely], one[likely], -bits[likely]))]
    found, order = len(order), order[:MOST_PAIRS]
    a, b = one[order], other[order]
    blank = np.zeros(len(order))
    return Pairs(
        layer=layer,
        found=found,
        one=told.number[a].astype(np.uint32),
        other=told.number[b].astype(np.uint32),
        bits=bits[order].astype(np.float32),
        metres=distances_m(told, a, b).astype(np.float32),
        gap_s=gaps_s(told, a, b).astype(np.float32),
        levels={
            name: (levels[name][order] if name in levels else blank).astype(np.uint8)
            for name in FEATURES
        },
        weights={
            name: (added[name][order] if name in added else blank).astype(np.float32)
            for name in FEATURES
        },
    )


class _Search:
    """The search for pairs whose odds may come out high enough."""

    def __init__(self, told: Told, kind: Kind, texts: Texts, odds: Odds) -> None:
        self.told, self.kind, self.texts, self.odds = told, kind, texts, odds
        self.most = sum(float(odds.weights[name].max()) for name in TEXTS if name in kind.agree)

    def candidates(self) -> Two:
        """Return each pair once that its plain features do not rule out."""
        parts = [self._possible(*pair) for pair in self._blocks()]
        one = np.concatenate([np.empty(0, np.int64), *(a for a, _ in parts)])
        other = np.concatenate([np.empty(0, np.int64), *(b for _, b in parts)])
        both = np.unique(one * len(self.told) + other)
        return both // max(len(self.told), 1), both % max(len(self.told), 1)

    def _possible(self, one: Integers, other: Integers) -> Two:
        levels = plain_levels(self.told, self.kind, one, other)
        kept = self.odds.bits(levels) + self.most >= LEAST_BITS
        return one[kept], other[kept]

    def _blocks(self) -> Iterator[Two]:
        """Yield pairs that are near each other, and those one of whose texts is the same."""
        told, kind = self.told, self.kind
        placed = np.flatnonzero(np.isfinite(told.x_m) & np.isfinite(told.y_m))
        if kind is PLACE:
            placed = placed[_with_few(told.x_m[placed] + 1j * told.y_m[placed], MOST_AT_POINT)]
        at = np.column_stack([told.x_m, told.y_m, told.at_s])[placed]
        for one, other in near_pairs(at, (kind.reach_m, kind.reach_m, kind.reach_s)):
            yield placed[one], placed[other]
        for key in self.texts.shared():
            rows = np.flatnonzero(_named_by_few(key, MOST_NAMED if kind is PLACE else None))
            at = np.column_stack([2.0 * key, told.at_s])[rows]
            for one, other in near_pairs(at, (1.0, kind.reach_s)):
                yield rows[one], rows[other]


def _with_few(points: NDArray[np.complex128], most: int) -> NDArray[np.bool_]:
    """Say which points are no more than so many records' very own."""
    _, point, counts = np.unique(points, return_inverse=True, return_counts=True)
    return np.asarray(counts[point] <= most)


def _named_by_few(key: Integers, most: int | None) -> NDArray[np.bool_]:
    """Say which rows have a key that is not too common; -1 is none."""
    told = key >= 0
    if most is None or not told.any():
        return told
    counts = np.bincount(key[told])
    told[told] = counts[key[told]] <= most
    return told
