"""The data this process serves: opened once at start, read by routes and pages alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from dashboard.accounts.door import Door
from dashboard.accounts.policy import read_policy
from dashboard.basemap.declared import Sources, read_sources
from dashboard.health.watch import Watch
from dashboard.keeping.changed_settings import note_changed_settings
from dashboard.log.incidents import note_incident
from geodata.catalogue.load import read_catalogue_of
from geodata.errors import StorageError
from geodata.live import LiveModel
from geodata.localtime import local_date
from geodata.rights import rights_of
from geodata.storage.store import open_storage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geodata.readmodel import ReadModel
    from geodata.storage.store import Storage


@dataclass(frozen=True)
class Live:
    """An opened data folder.

    Parameters
    ----------
    folder
        Where the database and the uploads are.
    storage
        The open database.
    models
        Hands out the read model of the newest data version.
    door
        Tells who is signed in and what they may.
    clock
        Tells the time, an aware datetime.
    marked_sample
        Whether this process was told that all of it is sample data.
    host
        Address the server listens on.
    sources
        Other people's base maps that may be shown.
    """

    folder: Path
    storage: Storage
    models: LiveModel
    door: Door
    clock: Callable[[], datetime]
    marked_sample: bool = False
    host: str = "127.0.0.1"
    sources: Sources = field(default_factory=Sources)

    def model(self) -> ReadModel:
        """Return the read model of the newest data version."""
        return self.models.current()

    def close(self) -> None:
        """Let a model that is being built be finished, then close the database."""
        self.models.close()
        self.storage.close()

    @cached_property
    def watch(self) -> Watch:
        """What is wrong with disk, database, worker or clock."""
        return Watch(self.folder, self.storage, self.clock)

    def today(self) -> date:
        """Return the local day."""
        return local_date(self.clock())

    def is_sample(self) -> bool:
        """Say whether everything shown is sample data."""
        return self.marked_sample or self.model().sample


_opened: list[Live] = []


def open_live(
    folder: Path,
    *,
    sample: bool = False,
    host: str = "127.0.0.1",
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Live:
    """Open the folder for this process; pages find it with `live`.

    Raises
    ------
    StorageError
        Where the database cannot be opened or is newer than this program.
    CatalogueError
        Where one of the office's own declarations is wrong.
    AccountError
        Where the office's policy of signing in is wrong.
    SettingsError
        Where its declaration of base maps is wrong.
    """
    sources = read_sources(folder)
    storage = open_storage(folder, now=clock())
    catalogue = read_catalogue_of(folder)
    door = Door(storage, rights_of(catalogue.roles), read_policy(folder), clock)
    parts = (LiveModel(storage, catalogue), door, clock, sample, host, sources)
    opened = Live(folder, storage, *parts)
    _opened[:] = [opened]
    return opened


def note_settings(opened: Live) -> None:
    """Write changed files of settings into the audit; a folder that takes nothing is served too."""
    try:
        note_changed_settings(opened.storage, now=opened.clock())
    except StorageError as error:
        note_incident(error, route="settings")


def live() -> Live:
    """Return what this process has opened."""
    return _opened[0]
