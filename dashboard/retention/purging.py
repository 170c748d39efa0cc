"""Looking for what is past its time, and letting it go: kind by kind, each whole or not at all.

The rows of a kind, and the line of the audit that tells how many they were, are one transaction.
Of files the line comes first, then they go: one that is left behind by a purge that was killed is
found again by the next.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from dashboard.retention.files import FILES, held_of, remove
from dashboard.worker.lock import UPKEEP, holding
from geodata.retention import PERSONAL, PURGE, Due
from geodata.storage.ageing import JOBS, NOTES, SESSIONS
from geodata.storage.ageing_personal import IMAGES, PersonalOf, Undeclared
from geodata.storage.audit import entry_by, note
from geodata.storage.audit_chain import check_chain
from geodata.storage.audit_purge import AuditEntries
from geodata.storage.dialect import overwrite_removed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from geodata.catalogue.model import Catalogue
    from geodata.storage.ageing import Ageing, Held
    from geodata.storage.store import Storage, Transaction

AUDIT: Final = "audit"
UNDECLARED: Final = "undeclared"
IN_TABLES: Final[dict[str, Ageing]] = {
    "images": IMAGES,
    "notes": NOTES,
    "jobs": JOBS,
    "sessions": SESSIONS,
    AUDIT: AuditEntries(),
}
"""What lies in the database, by id of its kind; besides the personal fields of each layer."""


def look(
    storage: Storage, catalogue: Catalogue, days: Mapping[str, int], *, now: datetime
) -> list[Due]:
    """Say of each kind what is past its time; nothing is changed.

    Parameters
    ----------
    days
        By kind, as `dashboard.retention.policy.days_of` returns them.
    """
    found = []
    for kind, kept_days in days.items():
        until = now - timedelta(days=kept_days)
        if kind in FILES:
            held = held_of(FILES[kind].past(storage, until))
        else:
            with storage.reading() as connection:
                held = _ageing(catalogue, kind).held(connection, until)
        found.append(_due(kind, kept_days, held))
    return found


def purge(
    storage: Storage,
    catalogue: Catalogue,
    days: Mapping[str, int],
    *,
    now: datetime,
    progress: Callable[[str], object] = lambda _: None,
) -> list[Due]:
    """Let everything go that is past its time, and return what that was.

    Killed between two kinds, or within one, it is begun again: what is gone is gone, and told.
    Of an audit whose chain is broken nothing goes, and it is not returned: it is evidence.

    Parameters
    ----------
    progress
        Told each kind before it is looked at; it may raise.

    Raises
    ------
    WorkerError
        Where a backup, the trial of one or another purge does not end.
    """
    done = []
    with holding(storage.folder, UPKEEP):
        for kind, kept_days in days.items():
            progress(kind)
            if kind == AUDIT and not check_chain(storage).whole:
                continue
            until = now - timedelta(days=kept_days)
            work = _purge_files if kind in FILES else _purge_rows
            done.append(work(storage, catalogue, kind, kept_days, until, now))
    return done


def _purge_rows(
    storage: Storage, catalogue: Catalogue, kind: str, days: int, until: datetime, now: datetime
) -> Due:
    ageing = _ageing(catalogue, kind)
    with storage.writing() as connection:
        overwrite_removed(connection)
        due = _due(kind, days, ageing.held(connection, until))
        if due.count:
            ageing.purge(connection, until, now=now)
            _note(connection, due, until, now)
    return due


def _purge_files(
    storage: Storage, catalogue: Catalogue, kind: str, days: int, until: datetime, now: datetime
) -> Due:
    del catalogue
    past = FILES[kind].past(storage, until)
    due = _due(kind, days, held_of(past))
    if due.count:
        with storage.writing() as connection:
            _note(connection, due, until, now)
        for one in FILES[kind].past(storage, until):  # handed in again meanwhile, it stays
            remove(one.path)
    return due


def _note(connection: Transaction, due: Due, until: datetime, now: datetime) -> None:
    told: dict[str, Any] = {"purged": due.count, "days": due.days, "until": until.isoformat()}
    if due.oldest is not None:
        told["oldest"] = due.oldest.isoformat()
    note(connection, entry_by(None, now, PURGE, due.kind, details=told))


def _ageing(catalogue: Catalogue, kind: str) -> Ageing:
    if kind.startswith(PERSONAL):
        layer = catalogue.by_layer[kind.removeprefix(PERSONAL)]
        return PersonalOf(layer.id, layer.record)
    if kind == UNDECLARED:
        return Undeclared(frozenset(one.id for one in catalogue.layers if one.personal_fields))
    return IN_TABLES[kind]


def _due(kind: str, days: int, held: Held) -> Due:
    return Due(kind, days, held.count, held.oldest, held.size)
