"""Fields without a column of their own: what each row says in them, as JSON can hold it."""

from collections.abc import Iterable, Mapping
from datetime import time
from itertools import repeat
from types import NoneType
from typing import Any

from geodata.records import Scalar

PLAIN = frozenset({str, int, float, bool, NoneType})


def filled(
    values: dict[str, list[Any]], fields: list[str], count: int
) -> Iterable[Mapping[str, Any]]:
    """Give of each row the fields that are filled in."""
    given = {name: _scalars(values[name]) for name in fields if name in values}
    if not given:
        return repeat({}, count)
    return (
        {name: value for name, value in zip(given, row, strict=True) if value is not None}
        for row in zip(*given.values(), strict=True)
    )


def texts(values: dict[str, list[Any]], fields: list[str]) -> dict[str, list[Any]]:
    """Write the values of some fields, where there are any, as texts; None stays."""
    return {
        name: [None if value is None else str(value) for value in _scalars(values[name])]
        for name in fields
        if name in values
    }


def _scalars(values: list[Any]) -> list[Scalar]:
    if set(map(type, values)) <= PLAIN:
        return values
    return [value if type(value) in PLAIN else _scalar(value) for value in values]


def _scalar(value: Any) -> str:  # noqa: ANN401 - dates, times and moments
    if isinstance(value, tuple):
        day, at = value
        return f"{day.isoformat()} {at.isoformat('minutes')}" if at else str(day.isoformat())
    if isinstance(value, time):
        return value.isoformat("minutes")
    text: str = value.isoformat()
    return text
