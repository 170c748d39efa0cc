"""One look at one record's personal data: for a reason, and noted before anything is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.accounts.door import entry_of
from geodata.storage.audit import note

if TYPE_CHECKING:
    from dashboard.accounts.door import Door
    from geodata.accounts import Session
    from geodata.viewer import Viewer


def unmasked_viewer(door: Door, session: Session, reason: str) -> Viewer:
    """Return the viewer of the look; nothing is noted yet.

    Raises
    ------
    RightsError
        Where the person may not, or gives no reason.
    """
    return door.rights.unmasked(
        session.account, reason, on=door.today(), presenting=session.presenting
    )


def note_look(door: Door, session: Session, record: str, reason: str) -> None:
    """Write into the audit who looks at which record, and why."""
    entry = replace(entry_of(session, "unmask", door.clock(), record), details={"reason": reason})
    with door.storage.writing() as connection:
        note(connection, entry)
