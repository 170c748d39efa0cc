"""Saving an area that was drawn or named on the page, with its line in the audit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.accounts.door import entry_of
from etl.drawn import publish_drawn, require_area
from geodata.storage.audit import note

if TYPE_CHECKING:
    from dashboard.server.live import Live
    from etl.drawn import DrawnArea
    from geodata.accounts import Session
    from geodata.catalogue.model import Layer
    from geodata.records import Published


def save_area(
    live: Live, session: Session, layer: Layer, area: DrawnArea, *, reason: str, file_name: str
) -> Published:
    """Write an area and note who said so on what ground, in one transaction.

    Raises
    ------
    LedgerError
        Where nothing could be counted in it: says what is wrong.
    """
    require_area(area, layer, live.model().areas)
    now = live.clock()
    with live.storage.writing() as connection:
        done = publish_drawn(connection, area, layer, file_name=file_name, now=now)
        details = {"reason": reason, "batch": done.batch, "corners": len(area.corners)}
        entry = entry_of(session, "set_up_area", now, f"{layer.id}/{area.code}")
        note(connection, replace(entry, details=details))
    return done
