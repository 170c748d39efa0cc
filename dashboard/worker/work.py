"""What a job is given to do its work with."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from geodata.catalogue import read_catalogue_of
from geodata.storage.jobs import report_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from geodata.catalogue import Catalogue
    from geodata.storage.jobs import Job
    from geodata.storage.store import Storage

REPORT_EVERY_S: Final = 0.5


class StoppedError(Exception):
    """The job was stopped, or begun anew elsewhere: what this attempt does counts no more."""


@dataclass
class Work:
    """A job under way.

    Parameters
    ----------
    job
        The attempt; `params` are what was asked.
    storage
        Of the data folder, which is `storage.folder`.
    clock
        Tells the time, an aware datetime.
    """

    job: Job
    storage: Storage
    clock: Callable[[], datetime]
    _reported: tuple[str, float] = field(default=("", 0.0), init=False)

    @property
    def params(self) -> Mapping[str, Any]:
        """What was asked for."""
        return self.job.params

    @cached_property
    def catalogue(self) -> Catalogue:
        """What is declared; read when it is asked for, as a backup needs no declarations."""
        return read_catalogue_of(self.storage.folder)

    def progress(self, stage: str, done: int = 0, total: int | None = None) -> None:
        """Say how far the job is; written down twice a second at most, and at each new stage.

        Never to be called inside a transaction that writes: it writes in one of its own.

        Raises
        ------
        StoppedError
            Where there is no use in going on.
        """
        before, when = self._reported
        if stage == before and monotonic() - when < REPORT_EVERY_S:
            return
        self._reported = (stage, monotonic())
        if not report_progress(self.storage, self.job, stage, done, total, now=self.clock()):
            raise StoppedError
