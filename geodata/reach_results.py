"""Reading how far people are from shelters, as the worker has kept it."""

from contextlib import suppress
from functools import lru_cache

from geodata.shelter_reach import ShelterReach, parse_reach
from geodata.storage.results import read_result, result_made
from geodata.storage.store import Storage

KIND = "shelter_reach"
"""Kind of the result; of its job too."""

NOW = "now"


def newest_reach(storage: Storage) -> ShelterReach | None:
    """Return the newest; None before the worker has made one."""
    made = result_made(storage, KIND, NOW)
    return None if made is None else _read(storage, made)


def reach_version(storage: Storage) -> int | None:
    """Return the data version of the newest; None before the worker has made one."""
    made = result_made(storage, KIND, NOW)
    return None if made is None else made[0]


@lru_cache(maxsize=2)
def _read(storage: Storage, _made: object) -> ShelterReach | None:
    """Read it once; one that another program wrote in a way of its own is as good as none."""
    found = read_result(storage, KIND, NOW)
    with suppress(ValueError):
        return None if found is None else parse_reach(found.content)
    return None
