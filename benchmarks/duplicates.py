"""How many duplicates are proposed, how many of them are some, and how long that takes.

Run as ``python -m benchmarks.duplicates``. The truth is simulated: a street of 32.96 km² whose
police, clinic and committee tell of events each in its own way, and rental buildings that stand in
two ledgers (``tests/geodata/three_sources.py`` says with which faults). Beside it what a plain rule
finds: two sources, classes that may be one, within a distance and a time. Then a million records on
an area as much larger.
"""

from itertools import pairwise
from time import perf_counter

import numpy as np

from geodata.analysis.duplicates.near_pairs import near_pairs
from geodata.analysis.duplicates.pair_levels import HOUR_S, level
from geodata.analysis.duplicates.proposing import propose_pairs
from geodata.results.duplicates import Pairs, share_of
from tests.geodata.three_sources import READER, Street, make_buildings, make_street

EVENTS, BUILDINGS, MANY = 20_000, 5_000, 700_000
SEED = 1
SHARES = (1 / 3, 0.5, 0.9, 0.99, 1.0)
RULES = ((50.0, HOUR_S), (100.0, HOUR_S), (100.0, 12 * HOUR_S), (200.0, 24 * HOUR_S))


def main() -> None:
    """Print precision and recall, of the proposals and of the rules, and the time taken."""
    street = make_street(EVENTS, seed=SEED)
    _print_found("events", street, _propose(street, events=True))
    for reach_m, reach_s in RULES:
        _print_rule(street, reach_m, reach_s)
    buildings = make_buildings(BUILDINGS, seed=SEED)
    _print_found("buildings", buildings, _propose(buildings, events=False))
    width_m = 5_700.0 * (MANY / EVENTS) ** 0.5
    _propose(make_street(MANY, seed=SEED, width_m=width_m), events=True)


def _propose(street: Street, *, events: bool) -> Pairs:
    began = perf_counter()
    pairs = propose_pairs(street.told, "incident", READER, events=events, seed=SEED)
    seconds = perf_counter() - began
    print(f"{len(street.told):>9,} records: {pairs.found:,} pairs in {seconds:.1f} s")
    return pairs


def _print_found(label: str, street: Street, pairs: Pairs) -> None:
    true = street.true_pairs()
    rows = zip((pairs.one - 1).tolist(), (pairs.other - 1).tolist(), strict=True)
    hits = np.array([pair in true for pair in rows], np.bool_)
    _print_score(label, hits, len(true))
    shares = np.array([share_of(bits) for bits in pairs.bits.tolist()])
    for least, most in pairwise(SHARES):
        some = (shares >= least) & (shares < most)
        if some.any():
            said, right = shares[some].mean(), hits[some].mean()
            print(f"  said {said:6.1%}: {right:6.1%} of {some.sum():,} are one")


def _print_rule(street: Street, reach_m: float, reach_s: float) -> None:
    told, true = street.told, street.true_pairs()
    placed = np.flatnonzero(np.isfinite(told.x_m))
    at = np.column_stack([told.x_m, told.y_m, told.at_s])[placed]
    hits: list[bool] = []
    for near in near_pairs(at, (reach_m, reach_m, reach_s)):
        one, other = (placed[rows] for rows in near)
        alike = told.kinship[told.kind[one], told.kind[other]] != level("class", "other")
        alike &= told.source[one] != told.source[other]
        rows = zip(one[alike].tolist(), other[alike].tolist(), strict=True)
        hits += [pair in true for pair in rows]
    label = f"rule {reach_m:.0f} m, {reach_s / HOUR_S:.0f} h"
    _print_score(label, np.array(hits, np.bool_), len(true))


def _print_score(label: str, hits: np.ndarray, true: int) -> None:
    precision, recall = hits.sum() / max(len(hits), 1), hits.sum() / max(true, 1)
    print(f"{label}: {len(hits):,} of {true:,}, precision {precision:.1%}, recall {recall:.1%}")


if __name__ == "__main__":
    main()
