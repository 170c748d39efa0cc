"""What is past its time in a data folder, kind by kind, as it is told and kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.catalogue.layer import Layer

PERSONAL: Final = "personal/"
"""Begins the id of the kind that is the personal fields of a layer."""

PURGE: Final = "purge"
"""What the audit calls it; of each kind that something went of, an entry holds until when."""

UNDECLARED_DAYS: Final = 1_095
"""For a layer of the office's own that has personal fields and does not say."""


@dataclass(frozen=True, slots=True)
class Due:
    """How much of a kind is past its time.

    Parameters
    ----------
    kind
        Id of a `KeptKind`, or `PERSONAL` and the layer.
    days
        It is kept for.
    count
        Records, rows or files; 0 for none.
    oldest
        Local day from which the time of the oldest ran; None for none.
    size
        In bytes, of files.
    """

    kind: str
    days: int
    count: int = 0
    oldest: date | None = None
    size: int = 0


def personal_days(layer: Layer) -> int:
    """Return how long a layer declares its personal fields to be needed after the end."""
    return UNDECLARED_DAYS if layer.retention is None else layer.retention.days


def to_bytes(told: Sequence[Due]) -> bytes:
    """Return it as it is kept."""
    return json.dumps([asdict(one) for one in told], default=date.isoformat).encode()


def parse_due(content: bytes) -> tuple[Due, ...]:
    """Read what `to_bytes` wrote; ValueError for anything else."""
    try:
        told = [dict(one) for one in json.loads(content)]
        days = [one.pop("oldest") for one in told]
        return tuple(
            Due(**one, oldest=date.fromisoformat(day) if day else None)
            for one, day in zip(told, days, strict=True)
        )
    except (TypeError, KeyError) as error:
        raise ValueError(str(error)) from error
