"""The oldest entries of the audit at the end of their time, and what the chain knows of it.

Whole links go, from the first on. Their digests stay, so the chain still holds; that their entries
may be missing is told by a row marked with the key of the data folder. Nothing else excuses a
missing entry: whoever takes one away, or writes such a row without the key, is found out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, func, insert, select

from geodata.localtime import local_date
from geodata.storage.account_tables import audit, audit_links, audit_purges
from geodata.storage.ageing import Held
from geodata.storage.sealed import Seal, seal_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


class Excuse(NamedTuple):
    """Up to which link, and which entry, the entries of the audit were purged; how many in all."""

    link: int = 0
    last: int = 0
    entries: int = 0


class AuditEntries:
    """Entries in links all of whose entries are past their time; as `geodata.storage.ageing`."""

    def held(self, connection: Connection, until: datetime) -> Held:
        """As `Ageing.held`."""
        _, last = _last_past(connection, until)
        gone = select(func.count(), func.min(audit.c.at)).where(audit.c.id <= last)
        count, oldest = connection.execute(gone).one()
        return Held(count, local_date(oldest) if oldest else None)

    def purge(self, connection: Connection, until: datetime, *, now: datetime) -> None:
        """As `Ageing.purge`; the database itself refuses to give up what no row of ours names."""
        link, last = _last_past(connection, until)
        before, seal = read_excuse(connection), seal_of(connection.dialect)
        going = connection.scalar(select(func.count()).where(audit.c.id <= last)) or 0
        newest = connection.scalar(select(func.max(audit_purges.c.number))) or 0
        told = {
            "number": newest + 1,
            "link": link,
            "last": last,
            "entries": before.entries + going,
            "purged_at": now,
        }
        connection.execute(insert(audit_purges).values(**told, mark=_mark(seal, **told)))
        connection.execute(delete(audit).where(audit.c.id <= last))


def read_excuse(connection: Connection) -> Excuse:
    """Return what was purged by right: what the newest row says that is marked with the key.

    A row that is not ours excuses nothing, and takes nothing from the excuse of those that are.
    """
    seal = seal_of(connection.dialect)
    names = ("number", "link", "last", "entries", "purged_at")
    for row in connection.execute(select(audit_purges).order_by(audit_purges.c.number.desc())):
        told = {name: getattr(row, name) for name in names}
        if row.mark == _mark(seal, **told):
            return Excuse(row.link, row.last, row.entries)
    return Excuse()


def _last_past(connection: Connection, until: datetime) -> tuple[int, int]:
    """Return the number and the last entry of the last link that is wholly past; zeros for none."""
    young = connection.scalar(select(func.min(audit.c.id)).where(audit.c.at > until))
    query = select(audit_links.c.number, audit_links.c.last)
    if young is not None:
        query = query.where(audit_links.c.last < young)
    row = connection.execute(query.order_by(audit_links.c.number.desc()).limit(1)).one_or_none()
    return (row.number, row.last) if row else (0, 0)


def _mark(seal: Seal, **told: Any) -> bytes:  # noqa: ANN401 - of any column
    at = round(told["purged_at"].timestamp())
    return seal.mark(f"purge {told['number']} {told['link']} {told['last']} {told['entries']} {at}")
