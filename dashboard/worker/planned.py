"""What the worker asks of itself: once a day, and after each change of the data."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from geodata.localtime import LOCAL_TIME
from geodata.storage.jobs import ask_job, read_jobs
from geodata.storage.versions import read_version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from dashboard.worker.kinds import Nightly
    from geodata.storage.store import Storage

LASTS: Final = timedelta(seconds=5)
"""A data version is worked on once it is so old: ledgers mostly come one after another."""


class Planner:
    """Asks for jobs nobody asks for; to be called again and again.

    Parameters
    ----------
    nightly, after_change
        As in `dashboard.worker.kinds`.
    """

    def __init__(
        self, storage: Storage, nightly: Sequence[Nightly], after_change: Mapping[str, int]
    ) -> None:
        self._storage, self._nightly, self._after_change = storage, nightly, after_change
        self._asked: set[tuple[str, str]] = set()
        self._version = 0
        self._since: datetime | None = None

    def ask(self, now: datetime) -> None:
        """Ask for what is due and was never asked for.

        Parameters
        ----------
        now
            Aware instant.
        """
        self._ask_nightly(now)
        self._ask_after_change(now)

    def _ask_nightly(self, now: datetime) -> None:
        local = now.astimezone(LOCAL_TIME)
        day = local.date().isoformat()
        for task in self._nightly:
            if local.time() >= task.at:
                self._ask_once(task.kind, day, {"day": day}, now)

    def _ask_after_change(self, now: datetime) -> None:
        if not self._after_change:
            return
        with self._storage.reading() as connection:
            version = read_version(connection)
        if version != self._version or self._since is None:
            self._version, self._since = version, now
        # a clock that was set back shall not make anybody wait
        elif version and abs(now - self._since) >= LASTS:
            for kind, schema in self._after_change.items():
                self._ask_once(kind, f"{version}.{schema}", {"version": version}, now)

    def _ask_once(self, kind: str, key: str, params: Mapping[str, Any], now: datetime) -> None:
        if (kind, key) in self._asked:
            return
        if not read_jobs(self._storage, kind=kind, key=key, limit=1):
            ask_job(self._storage, kind, params, key=key, by=None, now=now)
        self._asked.add((kind, key))
