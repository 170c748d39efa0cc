"""One look at one record's personal data: for a reason, and noted before anything is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from dashboard.accounts.door import entry_of
from geodata.errors import RightsError
from geodata.storage.audit import note

if TYPE_CHECKING:
    from starlette.requests import Request

    from dashboard.accounts.door import Door
    from geodata.accounts import Session
    from geodata.viewer import Viewer

MOST_REASON: Final = 200
MOST_BYTES: Final = 8_192


async def read_reason(request: Request) -> str:
    """Return the reason of a form.

    Raises
    ------
    RightsError
        For a body longer than a reason can be, or none.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise RightsError("a long text", f"{MOST_REASON} letters", "Write it shorter.")
    try:
        fields = parse_qs(body.decode("utf-8"), max_num_fields=1)
    except ValueError:
        raise RightsError("no form", "a reason", "Write the reason.") from None
    return fields.get("reason", [""])[-1].strip()[:MOST_REASON]


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
