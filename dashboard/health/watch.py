"""What is wrong with disk, database, worker or clock right now: a look that costs nothing."""

from __future__ import annotations

import os
from shutil import disk_usage
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

from dashboard.health.ticking import Ticking, counted_s
from dashboard.log.incidents import note_incident
from dashboard.wording import local_text
from dashboard.worker.lock import is_held
from geodata.storage.store import FILE_NAME
from geodata.storage.troubles import LEAST_FREE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from geodata.readmodel import ReadModel
    from geodata.storage.store import Storage

LOOK_EVERY_S: Final = 5.0
"""Pages in between are told what was seen."""

LONG_WAIT_S: Final = 3.0
"""A writer who waits longer shall know why."""

MISSED_S: Final = 30.0
"""So long a worker may be gone: one that died is started again meanwhile."""


class Wrong(NamedTuple):
    """Something wrong: its text key below ``now``, and the values its text names."""

    key: str
    values: Mapping[str, object] = {}


class Watch:
    """Looks at a data folder now and then; for any number of threads.

    Parameters
    ----------
    wall
        Tells the time as the system has it, an aware datetime.
    clock
        Tells seconds that only grow.
    counted
        Likewise, those in which the computer slept among them.
    free
        Tells the bytes that are free on the disk of a folder.
    writable
        Says whether a file or folder can be written.
    """

    def __init__(
        self,
        folder: Path,
        storage: Storage,
        wall: Callable[[], datetime],
        *,
        clock: Callable[[], float] = monotonic,
        counted: Callable[[], float] = counted_s,
        free: Callable[[Path], int] = lambda folder: disk_usage(folder).free,
        writable: Callable[[Path], bool] = lambda path: os.access(path, os.W_OK),
    ) -> None:
        self._folder, self._storage, self._clock = folder, storage, clock
        self._free, self._writable = free, writable
        self.ticking = Ticking(wall, counted)
        self._lock = Lock()
        self._seen: tuple[Wrong, ...] = ()
        self._looked_at = -LOOK_EVERY_S
        self._held_at = clock()
        self._noted: dict[int, dict[str, str]] = {}

    def wrong(self) -> tuple[Wrong, ...]:
        """Return what was wrong at the last look, which was `LOOK_EVERY_S` ago at most."""
        with self._lock:
            now = self._clock()
            if now - self._looked_at >= LOOK_EVERY_S:
                self._looked_at, self._seen = now, tuple(self._look(now))
            return self._seen

    def broken(self, model: ReadModel) -> Mapping[str, str]:
        """Return by layer the number of the incident that it cannot be read; noted once."""
        with self._lock:
            noted = self._noted.get(model.version)
            if noted is None:
                noted = {
                    layer: note_incident(error, route=f"layer/{layer}")
                    for layer, error in model.broken.items()
                }
                self._noted = {model.version: noted}
            return noted

    def _look(self, now: float) -> list[Wrong]:
        found = []
        free = self._free(self._folder)
        if free < LEAST_FREE:
            found.append(Wrong("full", {"free": free, "least": LEAST_FREE}))
        if not (self._writable(self._folder) and self._writable(self._folder / FILE_NAME)):
            found.append(Wrong("read_only"))
        waited_s = self._storage.waits.longest_s
        if waited_s >= LONG_WAIT_S:
            found.append(Wrong("busy", {"seconds": round(waited_s)}))
        if is_held(self._folder):
            self._held_at = now
        elif now - self._held_at >= MISSED_S:
            found.append(Wrong("no_worker"))
        jumped = self.ticking.jumped()
        if jumped is not None:
            now_text, expected = map(local_text, jumped)
            found.append(Wrong("clock", {"now": now_text, "expected": expected}))
        return found
