"""Which reading of coordinates the evidence speaks for, by how much, and whether that is enough.

The score of a candidate is a log-likelihood ratio, in nats, summed over the clues: how much better
its answers are explained by their own share of hits than by the share met by chance (a one-sided
G-test, McDonald, Handbook of Biological Statistics, ch. 2.4), divided by the overdispersion that
the shifted copies show (quasi-likelihood, McCullagh & Nelder, Generalized Linear Models, ch. 4.5):
points that stand together are fewer than they look.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etl.datum.candidates import Candidate, find_candidates
from etl.datum.clues import Clue, find_clues
from etl.datum.surroundings import RowWords, Surroundings
from geodata.coordinates.crs import from_wgs84
from geodata.coordinates.crs_names import Crs

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Places = NDArray[np.float64]

ENOUGH = 9.0
"""Nats by which the first candidate must lead the second to go without a question."""

MOST_ROWS = 200
FEWEST_PLACES = 3
GRAIN_M = 15.0
"""Rows closer together than this are one place, and count once."""

SHIFTS = 48
NEAREST_SHIFT_M, FARTHEST_SHIFT_M = 500.0, 1_600.0
CLEAR_M = 300.0
"""A shifted copy this close to another candidate is no copy at random."""

GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))
RAREST = 0.01
"""A clue is right by chance at least this often: names repeat, ledgers err."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The answers to one clue under one reading.

    Parameters
    ----------
    kind
        Of the clue, see `etl.datum.clues.Clue`.
    hits, of
        Rows for which it holds, of those it was asked of.
    chance
        Share for which it holds when all rows are moved at random, 0-1.
    score
        What it adds, in nats; 0 where it is no better than chance.
    """

    kind: str
    hits: int
    of: int
    chance: float
    score: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with what speaks for it; `score` in nats is the sum of its evidence."""

    candidate: Candidate
    evidence: tuple[Evidence, ...] = ()

    @property
    def score(self) -> float:
        """Nats by which its answers are better than chance."""
        return sum(found.score for found in self.evidence)


@dataclass(frozen=True, slots=True)
class Recognition:
    """What the numbers of a ledger may be.

    Parameters
    ----------
    candidates
        The best first; none where the numbers land nowhere in any CRS we know.
    places
        Different places among the rows that were looked at.
    """

    candidates: tuple[Judged, ...]
    places: int

    @property
    def lead(self) -> float:
        """Nats between the first candidate and the second; infinite for the only one."""
        scores = [judged.score for judged in self.candidates]
        return scores[0] - scores[1] if len(scores) > 1 else np.inf

    @property
    def settled(self) -> Candidate | None:
        """The reading that needs no question: None where the evidence cannot tell.

        Numbers that may be Beijing 1954 or Xi'an 1980 are never settled: these lie within tens of
        metres of CGCS2000, and how far exactly is not public.
        """
        if not self.candidates or any(judged.candidate.is_old for judged in self.candidates):
            return None
        alone = len(self.candidates) == 1
        enough = self.lead >= ENOUGH and self.places >= FEWEST_PLACES
        return self.candidates[0].candidate if alone or enough else None

    def to_json(self) -> dict[str, Any]:
        """Give it as plain values, without a row's numbers or words."""
        return {
            "settled": self.settled.crs.code if self.settled else None,
            "places": self.places,
            "candidates": [
                {
                    "crs": judged.candidate.crs.code,
                    "zh": judged.candidate.crs.zh,
                    "en": judged.candidate.crs.en,
                    "swapped": judged.candidate.swapped,
                    "score": round(judged.score, 1),
                    "evidence": [asdict(found) for found in judged.evidence],
                }
                for judged in self.candidates
            ],
        }


def recognise(
    first: Floats,
    second: Floats,
    words: Sequence[RowWords],
    around: Surroundings,
    named: Crs | None = None,
) -> Recognition:
    """Rank what two columns of numbers may be by the evidence.

    Parameters
    ----------
    first, second
        The columns as they stand, finite numbers; of many rows some 200 are looked at.
    words
        What each row says besides.
    around
        What is known of the sub-district.
    named
        A CRS that is said to be it; one candidate more.

    Returns
    -------
    Recognition
        Nothing is decided: `Recognition.settled` says whether a question is needed.
    """
    found = find_candidates(first, second, around.bounds, named)
    if not found or around.bounds is None:
        return Recognition(tuple(map(Judged, found)), 0)
    kept = _apart(first, second, found[0], around)
    first, second, words = first[kept], second[kept], [words[i] for i in kept]
    places = [
        np.stack(from_wgs84(*candidate.to_wgs84(first, second), around.crs), axis=1)
        for candidate in found
    ]
    weighed = [_weigh(clue, places) for clue in find_clues(words, around)]
    judged = [
        Judged(candidate, tuple(evidence[n] for evidence in weighed))
        for n, candidate in enumerate(found)
    ]
    return Recognition(tuple(sorted(judged, key=_behind)), len(kept))


def _behind(judged: Judged) -> float:
    """Sort the likeliest first, and CGCS2000 before the older datums it cannot be told from.

    They stand tens of metres apart, so a few rows more on a building say nothing; and CGCS2000 is
    the only one surveys may be delivered in since 2018-07-01 (Notice 国土资发〔2017〕30号).
    """
    return (ENOUGH if judged.candidate.is_old else 0.0) - judged.score


def _apart(first: Floats, second: Floats, candidate: Candidate, around: Surroundings) -> list[int]:
    """Choose rows at different places, evenly through the ledger."""
    xy = np.stack(from_wgs84(*candidate.to_wgs84(first, second), around.crs), axis=1)
    placed = np.flatnonzero(np.isfinite(xy[:, 0]))
    cells = np.floor(xy[placed] / GRAIN_M)
    _, firsts = np.unique(cells, axis=0, return_index=True)
    rows = placed[np.sort(firsts)]
    chosen = np.unique(np.linspace(0, len(rows) - 1, MOST_ROWS).round().astype(int))
    return [int(row) for row in rows[chosen]]


def _weigh(clue: Clue, places: Sequence[Places]) -> list[Evidence]:
    """Ask a clue under every candidate, and of shifted copies of all of them."""
    rows = np.flatnonzero(clue.applies)
    shares = [clue.ask(xy[rows], rows).mean() for xy in places]
    by_chance = [_by_chance(clue, xy[rows], rows, _moves(xy, places)) for xy in places]
    chance = float(np.clip(np.concatenate(by_chance).mean(), RAREST, 1 - RAREST))
    # neighbours in the ring are as far off as each other: the trend with distance falls out
    spread = float(np.mean([np.square(np.diff(shares)).mean() / 2 for shares in by_chance]))
    excess = max(1.0, spread * len(rows) / (chance * (1 - chance)))
    return [
        Evidence(
            clue.kind,
            round(share * len(rows)),
            len(rows),
            chance,
            len(rows) * _divergence(share, chance) / excess,
        )
        for share in shares
    ]


def _by_chance(clue: Clue, xy: Places, rows: Rows, moves: Places) -> Floats:
    """Give the share of hits of the rows moved together, one a move."""
    moved = (xy + moves[:, None]).reshape(-1, 2)
    hits = clue.ask(moved, np.tile(rows, len(moves)))
    return np.asarray(hits.reshape(len(moves), -1).mean(axis=1))


def _moves(xy: Places, places: Sequence[Places]) -> Places:
    """Give moves that do not lead to another candidate: what holds there is not chance."""
    to_others = np.array([np.nanmean(other - xy, axis=0) for other in places])
    moves = _ring()
    off = np.hypot(*(moves[:, None] - to_others).transpose(2, 0, 1)).min(axis=1)
    return np.asarray(moves[off >= CLEAR_M])


def _divergence(share: float, chance: float) -> float:
    """Kullback-Leibler divergence of a share above chance from chance, nats a row."""
    if share <= chance:
        return 0.0
    rest = (1 - share) * np.log((1 - share) / (1 - chance)) if share < 1 else 0.0
    return float(share * np.log(share / chance) + rest)


@cache
def _ring() -> Places:
    """Spread moves evenly over a ring, by the golden angle: the same each time."""
    steps = (np.arange(SHIFTS) + 0.5) / SHIFTS
    squares = NEAREST_SHIFT_M**2 + steps * (FARTHEST_SHIFT_M**2 - NEAREST_SHIFT_M**2)
    angles = np.arange(SHIFTS) * GOLDEN_ANGLE
    return np.stack([np.cos(angles), np.sin(angles)], axis=1) * np.sqrt(squares)[:, None]
