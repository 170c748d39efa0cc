"""How many incidents a unit should be expected to have, before its own count is looked at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

from geodata.analysis.hotspots.units import Units

RIDGE = 3.0
"""Penalty on each weight but the constant and the size, as squared standardised effect."""

STEADYING = 30.0
"""Average units' worth of size added to each neighbourhood, so that an empty one is not zero."""

ROUNDS, NEWTON_STEPS = 3, 25
CLOSE = 1e-6
LARGEST_EXPONENT = 20.0
SHAPE_RANGE = (np.log(0.02), np.log(1e4))
"""From one unit having all to no unit differing from its expectation."""

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Expectation:
    """A negative binomial regression fitted to counts.

    Parameters
    ----------
    mean
        Incidents expected on each unit, over as long as was counted.
    shape
        Of the gamma distribution of true rates around `mean`; the larger, the less units differ.
    weights
        Of each explaining term by name, on the log of the rate; known terms are standardised.
    """

    mean: Floats
    shape: float
    weights: dict[str, float]


def fit_expectation(counts: Counts, units: Units) -> Expectation:
    """Fit what is expected of each unit from its size, what is known of it and its neighbours.

    Negative binomial regression with log link (Hilbe 2011; the safety performance function of
    AASHTO's Highway Safety Manual, 2010), its neighbours' counts among the terms, its own count
    not: so it may be held against its own count by empirical Bayes. Weights are estimated by
    penalised Newton steps, the shape by maximum likelihood, in turn.

    Parameters
    ----------
    counts
        Incidents on each unit, of the length of `units`.
    """
    if not counts.any():
        return Expectation(np.zeros(len(counts)), 1.0, {})
    terms, names = _terms(counts, units)
    weights = np.zeros(len(names))
    weights[:2] = np.log(counts.sum() / units.size.sum()), 1.0
    shape = 1.0
    for _ in range(ROUNDS):
        weights = _fit_weights(terms, counts, weights, shape)
        mean = _mean(terms, weights)
        shape = _fit_shape(mean, counts)
    named = dict(zip(names, weights.tolist(), strict=True))
    return Expectation(_mean(terms, weights), shape, named)


def _terms(counts: Counts, units: Units) -> tuple[Floats, tuple[str, ...]]:
    """Constant, log size, log rate of the neighbours relative to all, what is known."""
    rate = counts.sum() / units.size.sum()
    spare = STEADYING / 50.0 * np.median(units.size)
    around = [
        np.log((near @ counts + rate * spare) / (near @ units.size + spare) / rate)
        for near in units.near
    ]
    terms = np.column_stack([np.ones(len(units)), np.log(units.size), *around, units.known])
    neighbours = tuple(f"neighbours_{n}" for n in range(len(around)))
    return terms, ("constant", "log_size", *neighbours, *units.names)


def _mean(terms: Floats, weights: Floats) -> Floats:
    return np.asarray(np.exp(np.clip(terms @ weights, -LARGEST_EXPONENT, LARGEST_EXPONENT)))


def _fit_weights(terms: Floats, counts: Counts, weights: Floats, shape: float) -> Floats:
    """Take penalised Fisher scoring steps, halved while they do not help."""
    penalty = np.full(len(weights), 2.0 * RIDGE)
    penalty[:2] = 0.0
    value = _loss(terms, counts, weights, shape, penalty)
    for _ in range(NEWTON_STEPS):
        mean = _mean(terms, weights)
        slope = terms.T @ ((counts - mean) / (1.0 + mean / shape)) - penalty * weights
        bend = (terms * (mean / (1.0 + mean / shape))[:, np.newaxis]).T @ terms
        step = np.linalg.solve(bend + np.diag(penalty + CLOSE), slope)
        better = _loss(terms, counts, weights + step, shape, penalty)
        while better > value + CLOSE and np.abs(step).max() > CLOSE:
            step = step / 2.0
            better = _loss(terms, counts, weights + step, shape, penalty)
        weights, gain, value = weights + step, value - better, better
        if gain < CLOSE * abs(value):
            break
    return weights


def _loss(terms: Floats, counts: Counts, weights: Floats, shape: float, penalty: Floats) -> float:
    mean = _mean(terms, weights)
    # Sums of products, not dot products: BLAS would wake threads that cost more than they save.
    likelihood = np.sum(counts * np.log(mean) - (counts + shape) * np.log(shape + mean))
    return float((penalty * weights**2).sum() / 2.0 - likelihood)


def _fit_shape(mean: Floats, counts: Counts) -> float:
    """Maximise the negative binomial likelihood over the shape."""
    values, units = np.unique(counts, return_counts=True)

    def loss(log_shape: float) -> float:
        shape = float(np.exp(log_shape))
        own = units @ gammaln(shape + values) - len(counts) * gammaln(shape)
        constant = len(counts) * shape * np.log(shape)
        return float(np.sum((counts + shape) * np.log(shape + mean)) - own - constant)

    found = minimize_scalar(loss, bounds=SHAPE_RANGE, method="bounded", options={"xatol": 0.01})
    return float(np.exp(found.x))
