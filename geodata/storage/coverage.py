"""The day up to which each source of a layer is true.

A layer may have several: the police, the fire brigade, the hospital each report their incidents, in
ledgers of their own, up to days of their own.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select

from geodata.localtime import local_date
from geodata.records import BatchPlan, Record
from geodata.storage.tables import areas, batches, coverage, ground, streets

Feeder = tuple[str, str]
"""Who feeds a layer: (district, source), '' for unknown."""

UNNAMED = ""


class Covering:
    """Gathers up to which day a batch makes its sources true.

    The day stated for the ledger, or the last occurrence in it where that is later or none is
    stated; of a ledger of other things than incidents the local day on which its import began.
    """

    def __init__(self, plan: BatchPlan, *, events: bool) -> None:
        self.plan, self.events = plan, events
        self.until: dict[str, date] = {}
        self.sources: set[str | None] = set()
        self.first: datetime | None = None
        self.last: datetime | None = None
        if not events:
            self.until[UNNAMED] = plan.data_date or local_date(plan.started_at)
        elif plan.source is not None and plan.data_date is not None:
            self.until[plan.source] = plan.data_date

    def add(self, records: Sequence[Record]) -> None:
        """Take some of the batch's records into account."""
        if not self.events:
            return
        last: dict[str, datetime] = {}
        for record in records:
            if (said := record.occurrence) is not None:
                source = said.source or UNNAMED
                if source not in last or said.occurred_at > last[source]:
                    last[source] = said.occurred_at
                self.sources.add(said.source)
                self.first = min(self.first or said.occurred_at, said.occurred_at)
                self.last = max(self.last or said.occurred_at, said.occurred_at)
        for source, instant in last.items():
            days = (local_date(instant), self.plan.data_date, self.until.get(source))
            self.until[source] = max(day for day in days if day is not None)

    def spoken(self) -> dict[str, Any]:
        """Return what the batch speaks for, as `Spoken` takes it."""
        if not self.events:
            named = self.plan.source
            return {} if named is None else {"sources": frozenset({named})}
        return {"sources": frozenset(self.sources), "first": self.first, "last": self.last}

    def write(self, connection: Connection, batch: int, district: str) -> bool:
        """Note the days with the batch and say whether that changes any layer's."""
        layer = self.plan.layer
        before = read_coverage(connection).get(layer)
        rows = [
            {"batch": batch, "layer": layer, "district": district, "source": source, "until": day}
            for source, day in self.until.items()
        ]
        if rows:
            connection.execute(insert(coverage), rows)
        return read_coverage(connection).get(layer) != before


def read_coverage(connection: Connection) -> dict[str, Mapping[Feeder, date]]:
    """Return by layer the day up to which each of its feeders is true, in the order of names.

    Of batches of the same file the last one counts, so a wrong day is corrected; one that was
    undone counts no longer.
    """
    columns = (coverage.c.layer, coverage.c.district, coverage.c.source)
    query = (
        select(*columns, func.max(coverage.c.until))
        .join(batches, batches.c.id == coverage.c.batch)
        .where(batches.c.undone_at.is_(None), ~_told_anew())
        .group_by(*columns)
        .order_by(*columns)
    )
    found: dict[str, dict[Feeder, date]] = {}
    for layer, district, source, until in connection.execute(query):
        found.setdefault(layer, {})[district, source] = until
    return dict(found)


def read_credits(connection: Connection) -> tuple[str, ...]:
    """Return who is named as the source of the areas, ground and streets there are, in order."""
    named: set[str] = set()
    for table in (areas, ground, streets):
        held = select(table.c.id).where(table.c.batch == batches.c.id, table.c.retired_at.is_(None))
        query = select(batches.c.source).where(batches.c.source.is_not(None), held.exists())
        named.update(source for source in connection.scalars(query) if source)
    return tuple(sorted(named))


def _told_anew() -> ColumnElement[bool]:
    """Say of a batch whether its file was published once more after it."""
    later = batches.alias()
    again = select(later.c.id).where(
        later.c.layer == batches.c.layer,
        later.c.sha256 == batches.c.sha256,
        later.c.id > batches.c.id,
        later.c.district == coverage.c.district,
        later.c.state == "published",
        later.c.undone_at.is_(None),
    )
    return again.exists()
