"""What a batch changed, record by record: what it was before and what after."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, and_, case, func, or_, select

from geodata.catalogue.model import Layer
from geodata.storage.past import row_of_image
from geodata.storage.reads import StoredRecord
from geodata.storage.tables import BY_KIND, history

Kind = Literal["changed", "ended"]


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """A record before and after a batch, by column."""

    number: int
    before: StoredRecord
    after: StoredRecord


def read_changes(
    connection: Connection, layer: Layer, batch: int, kind: Kind, *, first: int = 0, limit: int = 50
) -> list[ChangedRecord]:
    """Return the records that a batch changed or ended, in the order of their numbers.

    Parameters
    ----------
    kind
        ``changed`` by what the ledger says, or ``ended`` since it is complete without them.
    """
    table = BY_KIND[layer.record]
    later = history.alias()
    is_next = and_(
        later.c.layer == history.c.layer,
        later.c.number == history.c.number,
        later.c.version == history.c.version + 1,
    )
    ended_by = case(
        (later.c.id.is_not(None), later.c.before["ended_by"].as_integer()),
        else_=table.c.ended_by,
    )
    has_ended = func.coalesce(ended_by == batch, False)
    query = (
        select(
            history.c.number,
            history.c.before,
            history.c.personal,
            later.c.before.label("then"),
            later.c.personal.label("then_personal"),
        )
        .join(table, table.c.id == history.c.number)
        .outerjoin(later, is_next)
        .where(
            history.c.layer == layer.id,
            history.c.batch == batch,
            or_(  # else it came back as new
                history.c.before["retired_at"].as_integer().is_(None),
                history.c.before["merged_into"].as_integer().is_not(None),
            ),
            has_ended if kind == "ended" else ~has_ended,
        )
    )
    rows = connection.execute(query.order_by(history.c.number).offset(first).limit(limit)).all()
    now = select(table).where(table.c.id.in_([row.number for row in rows]))
    present = {row["id"]: dict(row) for row in connection.execute(now).mappings()}
    return [
        ChangedRecord(
            row.number,
            row_of_image(table, row.before, row.personal),
            present[row.number]
            if row.then is None
            else row_of_image(table, row.then, row.then_personal),
        )
        for row in rows
    ]
