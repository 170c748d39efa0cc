"""What the element is told of time: the months it plays back, the two periods it compares."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, get_args

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
    notes: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.end_day - self.start_day

    def to_json(self) -> Json:
        """Turn it into what travels."""
        days = {"start_day": self.start_day, "end_day": self.end_day}
        return {"name": self.name, **days, "notes": dict(self.notes)}


Mode = Literal["squares", "streets", "beside"]
MODES: Final[tuple[Mode, ...]] = get_args(Mode)
"""How a comparison is shown: change by square or by street, or one map beside the other."""


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
    mode
        How it is shown, until the element is told otherwise.
    """

    against: str | None
    now: Month | None
    before: Month | None
    silence: str | None
    mode: Mode = MODES[0]

    def to_json(self) -> Json:
        """Turn it into what travels."""
        now, before = (None if one is None else one.to_json() for one in (self.now, self.before))
        told = {"against": self.against, "silence": self.silence, "mode": self.mode}
        return {**told, "now": now, "before": before}
