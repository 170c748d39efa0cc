"""Where incidents gather along the streets: every piece scored, every window around it too."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from geodata.analysis.hotspots.expectation import Counts, Expectation, fit_expectation
from geodata.analysis.hotspots.posterior import Posterior, posterior
from geodata.analysis.hotspots.units import STREET_BANDWIDTHS_M, Units, street_units
from geodata.analysis.streets.network import Network
from geodata.analysis.streets.reach import piece_distances, quartic, window

WINDOW_M = 100.0
"""A site reaches so far along the streets from the middle of its piece."""

PICTURE_M = 100.0
"""Bandwidth of the coloured picture."""

HOT, SURE = 2.0, 0.95
"""Hot: above so many times the average street with so much probability."""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Streets:
    """A network made ready, once per version, for any number of analyses.

    Parameters
    ----------
    network
        Its pieces.
    units
        What is known of them in advance.
    windows
        Ones for the pieces at most `WINDOW_M` from each piece along the streets.
    picture
        Kernel of the coloured picture, with the piece itself.
    distances
        Between pieces along the streets, up to the farthest that anything here looks.
    """

    network: Network
    units: Units
    windows: csr_array
    picture: csr_array
    distances: csr_array

    @property
    def window_length_m(self) -> Floats:
        """Street within the window around each piece."""
        return np.asarray(self.windows @ self.network.length_m)


@dataclass(frozen=True, slots=True)
class Hotspots:
    """What the incidents of some time say about each piece; arrays of one length.

    Parameters
    ----------
    counts
        Incidents on each piece.
    expectation
        What would be expected of each piece without its own count.
    pieces, windows
        True numbers on the piece, and in the window around it, over the same time.
    average_per_m
        Incidents per metre of street, over the same time.
    hot
        Pieces whose window is surely above `HOT` times the average street.
    """

    counts: Counts
    expectation: Expectation
    pieces: Posterior
    windows: Posterior
    average_per_m: float
    hot: Bools


def prepare_streets(network: Network, *, window_m: float = WINDOW_M) -> Streets:
    """Work out all that depends on the network alone; some seconds for a city district.

    Parameters
    ----------
    window_m
        Half length of a site. Where addresses are placed worse than about 50 m, take 250: the
        wider window then loses less than the narrow one.
    """
    distances = piece_distances(network, limit_m=max(*STREET_BANDWIDTHS_M, window_m))
    return Streets(
        network=network,
        units=street_units(network, distances),
        windows=window(distances, radius_m=window_m),
        picture=quartic(distances, bandwidth_m=PICTURE_M),
        distances=distances,
    )


def find_hotspots(piece: NDArray[np.int64], streets: Streets) -> Hotspots:
    """Score every piece of street by empirical Bayes.

    Parameters
    ----------
    piece
        Piece of each incident as snapped; -1, off the streets, is left out.
    """
    length_m = streets.network.length_m
    counts = np.bincount(piece[piece >= 0], minlength=len(length_m))
    expectation = fit_expectation(counts, streets.units)
    pieces = posterior(expectation, counts)
    windows = pieces.together(streets.windows)
    average = float(counts.sum() / length_m.sum())
    usual = average * streets.window_length_m
    hot = (windows.exceeds(HOT * usual) > SURE) & bool(counts.any())
    return Hotspots(counts, expectation, pieces, windows, average, hot)


def density_per_km(counts: Counts, streets: Streets) -> Floats:
    """Kernel density along the streets, for colouring: incidents per kilometre of street.

    Network kernel density (Okabe, Satoh and Sugihara 2009, Int. J. Geographical Information
    Science 23), each piece's weights made up to one over the street within reach, so that a
    junction is not hot for having more arms.
    """
    street_m = streets.picture @ streets.network.length_m
    return np.asarray(1000.0 * (streets.picture @ counts) / street_m)
