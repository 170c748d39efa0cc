"""Placing records and leaving them off, each with its line in the audit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.accounts.door import entry_of
from geodata.storage.addresses import BY_ADDRESS
from geodata.storage.audit import note
from geodata.storage.correct import Corrector, Placement, place_all
from geodata.storage.leave import leave_off, take_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.placing.proposals import Unplaced
    from dashboard.server.live import Live
    from dashboard.texts import Texts
    from geodata.accounts import Session
    from geodata.catalogue.model import Layer


def accept(
    live: Live, session: Session, layer: Layer, chosen: Sequence[Unplaced], words: Texts
) -> None:
    """Place records where it is proposed; all of them or none.

    Raises
    ------
    StaleRecordError
        Where somebody has changed one of them meanwhile.
    """
    ways: dict[str, dict[int, tuple[int, Placement]]] = {}
    for one in chosen:
        if one.place is not None:
            place = Placement(one.place.lng, one.place.lat, BY_ADDRESS, one.place.precision_m)
            at = (one.record.version, place)
            ways.setdefault(one.place.way, {})[one.record.key[1]] = at
    now = live.clock()
    with live.storage.writing() as connection:
        for way, placements in ways.items():
            reason = words("reason", way=words(f"way.{way}"))
            by = Corrector(session.account.login, reason)
            place_all(connection, layer, placements, by=by, now=now)
            details = {"reason": reason, "placed": len(placements)}
            entry = entry_of(session, "place", now, _object(layer, list(placements)))
            note(connection, replace(entry, details=details))


def put(
    live: Live,
    session: Session,
    layer: Layer,
    chosen: Unplaced,
    at: tuple[float, float],
    words: Texts,
) -> None:
    """Place a record where it was clicked.

    Raises
    ------
    StaleRecordError
        Where somebody has changed it meanwhile.
    """
    now, reason, number = live.clock(), words("reason_clicked"), chosen.record.key[1]
    with live.storage.writing() as connection:
        placements = {number: (chosen.record.version, Placement(*at))}
        place_all(
            connection, layer, placements, by=Corrector(session.account.login, reason), now=now
        )
        entry = entry_of(session, "place", now, _object(layer, [number]))
        note(connection, replace(entry, details={"reason": reason, "placed": 1}))


def leave(live: Live, session: Session, layer: Layer, number: int, reason: str) -> None:
    """Leave a record off the map, for a reason."""
    now = live.clock()
    with live.storage.writing() as connection:
        leave_off(connection, layer, number, by=Corrector(session.account.login, reason), now=now)
        entry = entry_of(session, "leave_off", now, _object(layer, [number]))
        note(connection, replace(entry, details={"reason": reason}))


def look_again(live: Live, session: Session, layer: Layer, number: int) -> None:
    """Take a record up that was left off."""
    now = live.clock()
    with live.storage.writing() as connection:
        take_up(connection, layer, number, now=now)
        note(connection, entry_of(session, "take_up", now, _object(layer, [number])))


def _object(layer: Layer, numbers: Sequence[int]) -> str:
    return f"{layer.id}/{numbers[0]}" if len(numbers) == 1 else layer.id
