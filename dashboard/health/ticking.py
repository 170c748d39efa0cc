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
        self._began, self._began_s = clock(), counted()

    def expected(self) -> datetime:
        """Return what the clock would show if nobody had set it since."""
        return self._began + timedelta(seconds=self._counted() - self._began_s)

    def jumped(self) -> tuple[datetime, datetime] | None:
        """Return what the clock shows and what it should; None where they agree."""
        shown, expected = self._clock(), self.expected()
        return (shown, expected) if is_jump(shown, expected) else None


def is_jump(shown: datetime, expected: datetime) -> bool:
    """Say whether a clock shows what nobody's patience explains."""
    return abs(shown - expected) > JUMP
