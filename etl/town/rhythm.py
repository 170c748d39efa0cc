"""When things happen in the sample town: by hour, weekday and month."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from etl.town.draws import some

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]


class Rhythm(NamedTuple):
    """Weights of the 24 hours, the weekdays from Monday and the months."""

    hours: Sequence[float]
    weekdays: Sequence[float]
    months: Sequence[float]


_EVEN_WEEK = (1, 1, 1, 1, 1, 1, 1)
_NIGHTS = (1, 1, 1, 1, 1.3, 1.45, 1.2)
_WORK_WEEK = (1.1, 1.1, 1.05, 1.05, 1.05, 0.8, 0.4)
# February is short, and at Spring Festival four in five are away.
_YEAR = (0.9, 0.6, 1, 1, 1.02, 1, 1.02, 1.02, 1.02, 1.02, 1.08, 1.08)
_DRY = (1.5, 1.1, 1.2, 0.9, 0.7, 0.6, 0.7, 0.7, 0.8, 1, 1.3, 1.6)
_RAINS = (0.05, 0.1, 0.3, 1.2, 2.4, 2.8, 1.9, 1.8, 1.2, 0.3, 0.05, 0.02)

RHYTHMS: Mapping[str, Rhythm] = {
    "traffic": Rhythm(
        (1.2, 0.8, 0.5, 0.4, 0.4, 0.8, 2, 5, 6, 3.4, 2.8, 3, 3, 2.8, 2.9, 3.2, 3.8, 5.4, 6.4, 5,
         3.9, 3.4, 2.6, 1.8), (1.05, 1, 1, 1, 1.15, 1.05, 0.85), _YEAR),
    "night": Rhythm(
        (5, 5.4, 5.2, 4.4, 3.4, 2.2, 1.4, 1.2, 1.3, 1.4, 1.5, 1.5, 1.6, 1.6, 1.6, 1.7, 1.8, 2,
         2.6, 3, 3.2, 3.6, 4, 4.6), _NIGHTS, (1.25, 0.7, *_YEAR[2:11], 1.3)),
    "evening": Rhythm(
        (3.4, 2.2, 1.3, 0.8, 0.5, 0.4, 0.5, 0.8, 1.2, 1.6, 1.9, 2, 2, 1.9, 2, 2.2, 2.4, 2.8,
         3.6, 4.6, 5.4, 5.8, 5.4, 4.4), _NIGHTS, (*_YEAR[:5], 1.2, 1.25, 1.2, *_YEAR[8:])),
    "daytime": Rhythm(
        (0.3, 0.2, 0.2, 0.2, 0.2, 0.4, 1, 2, 4, 5.4, 5.6, 4.6, 3, 3.4, 4.8, 5.2, 4.6, 3.6, 2.6,
         2.2, 2, 1.6, 1, 0.6), _WORK_WEEK, _YEAR),
    "shift": Rhythm(
        (1, 0.9, 0.8, 0.7, 0.6, 0.6, 0.8, 1.6, 3.4, 5, 5.6, 4, 1.6, 2.8, 4.8, 5.2, 4.6, 2.6, 1.8,
         2.4, 2.6, 2, 1.4, 1.1), _WORK_WEEK, (0.8, 0.5, 1.1, 1, 1, 1.2, 1.2, 1.1, 1, 1, 1.1, 1.2)),
    "morning": Rhythm(
        (0.6, 0.5, 0.5, 0.5, 0.8, 2, 4, 5.2, 5.4, 4.8, 4, 3, 2.2, 2.4, 2.8, 3, 3, 2.8, 2.6, 2.4,
         2, 1.6, 1.2, 0.8), _EVEN_WEEK, (1.3, 1.1, 1.1, 1, 0.9, 0.9, 0.9, 0.9, 1, 1, 1.1, 1.3)),
    "summer": Rhythm(
        (0.3, 0.2, 0.2, 0.2, 0.2, 0.5, 1.4, 2.2, 2.4, 2.4, 2.4, 2.4, 2.2, 2.4, 3, 3.6, 4.4, 5,
         5.2, 4.4, 3, 1.8, 1, 0.5), (1, 1, 1, 1, 1, 1.3, 1.3),
        (0.6, 0.5, 0.8, 1, 1.2, 1.4, 1.6, 1.6, 1.3, 1, 0.7, 0.6)),
    "dry": Rhythm(
        (2, 1.8, 1.6, 1.4, 1.2, 1, 1, 1.2, 1.6, 1.8, 2.2, 2.8, 2.4, 2, 2, 2.2, 2.6, 3.2, 3.8, 4,
         4, 3.6, 3, 2.4), _EVEN_WEEK, _DRY),
    "rains": Rhythm((1,) * 6 + (2,) * 8 + (3,) * 6 + (2,) * 4, _EVEN_WEEK, _RAINS),
}  # fmt: skip


def day_weights(rhythm: Rhythm, year: int) -> tuple[Days, Floats]:
    """Every day of a year and its weight in a rhythm."""
    days = np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="datetime64[D]")
    months = days.astype("datetime64[M]").astype(int) % 12
    weekdays = (days.astype(int) + 3) % 7  # 1970-01-01 was a Thursday
    return days, np.array(rhythm.months)[months] * np.array(rhythm.weekdays)[weekdays]


def elapsed_share(rhythm: Rhythm, as_of: date) -> float:
    """Share of a year's weight that lies before a day; 0.0 on 1 January."""
    days, weights = day_weights(rhythm, as_of.year)
    return float(weights[days < np.datetime64(as_of)].sum() / weights.sum())


def draw_days(
    rhythm: Rhythm, year: int, before: date, count: int, rng: np.random.Generator
) -> Days:
    """Draw days of a year before a day, by weekday and month; shape (count,)."""
    days, weights = day_weights(rhythm, year)
    weights = np.where(days < np.datetime64(before), weights, 0.0)
    return rng.choice(days, count, p=weights / weights.sum())


def draw_minutes(rhythm: Rhythm, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw minutes of the day; one in four is rounded to the quarter, as people report."""
    hours = np.array(rhythm.hours, dtype=float)
    minutes = rng.choice(24, count, p=hours / hours.sum()) * 60 + rng.integers(0, 60, count)
    return np.where(some(0.25, count, rng), minutes // 15 * 15, minutes)
