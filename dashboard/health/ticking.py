"""The system's clock held against one that nobody can set, so that a jump is seen."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

JUMP: Final = timedelta(minutes=15)
"""More than a network sets right in small steps, less than ends anybody's session."""

TOLD_FOR: Final = timedelta(days=1)
"""So long a jump is told: a network may have set right what was wrong when the computer began."""

SLEPT_TOO: Final[int | None] = getattr(time, "CLOCK_BOOTTIME", None)
"""Of Linux, whose monotonic clock stands still while the computer sleeps."""


def counted_s() -> float:
    """Return seconds that only grow, those in which the computer slept among them."""
    return time.monotonic() if SLEPT_TOO is None else time.clock_gettime(SLEPT_TOO)


class Ticking:
    """What the clock should show, counted from the moment this was made.

    Parameters
    ----------
    clock
        Tells the time as the system has it, an aware datetime.
    counted
        Tells seconds that only grow.
    """

    def __init__(
        self, clock: Callable[[], datetime], counted: Callable[[], float] = counted_s
    ) -> None:
        self._clock, self._counted = clock, counted
        self._began = clock(), counted()
        self._seen: tuple[timedelta, float] | None = None

    def expected(self) -> datetime:
        """Return what the clock would show if nobody had set it since, or since it was believed."""
        began, began_s = self._began
        return began + timedelta(seconds=self._counted() - began_s)

    def jumped(self) -> tuple[datetime, datetime] | None:
        """Return what the clock shows and what it should; None where they agree.

        After `TOLD_FOR` the clock is believed as it is. To be asked by one thread at a time.
        """
        shown, expected, counted = self._clock(), self.expected(), self._counted()
        if not is_jump(shown, expected):
            self._seen = None
            return None
        by = shown - expected
        if self._seen is None or abs(by - self._seen[0]) > JUMP:
            self._seen = by, counted
        if counted - self._seen[1] < TOLD_FOR.total_seconds():
            return shown, expected
        self._began, self._seen = (shown, counted), None
        return None


def is_jump(shown: datetime, expected: datetime) -> bool:
    """Say whether a clock shows what nobody's patience explains."""
    return abs(shown - expected) > JUMP
