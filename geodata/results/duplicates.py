"""Pairs of records that may tell of one thing, as they are kept and shown: no personal data.

Nothing in here needs more than NumPy, so that the server reads what the worker has written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geodata.packing import pack, unpack
from geodata.results.schemas import SCHEMAS

SCHEMA: Final = SCHEMAS["duplicates"]

UNKNOWN: Final = "unknown"
FEATURES: Final[Mapping[str, tuple[str, ...]]] = {
    "place": (UNKNOWN, "within", "near", "far"),
    "time": (UNKNOWN, "minutes", "hour", "hours", "day", "days", "same_day", "other_day"),
    "class": (UNKNOWN, "same", "related", "akin", "other"),
    "name": (UNKNOWN, "same", "alike", "other"),
    "address": (UNKNOWN, "same", "alike", "other"),
    "code": (UNKNOWN, "same", "other"),
    "hurt": (UNKNOWN, "same", "other"),
    "source": (UNKNOWN, "two", "one"),
}
"""What two records are compared in, and how they may compare; levels are places in these lists."""

Floats = NDArray[np.float32]
Levels = NDArray[np.uint8]


@dataclass(frozen=True, eq=False, slots=True)
class Pairs:
    """Proposed pairs of one layer, the surest first; arrays of one length.

    Parameters
    ----------
    layer
        Its id.
    found
        How many were found: the least sure are left out where these are too many.
    one, other
        Numbers of the records, the smaller first.
    bits
        Base-2 logarithm of the odds that they are one thing: 0 is even, 7 is 99 in 100.
    metres, gap_s
        Between them; NaN where a position or time of day is not known.
    levels
        How they compare, by `FEATURES`.
    weights
        Bits each of these adds to the odds, or takes from them.
    """

    layer: str
    found: int
    one: NDArray[np.uint32]
    other: NDArray[np.uint32]
    bits: Floats
    metres: Floats
    gap_s: Floats
    levels: Mapping[str, Levels]
    weights: Mapping[str, Floats]

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.one)

    def take(self, rows: NDArray[Any]) -> "Pairs":
        """Return some of the pairs: a mask, or places in their order."""
        return replace(
            self,
            **{name: getattr(self, name)[rows] for name in _PLAIN},
            levels={name: held[rows] for name, held in self.levels.items()},
            weights={name: held[rows] for name, held in self.weights.items()},
        )

    def within(self, numbers: NDArray[np.uint32]) -> "Pairs":
        """Return the pairs both records of which are among these."""
        return self.take(np.isin(self.one, numbers) & np.isin(self.other, numbers))


@dataclass(frozen=True, eq=False, slots=True)
class Duplicates:
    """The proposals worked out from one data version, by layer."""

    version: int
    pairs: Mapping[str, Pairs]


def share_of(bits: float) -> float:
    """Return the share of such pairs that are one thing, of the logarithm of their odds."""
    return float(1 / (1 + 2.0 ** -min(bits, 60.0)))


def to_bytes(made: Duplicates) -> bytes:
    """Write it."""
    header = {
        "schema": SCHEMA,
        "version": made.version,
        "found": {layer: pairs.found for layer, pairs in made.pairs.items()},
    }
    return pack(
        header,
        {
            f"{layer}.{name}": array
            for layer, pairs in made.pairs.items()
            for name, array in _arrays(pairs).items()
        },
    )


def parse_duplicates(content: bytes) -> Duplicates:
    """Read what `to_bytes` wrote.

    Raises
    ------
    ValueError
        Where it is not of this `SCHEMA`.
    """
    header, arrays = unpack(content, schema=SCHEMA)
    pairs = {
        layer: Pairs(
            layer=layer,
            found=found,
            **{name: arrays[f"{layer}.{name}"] for name in _PLAIN},
            levels={name: arrays[f"{layer}.level.{name}"] for name in FEATURES},
            weights={name: arrays[f"{layer}.weight.{name}"] for name in FEATURES},
        )
        for layer, found in header["found"].items()
    }
    return Duplicates(header["version"], pairs)


def _arrays(pairs: Pairs) -> dict[str, NDArray[Any]]:
    return (
        {name: getattr(pairs, name) for name in _PLAIN}
        | {f"level.{name}": pairs.levels[name] for name in FEATURES}
        | {f"weight.{name}": pairs.weights[name] for name in FEATURES}
    )


_PLAIN = ("one", "other", "bits", "metres", "gap_s")
