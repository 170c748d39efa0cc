"""Before and after, without the fall that comes by itself."""

import numpy as np
import pytest

from geodata.analysis.hotspots.expectation import Expectation
from geodata.analysis.hotspots.posterior import Posterior, posterior
from geodata.analysis.hotspots.treatments import treatment_effects


def test_the_expectation_is_carried_over_to_the_time_after() -> None:
    before = Posterior(np.array([50.0]), np.array([5.0]))
    effects = treatment_effects(before, [6], days_before=1_000, days_after=500, elsewhere=1.2)
    assert effects.expected[0] == pytest.approx(10.0 * 0.5 * 1.2)
    assert effects.ratio[0] == pytest.approx(1.0)
    assert effects.low[0] < effects.ratio[0] < effects.high[0]


def test_a_high_count_that_falls_by_itself_is_no_success() -> None:
    rng = np.random.default_rng(1)
    true = rng.gamma(2.0, 2.5, 3_000)
    before, after = rng.poisson(true, (2, 3_000))
    worst = np.argsort(-before)[:200]
    believed = posterior(Expectation(np.full(200, 5.0), 2.0, {}), before[worst])
    effects = treatment_effects(believed, after[worst], days_before=365, days_after=365)
    assert after[worst].sum() / before[worst].sum() < 0.85
    assert effects.ratio.mean() == pytest.approx(1.0, abs=0.05)
    covered = (effects.low <= 1.0) & (effects.high >= 1.0)
    assert covered.mean() == pytest.approx(0.95, abs=0.04)


def test_none_at_all_afterwards_still_has_an_interval() -> None:
    before = Posterior(np.array([20.0]), np.array([2.0]))
    effects = treatment_effects(before, [0], days_before=365, days_after=365)
    assert (effects.ratio[0], effects.low[0]) == (0.0, 0.0)
    assert 0.1 < effects.high[0] < 0.4
