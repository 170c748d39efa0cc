"""How two records of a layer compare, feature by feature, and how two of one thing would.

Levels are places in `geodata.results.duplicates.FEATURES`; 0 is unknown and tells nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geodata.results.duplicates import FEATURES

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Objects = NDArray[np.object_]
Levels = NDArray[np.uint8]

HOUR_S: Final = 3_600.0
DAY_S: Final = 24 * HOUR_S
GAPS_S: Final = (900.0, HOUR_S, 6 * HOUR_S, DAY_S)
"""Gaps of two known times that are still called minutes, an hour, hours and a day."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is expected of two records of one thing, be it an event or a place.

    Parameters
    ----------
    least_m
        Within this distance, or the sum of both precisions where that is more, they are in one
        place.
    reach_m, reach_s
        Farther apart than this they are not looked at, unless their texts are the same.
    agree
        By feature and level the share of true pairs that compare so (m of Fellegi & Sunter 1969);
        the shares of each group of `GROUPS` add up to 1. A feature that is missing counts nothing;
        a level that is missing of one that counts is never that of one thing.
    """

    least_m: float
    reach_m: float
    reach_s: float
    agree: Mapping[str, Mapping[str, float]]


GROUPS: Final = (
    ("within", "near", "far"),
    ("minutes", "hour", "hours", "day", "days"),
    ("same_day", "other_day"),
    ("two", "one"),
    ("same", "alike", "related", "akin", "other"),
)
"""Levels among which a pair has one, given what is known of both."""

# Declared from what offices are: a caller knows the street better than the number, a clinic hears
# of it later, a committee writes no time. Each may file an event by its own lights, and what they
# may file it as is declared (`Value.akin`): a fire and a fall at one place and minute are two.
# benchmarks/duplicates.py measures what comes of them.
EVENT: Final = Kind(
    least_m=50.0,
    reach_m=200.0,
    reach_s=DAY_S,
    agree={
        "place": {"within": 0.7, "near": 0.22, "far": 0.08},
        "time": {
            "minutes": 0.45, "hour": 0.25, "hours": 0.15, "day": 0.1, "days": 0.05,
            "same_day": 0.9, "other_day": 0.1,
        },
        "class": {"same": 0.64, "related": 0.2, "akin": 0.16},
        "name": {"same": 0.6, "alike": 0.25, "other": 0.15},
        "address": {"same": 0.5, "alike": 0.3, "other": 0.2},
        "hurt": {"same": 0.75, "other": 0.25},
        "source": {"two": 0.95, "one": 0.05},
    },
)  # fmt: skip
PLACE: Final = Kind(
    least_m=15.0,
    reach_m=60.0,
    reach_s=1.0,
    agree={
        "place": {"within": 0.75, "near": 0.17, "far": 0.08},
        "class": {"same": 0.75, "related": 0.01, "akin": 0.01, "other": 0.23},
        "name": {"same": 0.6, "alike": 0.3, "other": 0.1},
        "address": {"same": 0.7, "alike": 0.2, "other": 0.1},
        "code": {"same": 0.1, "other": 0.9},
        "source": {"two": 0.7, "one": 0.3},
    },
)


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """What the records of a layer say of themselves: but for `kinship` arrays of one length.

    Parameters
    ----------
    number
        Their own, rising.
    x_m, y_m, precision_m
        In a local metric CRS; NaN where not known.
    at_s, timed
        Local seconds of an event, midday where only its day is told; 0 for places. Whether the
        time of day is told.
    kind
        Class, a row of `kinship`; -1 for none.
    kinship
        How two classes compare, a level of ``class``; square, a row for each class.
    hurt
        People dead and injured; NaN where none of it is told.
    source
        Who reported it, or the ledger it comes from, any numbers; -1 where not known.
    name, address, code
        As written, '' for none; nothing personal.
    """

    number: Integers
    x_m: Floats
    y_m: Floats
    precision_m: Floats
    at_s: Floats
    timed: NDArray[np.bool_]
    kind: Integers
    kinship: Levels
    hurt: Floats
    source: Integers
    name: Objects
    address: Objects
    code: Objects

    def __len__(self) -> int:
        """Count the records."""
        return len(self.number)


def distances_m(told: Told, one: Integers, other: Integers) -> Floats:
    """Return the metres between the records of each pair; NaN where one has no position."""
    return np.hypot(told.x_m[one] - told.x_m[other], told.y_m[one] - told.y_m[other])


def gaps_s(told: Told, one: Integers, other: Integers) -> Floats:
    """Return the seconds between them; NaN where the time of day of one is not known."""
    gap = np.abs(told.at_s[one] - told.at_s[other])
    return np.where(told.timed[one] & told.timed[other], gap, np.nan)


def plain_levels(told: Told, kind: Kind, one: Integers, other: Integers) -> dict[str, Levels]:
    """Return how pairs compare in all features but their texts.

    Parameters
    ----------
    one, other
        Rows of `told`.
    """
    found = {
        "place": _place_levels(told, kind, one, other),
        "time": _time_levels(told, one, other),
        "class": _class_levels(told, one, other),
        "hurt": _hurt_levels(told, one, other),
        "source": _told_levels("source", told.source, one, other, same="one", differs="two"),
    }
    return {name: levels for name, levels in found.items() if name in kind.agree}


def level(feature: str, name: str) -> int:
    """Return the number of a level."""
    return FEATURES[feature].index(name)


def _place_levels(told: Told, kind: Kind, one: Integers, other: Integers) -> Levels:
    apart = distances_m(told, one, other)
    doubt = np.nan_to_num(told.precision_m[one]) + np.nan_to_num(told.precision_m[other])
    tests = [np.isnan(apart), apart <= np.maximum(doubt, kind.least_m), apart <= kind.reach_m]
    return _chosen("place", tests, ("unknown", "within", "near"), "far")


def _time_levels(told: Told, one: Integers, other: Integers) -> Levels:
    gap = gaps_s(told, one, other)
    day = told.at_s // DAY_S
    untimed = np.isnan(gap)
    same_day = untimed & (day[one] == day[other])
    tests = [same_day, untimed, *(gap <= most for most in GAPS_S)]
    names = ("same_day", "other_day", "minutes", "hour", "hours", "day")
    return _chosen("time", tests, names, "days")


def _class_levels(told: Told, one: Integers, other: Integers) -> Levels:
    a, b = told.kind[one], told.kind[other]
    return np.where((a < 0) | (b < 0), level("class", "unknown"), told.kinship[a, b])


def _hurt_levels(told: Told, one: Integers, other: Integers) -> Levels:
    """Compare people hurt; that nobody was says nothing, as it is so of most."""
    a, b = told.hurt[one], told.hurt[other]
    tests = [np.isnan(a) | np.isnan(b) | (np.fmax(a, b) == 0), a == b]
    return _chosen("hurt", tests, ("unknown", "same"), "other")


def _told_levels(
    feature: str, values: Integers, one: Integers, other: Integers, *, same: str, differs: str
) -> Levels:
    a, b = values[one], values[other]
    return _chosen(feature, [(a < 0) | (b < 0), a == b], ("unknown", same), differs)


def _chosen(feature: str, tests: list[NDArray[Any]], names: tuple[str, ...], rest: str) -> Levels:
    numbers = [level(feature, name) for name in names]
    return np.select(tests, numbers, level(feature, rest)).astype(np.uint8)
