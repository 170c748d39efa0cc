"""What stands in the database, as one digest: two that say the same are equal."""

from hashlib import sha256

from sqlalchemy import select

from geodata.storage.coverage import read_coverage
from geodata.storage.store import Storage
from geodata.storage.tables import BY_KIND, project_links

HIDDEN = frozenset({"id", "version", "retired_at"})
PROVENANCE = frozenset({"batch", "sheet", "row", "ended_by"})


def standing(storage: Storage, *, with_provenance: bool = True) -> str:
    """Return a digest of all current records, their links and the days they are true up to.

    Parameters
    ----------
    with_provenance
        Whether the ledger and the row they come from count as well.
    """
    hidden = HIDDEN if with_provenance else HIDDEN | PROVENANCE
    told: list[object] = []
    with storage.reading() as connection:
        for table in BY_KIND.values():
            columns = [column for column in table.c if column.name not in hidden]
            rows = select(*columns).where(table.c.retired_at.is_(None))
            order = (table.c.layer, table.c.district, table.c.key)
            told += [tuple(row) for row in connection.execute(rows.order_by(*order))]
            keys = (
                select(table.c.key, project_links.c.project)
                .join(project_links, project_links.c.number == table.c.id)
                .where(project_links.c.layer == table.c.layer, table.c.retired_at.is_(None))
            )
            told.append(sorted(tuple(row) for row in connection.execute(keys)))
        if with_provenance:
            told.append(read_coverage(connection))
    return sha256(repr(told).encode()).hexdigest()
