"""How long writers of this process have been waiting for others, for a page to say so meanwhile."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Waits:
    """Those who wait for the write lock, in any thread.

    Parameters
    ----------
    clock
        Tells seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._began, self._numbers, self._lock = (
            clock,
            dict[int, float](),
            count(),
            Lock(),
        )

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Be one of them."""
        number = next(self._numbers)
        with self._lock:
            self._began[number] = self._clock()
        try:
            yield
        finally:
            with self._lock:
                del self._began[number]

    @property
    def longest_s(self) -> float:
        """Seconds the one who waits longest has waited so far; 0 where nobody waits."""
        with self._lock:
            began = min(self._began.values(), default=None)
        return 0.0 if began is None else self._clock() - began
