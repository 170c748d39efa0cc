"""Which list is looked at: the newest or a frozen month, and what of it a viewer sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geodata.results.hotspot_results import lists_of
from geodata.results.monthlist import first_day
from geodata.results.monthlist_scope import seen_by

if TYPE_CHECKING:
    from datetime import datetime

    from geodata.readmodel import ReadModel
    from geodata.results.monthlist import MonthList
    from geodata.storage.store import Storage
    from geodata.viewer import Viewer

NEWEST: Final = "newest"
"""Stands for the list of the newest data, where else a month such as ``2025-12`` stands."""

MADE: Final = "@"
"""Stands before the making of a list in an address, so that a browser keeps none that is old."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A list as far as a viewer sees it.

    Parameters
    ----------
    month
        `NEWEST` or a month: how it was asked for.
    made, made_at
        The list, and when it was worked out.
    """

    month: str
    made: MonthList
    made_at: datetime

    @property
    def stamp(self) -> str:
        """Tells one making of the list from the next."""
        return f"{self.made.version}-{self.made_at.timestamp():.0f}"

    @property
    def address(self) -> str:
        """How routes are asked for it; what follows the @ changes with each making."""
        return f"{self.month}{MADE}{self.stamp}"

    @property
    def frozen(self) -> bool:
        """Whether it will never change."""
        return self.month != NEWEST


def seen_list(storage: Storage, model: ReadModel, viewer: Viewer, asked: str) -> Seen | None:
    """Return a list for a viewer; None where there is none of that month (or of that name).

    Parameters
    ----------
    asked
        `NEWEST` or a month, or either as `Seen.address` writes it.
    """
    lists, month = lists_of(storage), asked.partition(MADE)[0]
    try:
        kept = lists.newest() if month == NEWEST else lists.month(first_day(month))
    except ValueError:
        return None
    if kept is None:
        return None
    made = seen_by(kept.made, viewer, model.catalogue, model.areas)
    return Seen(month, made, kept.made_at)
