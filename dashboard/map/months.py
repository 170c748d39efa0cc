"""What the element is told of time: the months it plays back, the two periods it compares."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.map.declaration import Json


@dataclass(frozen=True)
class Month:
    """One step of the play-back.

    Parameters
    ----------
    name
        As it is written on the map.
    start_day, end_day
        Days since 2000-01-01, half-open.
    notes
        By layer id why less is known of it than of other months.
    """

    name: str
    start_day: int
    end_day: int
    notes: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> Json:
        """Turn it into what travels."""
        days = {"start_day": self.start_day, "end_day": self.end_day}
        return {"name": self.name, **days, "notes": dict(self.notes)}


@dataclass(frozen=True)
class Compared:
    """Two periods compared.

    Parameters
    ----------
    against
        ``previous``, ``last_year``; None for days chosen by hand.
    now, before
        None where there is nothing to compare.
    silence
        Why no change may be told, None where it may.
    """

    against: str | None
    now: Month | None
    before: Month | None
    silence: str | None

    def to_json(self) -> Json:
        """Turn it into what travels."""
        now, before = (None if one is None else one.to_json() for one in (self.now, self.before))
        return {"against": self.against, "now": now, "before": before, "silence": self.silence}
