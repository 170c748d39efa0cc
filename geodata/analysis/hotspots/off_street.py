"""Hot buildings and cells, for what does not happen on a street: fires, falls, work accidents."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.hotspots.expectation import Counts, fit_expectation
from geodata.analysis.hotspots.posterior import Posterior, posterior
from geodata.analysis.hotspots.scoring import HOT, SURE
from geodata.analysis.hotspots.units import Units


@dataclass(frozen=True, slots=True)
class HotUnits:
    """What incidents say about buildings or cells; arrays of one length.

    Parameters
    ----------
    counts
        Incidents on each.
    numbers
        True numbers over the same time.
    usual
        What each would have at the average rate per resident, room or whatever its size is.
    hot_probability
        That the true number is above `HOT` times the usual one.
    hot
        Where that is sure.
    order
        All units by the incidents expected beyond a hot one's, the worst first.
    """

    counts: Counts
    numbers: Posterior
    usual: NDArray[np.float64]
    hot_probability: NDArray[np.float64]
    hot: NDArray[np.bool_]
    order: NDArray[np.int64]


def find_hot_units(unit: NDArray[np.int64], units: Units) -> HotUnits:
    """Score buildings or cells by empirical Bayes, as pieces of street are.

    Parameters
    ----------
    unit
        Of each incident; -1, on none, is left out.
    units
        As `geodata.analysis.hotspots.units.point_units` makes them.
    """
    counts = np.bincount(unit[unit >= 0], minlength=len(units))
    numbers = posterior(fit_expectation(counts, units), counts)
    usual = counts.sum() / units.size.sum() * units.size
    probability = numbers.exceeds(HOT * usual)
    hot = (probability > SURE) & bool(counts.any())
    order = np.argsort(HOT * usual - numbers.mean, kind="stable")
    return HotUnits(counts, numbers, usual, probability, hot, order)
