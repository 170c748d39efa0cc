"""What is believed about the true rates of units once expectation and count are put together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.special import gammaincc, gammaincinv

from geodata.analysis.hotspots.expectation import Counts, Expectation

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Posterior:
    """Gamma distributions of true numbers, over as long as was counted; arrays of one length.

    Parameters
    ----------
    shape, rate
        Mean is shape / rate, variance shape / rate².
    """

    shape: Floats
    rate: Floats

    @property
    def mean(self) -> Floats:
        """The empirical Bayes estimate."""
        return np.asarray(self.shape / self.rate)

    @property
    def variance(self) -> Floats:
        """How far the true number may be from it."""
        return np.asarray(self.shape / self.rate**2)

    def quantile(self, share: float) -> Floats:
        """Return the number below which the true one lies with probability `share`."""
        return np.asarray(gammaincinv(self.shape, share) / self.rate)

    def exceeds(self, number: ArrayLike) -> Floats:
        """Probability that the true number is above one given, for each unit or for all."""
        return np.asarray(gammaincc(self.shape, np.asarray(number) * self.rate))

    def together(self, members: csr_array) -> "Posterior":
        """Add up units to groups, by a gamma distribution of the same mean and variance.

        Parameters
        ----------
        members
            Ones where a unit (column) belongs to a group (row); a unit may belong to several.
        """
        mean, variance = members @ self.mean, members @ self.variance
        return Posterior(mean**2 / variance, mean / variance)


def posterior(expectation: Expectation, counts: Counts) -> Posterior:
    """Draw each count towards what is expected, the more the less it tells.

    Empirical Bayes, gamma-Poisson (Hauer 1997, Observational Before-After Studies in Road Safety;
    Highway Safety Manual 2010, part C). The mean is a weighted average of count and expectation.
    """
    expected = np.maximum(expectation.mean, np.finfo(np.float64).tiny ** 0.25)
    shape = np.asarray(expectation.shape + counts, dtype=np.float64)
    return Posterior(shape, 1.0 + expectation.shape / expected)
