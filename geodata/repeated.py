"""Columns of a ledger say the same again and again: what follows of a value is worked out once."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

Value = TypeVar("Value", bound=Hashable)
Made = TypeVar("Made")


def made_once(make: Callable[[Value], Made], values: Sequence[Value]) -> list[Made]:
    """Make something of each value, of equal ones once where they are many.

    Parameters
    ----------
    make
        Gives what looks the same for values that are equal: of floats it may not, as 0.0 and -0.0
        are equal, nor of several types at once, as 1 and True are.
    """
    distinct = set(values)
    if 2 * len(distinct) >= len(values):
        return [*map(make, values)]
    made = {value: make(value) for value in distinct}
    return [*map(made.__getitem__, values)]
