"""The incidents of a read model as hotspots need them: on their piece or cell, with their facts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.hotspots.site_list import Occurrences, Rolling
from geodata.columns import Columns

CAUSE, DEAD, NUMBER, PRECISION = "cause", "dead", "number", "precision_m"
"""What is read beside the read model."""

FIELDS = (CAUSE, DEAD, PRECISION)

LONGEST_CAUSE, FEWEST_OF_CAUSE = 20, 3
"""A cause is a short phrase that occurs again; a text that does not may tell of a person."""

NONE = 65_535

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Happened:
    """Incidents of a time; arrays of one length.

    Parameters
    ----------
    columns
        Of the read model.
    cause
        Index into `causes`; `NONE` where it is not told.
    causes
        Phrases, the commonest first.
    dead, precision_m
        NaN where not told.
    """

    columns: Columns
    cause: Integers
    causes: tuple[str, ...]
    dead: Floats
    precision_m: Floats

    def occurrences(self, rows: Bools, unit: Integers) -> Occurrences:
        """Return some of them, each on a piece or cell (-1 for none), `unit` being of all."""
        return Occurrences(
            piece=unit[rows],
            day=self.columns.from_day[rows].astype(np.int64),
            minutes=self.columns.minutes[rows].astype(np.int64),
            grades=self.columns.grades[rows].astype(np.int64),
            causes=self.cause[rows],
        )


def happened_within(
    columns: Columns, details: Mapping[str, NDArray[Any]], months: Rolling
) -> Happened:
    """Take the incidents of 36 months; nothing of any other is looked at.

    Parameters
    ----------
    details
        `FIELDS` of all incidents, by `NUMBER`; an incident that is not among them has none.
    """
    columns = columns.take((columns.from_day >= months.start) & (columns.from_day < months.end))
    numbers = details[NUMBER]
    if not len(numbers):
        return _without_details(columns)
    place = np.minimum(np.searchsorted(numbers, columns.number), len(numbers) - 1)
    known = numbers[place] == columns.number
    told = zip(known, details[CAUSE][place], strict=True)
    cause = [str(text or "").strip() if is_known else "" for is_known, text in told]
    causes = common_causes(cause)
    index = {text: n for n, text in enumerate(causes)}
    return Happened(
        columns=columns,
        cause=np.array([index.get(text, NONE) for text in cause], dtype=np.int64),
        causes=causes,
        dead=np.where(known, details[DEAD][place], np.nan),
        precision_m=np.where(known, details[PRECISION][place], np.nan),
    )


def common_causes(texts: list[str]) -> tuple[str, ...]:
    """List the short phrases that occur again, the commonest first, equals by their letters."""
    counts = Counter(text for text in texts if text and len(text) <= LONGEST_CAUSE)
    again = [(text, n) for text, n in counts.items() if n >= FEWEST_OF_CAUSE]
    return tuple(text for text, _ in sorted(again, key=lambda one: (-one[1], one[0])))


def _without_details(columns: Columns) -> Happened:
    unknown = np.full(len(columns), np.nan)
    none = np.full(len(columns), NONE)
    return Happened(columns, none, (), unknown, unknown)
