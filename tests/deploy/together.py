"""Two starts at once, in two threads: locks of the system tell open files apart, not processes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from types import ModuleType

import pytest

from deploy import turns

PATIENCE_S = 60


class Both:
    """Runs something twice at once; what is counted goes on once the other waits for its turn."""

    def __init__(self) -> None:
        self.times, self.waited = 0, Event()

    def say(self, chinese: str, english: str) -> None:
        assert "等它完成" in chinese
        assert "waiting" in english
        self.waited.set()

    def run(self, start: Callable[[], object]) -> None:
        with ThreadPoolExecutor(2) as starts:
            for begun in [starts.submit(start) for _ in range(2)]:
                begun.result(PATIENCE_S)


def both(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> Both:
    """Count how often a function of a module is called by two starts at once."""
    made, do = Both(), getattr(module, name)

    def counted(*arguments: object) -> object:
        made.times += 1
        assert made.waited.wait(PATIENCE_S), "the other did not wait"
        return do(*arguments)

    monkeypatch.setattr(module, name, counted)
    monkeypatch.setattr(turns, "say", made.say)
    return made
