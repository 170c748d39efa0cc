"""Reading the hotspot lists and their proof that the worker has kept."""

from dataclasses import dataclass
from datetime import date, datetime

from geodata.monthlist import MonthList, parse_month_list
from geodata.proof import Proof, parse_proof
from geodata.storage.results import Result, frozen_months, read_frozen, read_result
from geodata.storage.store import Storage

KIND, PROOF = "hotspots", "hotspot_proof"
"""Kinds of results; of their jobs too."""

NOW = "now"
"""Key of the newest list, and of the series of months that are frozen."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A list and when it was made."""

    made: MonthList
    made_at: datetime


def read_newest(storage: Storage) -> Kept | None:
    """Return the list of the newest data version; None before the worker has made one."""
    return _kept(read_result(storage, KIND, NOW))


def read_month(storage: Storage, month: date) -> Kept | None:
    """Return the frozen list of a month; None for a month without one."""
    return _kept(read_frozen(storage, KIND, NOW, month))


def months(storage: Storage) -> list[date]:
    """Return the first days of the months with a frozen list, the newest first."""
    return frozen_months(storage, KIND, NOW)


def read_proof(storage: Storage) -> Proof | None:
    """Return the newest proof; None before the worker has made one."""
    found = read_result(storage, PROOF, NOW)
    return None if found is None else parse_proof(found.content)


def _kept(found: Result | None) -> Kept | None:
    return None if found is None else Kept(parse_month_list(found.content), found.made_at)
