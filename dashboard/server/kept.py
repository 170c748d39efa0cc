"""What is costly to make, made once and kept while it is asked for."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")


class Kept(Generic[T]):
    """A bounded store; the one longest unused goes first.

    Parameters
    ----------
    most
        Size of all held at most; the one just made is held whatever its size.
    size
        Tells the size of one; each counts 1 where None.
    """

    def __init__(self, most: int, size: Callable[[T], int] | None = None) -> None:
        self._most, self._size, self._total = most, size or _one, 0
        self._held: OrderedDict[Hashable, T] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def made(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` returns, made once however many ask at a time."""
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                held = self._held.get(key)
            if held is None:
                held = make()
            with self._lock:
                self._keep(key, held)
        return held

    def _keep(self, key: Hashable, one: T) -> None:
        if key not in self._held:
            self._held[key] = one
            self._total += self._size(one)
        self._held.move_to_end(key)
        while len(self._held) > 1 and self._total > self._most:
            oldest, gone = self._held.popitem(last=False)
            self._total -= self._size(gone)
            self._making.pop(oldest, None)


def _one(_: object) -> int:
    return 1
