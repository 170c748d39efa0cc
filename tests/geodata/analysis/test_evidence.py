import numpy as np
import pytest
from scipy.stats import binomtest, false_discovery_control

from geodata.analysis.evidence import FALSE_DISCOVERIES, exact_test


@pytest.mark.parametrize("days", [(365, 365), (365, 366), (30, 90)])
def test_probabilities_and_arrows_are_those_of_scipy(days: tuple[int, int]) -> None:
    rng = np.random.default_rng(5)
    now = rng.poisson(rng.gamma(1.0, 8.0, 80) * rng.choice([1.0, 1.0, 3.0], 80))
    before = rng.poisson(rng.gamma(1.0, 8.0, 80)) + (now == 0)
    probability, arrow = exact_test(now, before, days_now=days[0], days_before=days[1])
    chance = days[0] / sum(days)
    expected = [
        binomtest(int(n), int(n + b), chance).pvalue for n, b in zip(now, before, strict=True)
    ]
    assert probability == pytest.approx(expected, rel=1e-9)
    believed = false_discovery_control(expected) < FALSE_DISCOVERIES
    assert (arrow != 0).tolist() == believed.tolist()
    assert {-1, 0, 1} == set(arrow.tolist())


def test_places_without_any_incident_do_not_count_among_the_many() -> None:
    probability, arrow = exact_test([15, *[0] * 200], [4, *[0] * 200])
    assert arrow[0] == 1
    assert probability[1:].tolist() == [1.0] * 200
    assert not arrow[1:].any()


def test_a_million_incidents_of_one_place_are_tested_too() -> None:
    _, arrow = exact_test([503_000, 500_000], [497_000, 500_000])
    assert arrow.tolist() == [1, 0]
