"""Judged by what came later, never learning from it."""

import numpy as np
import pytest

from geodata.analysis.hotspots.backtest import (
    Fold,
    Incidents,
    Judgement,
    attainable,
    back_test,
    first_units,
    judge,
    pooled,
)
from geodata.analysis.hotspots.posterior import Posterior
from geodata.analysis.hotspots.scoring import find_hotspots
from tests.geodata.analysis.streets_making import chequered_streets

STREETS = chequered_streets()
LENGTH_M = STREETS.network.length_m


def incidents(total: int, seed: int) -> Incidents:
    rng = np.random.default_rng(seed)
    risk = rng.gamma(0.5, 1.0, len(LENGTH_M))
    unit = rng.choice(len(LENGTH_M), total, p=risk / risk.sum())
    return Incidents(STREETS.network.middles[unit], unit, rng.integers(0, 400, total))


def score(past: Incidents) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(find_hotspots(past.unit, STREETS).pieces.mean / LENGTH_M)


def test_hits_pai_and_pei_are_counted_by_hand() -> None:
    later = np.array([0, 0, 0, 1, 2, 2, 2, 2, 3, -1])
    judged = judge(np.array([9.0, 1.0, 0.0, 5.0]), later, np.ones(4), share=0.25)
    assert (judged.hits, judged.total, judged.oracle_hits) == (3, 10, 4)
    assert (judged.hit_rate, judged.pai, judged.pei) == pytest.approx((0.3, 1.2, 0.75))
    assert judged.interval == pytest.approx((0.0667, 0.6525), abs=1e-4)


def test_no_more_is_chosen_than_the_share() -> None:
    size = np.array([40.0, 30.0, 20.0, 10.0])
    assert first_units(np.array([1.0, 4.0, 3.0, 2.0]), size, share=0.5).tolist() == [1, 2]
    assert first_units(np.array([1.0, 4.0, 3.0, 2.0]), size, share=0.6).tolist() == [1, 2, 3]
    assert len(first_units(np.ones(4), size, share=0.05)) == 0


def test_nothing_later_is_no_rate() -> None:
    judged = judge(np.ones(4), np.array([], dtype=np.int64), np.ones(4), share=0.5)
    assert np.isnan(judged.hit_rate)
    assert np.isnan(judged.pei)


def test_a_time_is_half_open() -> None:
    days = Incidents(np.zeros((3, 2)), np.array([0, 1, 2]), np.array([99, 100, 101]))
    assert days.between(99, 101).unit.tolist() == [0, 1]


def test_a_poisoned_future_changes_no_score() -> None:
    known = incidents(600, 1)
    scores: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []

    def kept(past: Incidents) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        scores.append(score(past))
        return scores[-1]

    for shift in (0, 7):
        unit = np.where(known.day >= 300, (known.unit + shift) % len(LENGTH_M), known.unit)
        poisoned = Incidents(known.xy, unit, known.day)
        back_test(kept, poisoned, LENGTH_M, folds=[Fold(0, 300, 400)], shares=[0.05])
    assert np.array_equal(scores[0], scores[1])


def test_ours_finds_more_than_chance_and_less_than_hindsight() -> None:
    judged = back_test(
        score, incidents(2_000, 2), LENGTH_M, folds=[Fold(0, 300, 400)], shares=[0.05, 0.2]
    )
    for judgement in judged[0]:
        assert 2.0 * judgement.share < judgement.hit_rate
        assert judgement.pei < 1.0


def test_folds_add_up() -> None:
    total = pooled([Judgement(0.05, 3, 10, 5), Judgement(0.05, 2, 30, 9)])
    assert (total.hits, total.total, total.oracle_hits) == (5, 40, 14)


def test_what_can_be_attained_lies_between_chance_and_hindsight() -> None:
    believed = Posterior(np.full(200, 0.8), np.full(200, 0.4))
    found = attainable(believed, np.ones(200), share=0.1, times=0.5)
    even = attainable(
        Posterior(np.full(200, 1e6), np.full(200, 1e6)), np.ones(200), share=0.1, times=0.5
    )
    assert 0.2 < found < 0.6
    assert even == pytest.approx(0.1, abs=0.03)
