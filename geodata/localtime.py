"""Instants and local time: stored as UTC, counted by the day and minute of Asia/Shanghai.

Local time is UTC+8 all year. That holds since 1991-09-15; the summer times of 1986 to 1991 (IANA
time zone database) lie before the first day a column can hold.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.periods import DAY_ZERO

LOCAL_TIME = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The local time zone, without a time-zone database (Windows has none)."""

MINUTES_PER_DAY = 1_440
SECONDS_PER_MINUTE = 60
ZERO_S = int(datetime(DAY_ZERO.year, DAY_ZERO.month, DAY_ZERO.day, tzinfo=LOCAL_TIME).timestamp())
"""Local midnight of day number 0 as seconds since 1970-01-01 UTC."""


def local_day(instants_s: ArrayLike) -> NDArray[np.int64]:
    """Day numbers (days since 2000-01-01, local) of instants.

    Parameters
    ----------
    instants_s
        Whole seconds since 1970-01-01 UTC, any shape.
    """
    return _local_minutes(instants_s) // MINUTES_PER_DAY


def local_minute(instants_s: ArrayLike) -> NDArray[np.int64]:
    """Minutes since local midnight, 0 to 1439, of instants as in `local_day`."""
    return _local_minutes(instants_s) % MINUTES_PER_DAY


def to_instant(day: date, minute: int = 0) -> datetime:
    """UTC instant of a local day and minute of day; midnight unless told."""
    return _midnight(day) + timedelta(minutes=minute)


def local_date(instant: datetime) -> date:
    """Local day of an aware datetime."""
    return instant.astimezone(LOCAL_TIME).date()


@lru_cache(maxsize=8_192)
def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL_TIME).astimezone(UTC)


def _local_minutes(instants_s: ArrayLike) -> NDArray[np.int64]:
    seconds = np.asarray(instants_s, dtype=np.int64) - ZERO_S
    return np.asarray(seconds // SECONDS_PER_MINUTE)
