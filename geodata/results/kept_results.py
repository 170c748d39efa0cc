"""Reading what the worker has kept of one kind: the newest, read once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

from geodata.results.duplicates import Duplicates, parse_duplicates
from geodata.results.school_zones import SchoolZones, parse_zones
from geodata.results.shelter_reach import ShelterReach, parse_reach
from geodata.results.upkeep import BackupMade, DrillDone, parse_backup, parse_drill
from geodata.retention import Due, parse_due
from geodata.storage.audit_chain import ChainState, parse_state
from geodata.storage.results import read_result, result_made, write_result
from geodata.storage.store import Storage
from geodata.storage.versions import read_version

NOW = "now"
"""Key of what was worked out from the newest data."""

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """Results of one kind.

    Parameters
    ----------
    kind
        Of the results; of their job too.
    parse
        Reads a result's content; ValueError for what another program wrote in a way of its own,
        which is as good as none.
    """

    def __init__(self, kind: str, parse: Callable[[bytes], Made]) -> None:
        self.kind, self._parse = kind, parse

    def newest(self, storage: Storage) -> Made | None:
        """Return the newest; None before the worker has made one."""
        made = result_made(storage, self.kind, NOW)
        found: Made | None = None if made is None else _read(self, storage, made)
        return found

    def version(self, storage: Storage) -> int | None:
        """Return the data version of the newest; None before the worker has made one."""
        made = result_made(storage, self.kind, NOW)
        return None if made is None else made[0]

    def made_at(self, storage: Storage) -> datetime | None:
        """Return when the newest was made; None before the worker has made one."""
        made = result_made(storage, self.kind, NOW)
        return None if made is None else made[1]

    def keep(self, storage: Storage, content: bytes, *, now: datetime) -> None:
        """Keep what was made of the data of now, in place of the one before."""
        with storage.writing() as connection:
            version = read_version(connection)
            write_result(connection, self.kind, NOW, version, content, now=now)

    def parsed(self, storage: Storage) -> Made | None:
        """Read and parse the newest."""
        found = read_result(storage, self.kind, NOW)
        with suppress(ValueError):
            return None if found is None else self._parse(found.content)
        return None


@lru_cache(maxsize=4)
def _read(kept: Kept[Any], storage: Storage, _made: object) -> Any:  # noqa: ANN401 - of any kind
    return kept.parsed(storage)


SHELTER_REACH: Kept[ShelterReach] = Kept("shelter_reach", parse_reach)
DUPLICATES: Kept[Duplicates] = Kept("duplicates", parse_duplicates)
SCHOOL_ZONES: Kept[SchoolZones] = Kept("school_zones", parse_zones)
AUDIT_CHAIN: Kept[ChainState] = Kept("audit_chain", parse_state)
BACKUP: Kept[BackupMade] = Kept("backup", parse_backup)
DRILL: Kept[DrillDone] = Kept("backup_drill", parse_drill)
RETENTION: Kept[tuple[Due, ...]] = Kept("retention", parse_due)
