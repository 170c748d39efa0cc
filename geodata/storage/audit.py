"""The audit: who did what, when, from where, and whether it was done. It only grows.

The database itself refuses to change or delete an entry. Kept at least six months (Cybersecurity
Law of the People's Republic of China, Art. 21; GB/T 22239-2019, security audit). Each night
`geodata.storage.audit_chain` closes a link over its entries, by which a change is found out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, insert, or_, select

from geodata.accounts import Actor
from geodata.localuser import local_user
from geodata.storage.account_tables import audit

Result = Literal["done", "refused"]
Act = Literal[
    "sign_in",
    "sign_in_by_link",
    "sign_in_by_provider",
    "sign_out",
    "change_password",
    "reset_password",
    "add_account",
    "change_account",
    "issue_link",
    "end_session",
    "unmask",
    "import",
    "stop_import",
    "undo",
    "correct",
    "take_rejected",
    "place",
    "leave_off",
    "take_up",
    "set_up_area",
    "merge",
    "keep_apart",
    "take_back",
    "export",
    "print",
    "present",
    "end_presenting",
    "take_audit",
    "take_support",
    "purge",
    "backup",
    "restore",
    "take_key",
    "configure",
    "upgrade",
]
"""What is ever noted; each has its words in both languages."""

COMMAND_LINE: Final = "command line"
"""Address of what was done on this machine, by somebody who needs no account to do it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit.

    Parameters
    ----------
    at
        Aware instant.
    actor
        Login of who acted; on the command line the system's name for them; ``unknown`` for
        whoever is not known.
    action
        What was done; of an older program also what is noted no longer.
    object
        To what: ``rental/17``, ``account/chen.li``, a file name; never personal data.
    user
        Number of the actor's account; None where there is none.
    details
        What belongs to it: a reason, counts, the values before and after.
    """

    at: datetime
    actor: str
    action: Act
    object: str = ""
    result: Result = "done"
    user: int | None = None
    address: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def entry_by(
    actor: Actor | None,
    at: datetime,
    action: Act,
    object_: str,
    result: Result = "done",
    details: Mapping[str, Any] | None = None,
) -> Entry:
    """Return the entry of something a command did.

    Parameters
    ----------
    actor
        For whom; None for whoever the system says runs the command.
    """
    by = actor or Actor(local_user(), None, COMMAND_LINE)
    return Entry(at, by.login, action, object_, result, by.number, by.address, details or {})


def note(connection: Connection, entry: Entry) -> None:
    """Write an entry, in the transaction of what it tells: both are kept or neither."""
    values = {name: getattr(entry, name) for name in PLAIN}
    connection.execute(insert(audit), {**values, "details": dict(entry.details) or None})


def read_audit(
    connection: Connection,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    actor: str | None = None,
    action: str | None = None,
    text: str | None = None,
    first: int = 0,
    limit: int = 200,
) -> list[Entry]:
    """Return entries, newest first.

    Parameters
    ----------
    since, until
        Instants; `since` included, `until` not.
    text
        Part of actor, object or address; letters mean themselves.
    """
    query = select(audit).order_by(audit.c.id.desc()).offset(first).limit(limit)
    if since is not None:
        query = query.where(audit.c.at >= since)
    if until is not None:
        query = query.where(audit.c.at < until)
    if actor is not None:
        query = query.where(audit.c.actor == actor)
    if action is not None:
        query = query.where(audit.c.action == action)
    if text:
        columns = (audit.c.actor, audit.c.object, audit.c.address)
        query = query.where(or_(*(column.contains(text, autoescape=True) for column in columns)))
    return [
        Entry(**{name: getattr(row, name) for name in PLAIN}, details=row.details or {})
        for row in connection.execute(query)
    ]


PLAIN = tuple(name for name in Entry.__dataclass_fields__ if name != "details")
