"""Reading the hotspot lists and their proof that the worker has kept."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar

from geodata.results.monthlist import MonthList, parse_month_list
from geodata.results.proof import Proof, parse_proof
from geodata.storage.results import (
    Result,
    frozen_months,
    read_frozen,
    read_result,
    result_made,
)
from geodata.storage.store import Storage

KIND, PROOF = "hotspots", "hotspot_proof"
"""Kinds of results; of their jobs too."""

NOW = "now"
"""Key of the newest list, and of the series of months that are frozen."""


Made = tuple[int, datetime] | None
Read = TypeVar("Read")

MOST_HELD = 8
"""Lists kept in memory; each takes about a megabyte."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A list and when it was made."""

    made: MonthList
    made_at: datetime


class Lists:
    """The lists of one database, read once each.

    Parameters
    ----------
    storage
        Stays the caller's to close.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._held: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def newest(self) -> Kept | None:
        """Return the list of the newest data version; None before the worker has made one."""
        key = (KIND, result_made(self._storage, KIND, NOW))
        return self._once(key, lambda: _kept(read_result(self._storage, KIND, NOW)))

    def month(self, month: date) -> Kept | None:
        """Return the frozen list of a month; None for a month without one."""
        held = self._once(month, lambda: _kept(read_frozen(self._storage, KIND, NOW, month)))
        if held is None:
            self._forget(month)  # it may be frozen yet
        return held

    def months(self) -> list[date]:
        """Return the first days of the months with a frozen list, the newest first."""
        return frozen_months(self._storage, KIND, NOW)

    def proof(self) -> Proof | None:
        """Return the newest proof; None before the worker has made one."""
        key = (PROOF, result_made(self._storage, PROOF, NOW))
        return self._once(key, lambda: _proof(read_result(self._storage, PROOF, NOW)))

    def made(self) -> tuple[Made, Made]:
        """Return data version and time of the newest list and of the newest proof."""
        return result_made(self._storage, KIND, NOW), result_made(self._storage, PROOF, NOW)

    def _once(self, key: Hashable, read: Callable[[], Read]) -> Read:
        with self._lock:
            if key not in self._held:
                self._held[key] = read()
            self._held.move_to_end(key)
            while len(self._held) > MOST_HELD:
                self._held.popitem(last=False)
            found: Read = self._held[key]
            return found

    def _forget(self, key: Hashable) -> None:
        with self._lock:
            self._held.pop(key, None)


@lru_cache(maxsize=2)
def lists_of(storage: Storage) -> Lists:
    """Return the lists of a database, the same ones for all that ask."""
    return Lists(storage)


def _kept(found: Result | None) -> Kept | None:
    """Read a list; one that another program wrote in a way of its own is as good as none."""
    with suppress(ValueError):
        return None if found is None else Kept(parse_month_list(found.content), found.made_at)
    return None


def _proof(found: Result | None) -> Proof | None:
    with suppress(ValueError):
        return None if found is None else parse_proof(found.content)
    return None
