"""How two records that are not one thing compare: u of Fellegi & Sunter, from the own data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from geodata.analysis.duplicates.pair_levels import (
    DAY_S,
    GROUPS,
    Floats,
    Integers,
    Kind,
    Levels,
    Told,
    distances_m,
    level,
    plain_levels,
)
from geodata.analysis.duplicates.pair_texts import Texts
from geodata.results.duplicates import FEATURES, UNKNOWN

AT_RANDOM: Final = 1_000_000
"""Pairs drawn to tell how often two records are near in space or in time by chance."""
NEIGHBOURS: Final = 20_000
"""Pairs of neighbours that are compared in everything else."""
APART_S: Final = 3 * DAY_S
"""Neighbouring events so far apart in time are two."""
BY_DRAWING: Final = frozenset({"place", "time", "source"})


NEAR: Final = (level("place", "within"), level("place", "near"))
ROUNDS: Final = 4
"""Neighbours that come out as one thing are left out, and the rest is counted again."""
TWINS: Final = 0.05
"""Pairs expected for each record before anything of them is known: at most one in twenty has one.

How many there are is then estimated (`rarer`): a town whose offices tell of different things has
fewer, and there the same chance meeting proves less."""
SETTLED_BITS: Final = 0.01


@dataclass(frozen=True, slots=True)
class Odds:
    """What is added up to the odds that two records are one thing, in bits.

    Parameters
    ----------
    prior
        Of any two records.
    weights
        By feature, shape (2, levels): of pairs that are not known to be near, and of near ones.
    """

    prior: float
    weights: Mapping[str, Floats]

    def added(self, levels: Mapping[str, Levels]) -> dict[str, Floats]:
        """Return what each feature of pairs adds; their place is always among the features."""
        near = np.isin(levels["place"], NEAR).astype(np.intp)
        return {name: self.weights[name][near, held] for name, held in levels.items()}

    def bits(self, levels: Mapping[str, Levels]) -> Floats:
        """Return the odds of pairs, as far as these features tell."""
        added = list(self.added(levels).values())
        return np.asarray(self.prior + np.sum(added, axis=0))


def estimate_odds(told: Told, kind: Kind, texts: Texts, rng: np.random.Generator) -> Odds:
    """Compare pairs that are almost surely two things.

    Nearness is compared of pairs drawn at random, and so is all else of records that are not known
    to be near. What is near is compared with neighbours: those share street, house and kind of
    trouble more often than any two, and would seem to agree too well.
    """
    prior = float(np.log2(2 * TWINS / max(len(told) - 1, 1)))
    one, other = _random_pairs(len(told), rng)
    drawn = plain_levels(told, kind, one, other)
    some = rng.permutation(len(one))[:NEIGHBOURS]
    anywhere = texts.levels(one[some], other[some]) | drawn
    near = _neighbours(told, kind, rng)
    close = plain_levels(told, kind, *near) | texts.levels(*near)
    odds = Odds(prior, _both(kind, anywhere, anywhere))
    for _ in range(ROUNDS):
        apart = odds.bits(close) < 0
        counted = {name: levels[apart] for name, levels in close.items()}
        counted |= {name: drawn[name] for name in BY_DRAWING if name in drawn}
        odds = Odds(prior, _both(kind, anywhere, counted))
    return odds


def rarer(bits: Floats, records: int) -> float:
    """Return what odds reckoned with `TWINS` are to be lowered by, as bits, where pairs are rarer.

    The share of pairs is the one at which as many are expected as there are, the one unknown of
    the mixture (McLachlan & Krishnan 2008, The EM Algorithm and Extensions, section 1.4); never
    more than `TWINS`, never less than one pair in all.

    Parameters
    ----------
    bits
        Odds of the pairs that may be one thing; the others are none.
    """
    lower, before = 0.0, np.inf
    while abs(before - lower) > SETTLED_BITS:
        before = lower
        expected = 1.0 + float(np.sum(1 / (1 + np.exp2(np.minimum(lower - bits, 60.0)))))
        lower = max(0.0, -float(np.log2(expected / max(TWINS * records, 1.0))))
    return lower


def _both(
    kind: Kind, anywhere: Mapping[str, Levels], near: Mapping[str, Levels]
) -> dict[str, Floats]:
    return {
        name: np.stack([_weights(name, agree, held[name]) for held in (anywhere, near)])
        for name, agree in kind.agree.items()
    }


def _weights(feature: str, agree: Mapping[str, float], levels: Levels) -> Floats:
    """Return log2(m / u) of each level, given the group of levels it is one of.

    One pair more than there are in each level keeps what was never seen possible. 0 for what is
    unknown, minus infinity for what one thing never is.
    """
    names = FEATURES[feature]
    counts = np.bincount(levels, minlength=len(names)) + 1.0
    weights = np.where(np.array(names) == UNKNOWN, 0.0, -np.inf)
    for group in GROUPS:
        seen = [place for place, name in enumerate(names) if name in group]
        places = [place for place in seen if names[place] in agree]
        share = counts[places] / counts[seen].sum()
        weights[places] = np.log2([agree[names[place]] for place in places] / share)
    return weights


def _random_pairs(count: int, rng: np.random.Generator) -> tuple[Integers, Integers]:
    """Draw pairs of different records; all of them where they are few."""
    if count * (count - 1) // 2 <= AT_RANDOM:
        one, other = np.triu_indices(count, 1)
        return one.astype(np.int64), other.astype(np.int64)
    one = rng.integers(count, size=AT_RANDOM)
    return one, (one + rng.integers(1, count, size=AT_RANDOM)) % count


def _neighbours(told: Told, kind: Kind, rng: np.random.Generator) -> tuple[Integers, Integers]:
    """Return pairs in one cell of the reach, events not of the same days."""
    placed = np.flatnonzero(np.isfinite(told.x_m))
    cells = np.floor(np.column_stack([told.x_m, told.y_m])[placed] / kind.reach_m)
    order = placed[np.lexsort((rng.random(len(placed)), cells[:, 1], cells[:, 0]))]
    steps = [order[step:] for step in range(1, 5)]
    one = np.concatenate([order[: len(then)] for then in steps])
    other = np.concatenate(steps)
    near = distances_m(told, one, other) <= kind.reach_m
    if kind.agree.get("time"):
        near &= np.abs(told.at_s[one] - told.at_s[other]) > APART_S
    found = rng.permutation(np.flatnonzero(near))[:NEIGHBOURS]
    return one[found], other[found]
