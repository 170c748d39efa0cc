"""Merging, keeping apart and taking back, each with its line in the audit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.accounts.door import entry_of
from geodata.storage.audit import note
from geodata.storage.correct import Corrector
from geodata.storage.duplicates import keep_apart, merge, take_back

if TYPE_CHECKING:
    from dashboard.duplicates.listed import Decided
    from dashboard.server.live import Live
    from geodata.accounts import Session
    from geodata.catalogue.model import Layer
    from geodata.storage.audit import Act
    from geodata.storage.duplicates import Seen


def decide(
    live: Live,
    session: Session,
    layer: Layer,
    kept: Seen,
    other: Seen,
    reason: str,
    *,
    same: bool,
) -> int:
    """Merge two records into the first, or keep them apart; return the decision's number.

    Raises
    ------
    StaleRecordError
        Where somebody has changed one of them meanwhile.
    """
    now, by = live.clock(), Corrector(session.account.login, reason)
    carry_out = merge if same else keep_apart
    action: Act = "merge" if same else "keep_apart"
    with live.storage.writing() as connection:
        number = carry_out(connection, layer, kept, other, by=by, now=now)
        details = {"reason": reason, "other": f"{layer.id}/{other.number}"}
        entry = entry_of(session, action, now, f"{layer.id}/{kept.number}")
        note(connection, replace(entry, details=details))
    return number


def undo_decision(live: Live, session: Session, decided: Decided) -> None:
    """Take a decision back.

    Raises
    ------
    StaleRecordError
        Where it does not stand any more.
    """
    now, layer = live.clock(), decided.layer
    with live.storage.writing() as connection:
        found = take_back(connection, layer, decided.decision.number, now=now)
        entry = entry_of(session, "take_back", now, f"{layer.id}/{found.kept}")
        note(connection, replace(entry, details={"other": f"{layer.id}/{found.other}"}))
