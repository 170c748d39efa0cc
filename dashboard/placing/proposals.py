"""Proposals for unplaced records, worked out once for what is known and kept in the process."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

from geodata.addresses.placer import Placer
from geodata.storage.addresses import read_known_addresses, read_known_version, read_unplaced
from geodata.storage.leave import read_left_off

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.addresses.placer import Addressed, ProposedPlace
    from geodata.catalogue.model import Layer
    from geodata.readmodel import ReadModel
    from geodata.storage.store import Storage, Transaction
    from geodata.viewer import Viewer

_Record = tuple[str, int, int]
"""Layer, number and version: no address is kept here."""


class Unplaced(NamedTuple):
    """A record without position, its best proposal, why it is left off, and what found it."""

    record: Addressed
    place: ProposedPlace | None
    left: str | None
    placer: Placer


class _Held(NamedTuple):
    known: int
    placer: Placer
    places: dict[_Record, ProposedPlace | None]


def unplaced_of(storage: Storage, model: ReadModel, layer: Layer, viewer: Viewer) -> list[Unplaced]:
    """Return the unplaced records of a layer that the viewer sees, the surest proposal first."""
    columns = model.columns_for(layer.id, viewer)
    numbers = columns.number[columns.placed == 0].tolist()
    if not numbers:
        return []
    with storage.reading() as connection:
        by_district = read_unplaced(connection, layer, numbers)
        left = read_left_off(connection, layer)
        found = [
            Unplaced(record, _place(held, record), left.get(record.key[1]), held.placer)
            for district, records in by_district.items()
            for held in [_held(storage.folder, connection, district)]
            for record in records
        ]
    return sorted(found, key=_surest_first)


def _surest_first(one: Unplaced) -> tuple[float, int]:
    return (-one.place.score if one.place else 1.0, one.record.key[1])


_HELD: Final[dict[tuple[Path, str], _Held]] = {}
_LOCK: Final = Lock()


def _held(folder: Path, connection: Transaction, district: str) -> _Held:
    """Return what is known now: anew after an import, not after each placement."""
    known = read_known_version(connection)
    with _LOCK:
        held = _HELD.get((folder, district))
        if held is None or held.known != known:
            placer = Placer(read_known_addresses(connection, district))
            held = _HELD[folder, district] = _Held(known, placer, {})
        return held


def _place(held: _Held, record: Addressed) -> ProposedPlace | None:
    which = (*record.key, record.version)
    if which not in held.places:
        held.places[which] = held.placer.propose(record.address)
    return held.places[which]
